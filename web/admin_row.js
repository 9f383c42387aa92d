// A line of the operator's list: an export and what can be done with it. `board` does it.
import { h, fill } from "/page/dom.js";
import { hasEnded } from "/page/follow.js";
import { bytes, count, seconds, time } from "/page/numbers.js";
import { words } from "/page/words.js";
import { adminWords as text } from "/page/words_admin.js";

const took = (task) =>
  task.startedAt && task.finishedAt ? (new Date(task.finishedAt) - new Date(task.startedAt)) / 1000 : null;

export function exportRow(board, task) {
  const short = ` ${task.id.slice(0, 8)}`;
  const button = (word, act) =>
    h(
      "button",
      { type: "button", class: "small", "data-key": `${word} ${task.id} ${task.run}`, onclick: act },
      word,
      h("span", { class: "unseen" }, short),
    );
  const cell = h("td", { class: "actions" });
  const usual = () =>
    fill(
      cell,
      button(text.history, () => board.attempt(() => board.open(task.id))),
      task.status === "Failed" || task.status === "Cancelled"
        ? button(text.retry, () => board.act(task, "POST", `/v1/admin/exports/${task.id}/retry`, text.retried))
        : null,
      hasEnded(task)
        ? null
        : button(text.cancel, () => {
            board.asking = true;
            const end = (then) => () => {
              board.asking = false;
              usual();
              then?.();
            };
            fill(
              cell,
              text.sureCancel,
              " ",
              button(
                text.yes,
                end(() => board.act(task, "DELETE", `/v1/exports/${task.id}`, text.cancelled)),
              ),
              button(text.no, end()),
            );
            cell.querySelectorAll("button")[1].focus();
          }),
    );
  usual();
  const status = words.statuses[task.status];
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      h("a", { href: `/exports/${task.id}?run=${task.run}` }, `${task.id.slice(0, 8)}…`),
      ` ${words.run.runNumber(task.run)}`,
    ),
    h("td", {}, task.environment),
    h(
      "td",
      {},
      h(
        "span",
        { class: `status ${task.status}` },
        task.status === "Processing" ? `${status} ${task.progress.percent.toFixed(0)} %` : status,
      ),
      task.error ? h("div", { class: "note" }, task.error.code) : null,
    ),
    h("td", { class: "number" }, task.file ? count(task.file.records) : count(task.progress.totalRows ?? 0)),
    h("td", { class: "number" }, task.file ? bytes(task.file.bytes) : ""),
    h("td", {}, time(task.createdAt)),
    h("td", { class: "number" }, took(task) === null ? "" : seconds(took(task))),
    cell,
  );
}
