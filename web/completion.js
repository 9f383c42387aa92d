// A text field that offers values while one types (WAI-ARIA: combobox with a listbox). What is completed is the part
// behind the last separator, so that lists can be written.
import { h, fill, newId, say } from "/page/dom.js";
import { ask } from "/page/api.js";
import { count } from "/page/numbers.js";
import { words } from "/page/words.js";

const pause_ms = 150;

// `values`: path of the values, or a function that returns it; `separator`: "||" or ","; change(): its text is new.
export function completed({ values, separator, change, attributes = {} }) {
  const list = h("ul", {
    class: "offers",
    role: "listbox",
    id: newId("offers"),
    hidden: true,
    "aria-label": attributes["aria-label"] ?? words.parameters.variables,
  });
  const input = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    ...attributes,
  });
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const close = () => {
    clearTimeout(timer);
    ++asked;
    chosen = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (value) => {
    const at = input.value.lastIndexOf(separator);
    const kept = at < 0 ? "" : input.value.slice(0, at + separator.length) + (separator === "," ? " " : "");
    input.value = kept + value;
    close();
    change();
  };
  const mark = (to) => {
    const items = [...list.children];
    chosen = (to + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const offer = async () => {
    const turn = ++asked;
    const prefix = input.value.slice(input.value.lastIndexOf(separator) + 1).replace(/^[|\s]+/, "");
    const path = typeof values === "function" ? values() : values;
    let found;
    try {
      found = (await ask(`${path}?limit=12&prefix=${encodeURIComponent(prefix)}`)).values ?? [];
    } catch {
      found = []; // nothing to offer; what is typed counts
    }
    if (turn !== asked || document.activeElement !== input) return;
    if (found.length === 0 || (found.length === 1 && found[0].value === prefix)) return close();
    fill(
      list,
      found.map((one) =>
        h(
          "li",
          {
            role: "option",
            id: newId("offer"),
            "aria-selected": "false",
            onpointerdown: (event) => {
              event.preventDefault();
              take(one.value);
            },
          },
          h("span", {}, one.value),
          h("span", { class: "amount" }, count(one.records)),
        ),
      ),
    );
    chosen = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(words.request.values(found.length));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, pause_ms);
    change();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return offer();
      mark(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].firstChild.textContent);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  return { input, element: h("div", { class: "completed" }, input, list) };
}
