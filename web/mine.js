// What this browser asked for, with live states.
import { h, fill, scrolling } from "/page/dom.js";
import { ask } from "/page/api.js";
import { hasEnded } from "/page/follow.js";
import { forget, keptExports } from "/page/kept.js";
import { count, time } from "/page/numbers.js";
import { listOf } from "/page/described.js";
import { words } from "/page/words.js";

const text = words.mine;
const look_ms = 3000;
const asked_at_once = 6;

export async function show(main, settings) {
  document.title = `${text.title} · exportd`;
  const body = h("div", {});
  fill(main, h("h1", {}, text.title), h("p", { class: "lead" }, text.lead), body);
  const known = new Map(); // tasks that have ended do not change
  const key = (one) => `${one.id} ${one.run}`;

  const row = (one) => {
    const task = known.get(key(one));
    const environment = settings.environments.find((other) => other.name === one.environment);
    const status = task === null ? text.gone : task ? words.statuses[task.status] : "…";
    const percent = task && !hasEnded(task) ? ` ${task.progress.percent.toFixed(0)} %` : "";
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h(
          "a",
          { href: `/exports/${one.id}?run=${one.run}` },
          `${one.id.slice(0, 8)}…, ${words.run.runNumber(one.run)}`,
        ),
        listOf(one.search ?? "", words.parameters) ?? h("div", {}, words.run.everything),
      ),
      h("td", {}, environment?.title ?? one.environment),
      h("td", {}, h("span", { class: `status ${task?.status ?? ""}` }, status + percent)),
      h(
        "td",
        { class: "number" },
        task?.file ? count(task.file.records) : task?.progress?.totalRows ? count(task.progress.totalRows) : "",
      ),
      h("td", {}, time(one.at)),
      h(
        "td",
        {},
        h(
          "button",
          {
            type: "button",
            class: "small",
            onclick: () => {
              forget(one.id, one.run);
              draw();
            },
          },
          text.forget,
          h("span", { class: "unseen" }, ` ${one.id.slice(0, 8)}`),
        ),
      ),
    );
  };
  let drawn = "";
  const draw = () => {
    const list = keptExports();
    const state = JSON.stringify(
      list.map((one) => [key(one), known.get(key(one))?.status, known.get(key(one))?.progress]),
    );
    if (state === drawn) return;
    drawn = state;
    const active = document.activeElement?.closest("tr")?.rowIndex;
    fill(
      body,
      list.length === 0
        ? h("p", {}, text.none)
        : scrolling(
            text.table,
            h(
              "table",
              {},
              h(
                "thead",
                {},
                h(
                  "tr",
                  {},
                  [text.export, text.database, text.status, text.records, text.when, text.actions].map((one) =>
                    h("th", { scope: "col", class: one === text.records ? "number" : null }, one),
                  ),
                ),
              ),
              h("tbody", {}, list.map(row)),
            ),
          ),
    );
    if (active) body.querySelectorAll("tr")[active]?.querySelector("a")?.focus();
  };
  const look = async () => {
    const open = keptExports().filter((one) => {
      const task = known.get(key(one));
      return task === undefined || (task && !hasEnded(task));
    });
    for (let i = 0; i < open.length; i += asked_at_once) {
      await Promise.all(
        open.slice(i, i + asked_at_once).map(async (one) => {
          try {
            known.set(key(one), await ask(`/v1/exports/${one.id}?run=${one.run}`));
          } catch (problem) {
            if (problem.status === 404) known.set(key(one), null);
          }
        }),
      );
      draw();
    }
    setTimeout(look, look_ms);
  };
  draw();
  look();
}
