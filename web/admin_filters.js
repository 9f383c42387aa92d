// What the operator's list shows: parameters of the service's list, and of the page's address.
import { choice, h, labelled } from "/page/dom.js";
import { words } from "/page/words.js";
import { adminWords as text } from "/page/words_admin.js";

export const filterNames = ["status", "environment", "since", "mail"];

// `filter`: URLSearchParams as they are now.
export function filterForm(filter, environments) {
  const status = choice([["", text.any], ...Object.entries(words.statuses)], filter.get("status") ?? "", {
    name: "status",
  });
  const environment = choice(
    [["", text.any], ...environments.map((one) => [one.name, one.title])],
    filter.get("environment") ?? "",
    { name: "environment" },
  );
  const mail = choice(
    [
      ["", text.any],
      ["waiting", text.waiting],
    ],
    filter.get("mail") ?? "",
    { name: "mail" },
  );
  const since = h("input", {
    type: "datetime-local",
    name: "since",
    step: 1,
    value: (filter.get("since") ?? "").replace("Z", ""),
  });
  return h(
    "form",
    {
      class: "fields filters",
      onsubmit: (event) => {
        event.preventDefault();
        const wanted = new URLSearchParams();
        if (status.value) wanted.set("status", status.value);
        if (environment.value) wanted.set("environment", environment.value);
        if (mail.value) wanted.set("mail", mail.value);
        if (since.value) wanted.set("since", `${since.value.length === 16 ? since.value + ":00" : since.value}Z`);
        location.assign(`/admin?${wanted}`);
      },
    },
    labelled(text.status, status),
    labelled(text.environment, environment),
    labelled(text.mail, mail),
    labelled(text.since, since),
    h("button", { type: "submit" }, text.filter),
  );
}
