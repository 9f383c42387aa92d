// One export's audit log: a time line and the events.
import { h, scrolling } from "/page/dom.js";
import { drawing, line } from "/page/canvas.js";
import { time } from "/page/numbers.js";
import { words } from "/page/words.js";
import { adminWords as text } from "/page/words_admin.js";

function timeline(events) {
  const at = events.map((event) => new Date(event.at).getTime());
  const first = Math.min(...at),
    last = Math.max(...at, first + 1);
  const { canvas } = drawing(
    90,
    (pen, page) => {
      const left = 12,
        right = page.width - 12;
      const x = (value) => left + ((value - first) / (last - first)) * (right - left);
      pen.strokeStyle = page.faint;
      line(pen, left, 45, right, 45);
      pen.fillStyle = page.mark;
      events.forEach((event, i) => {
        pen.fillStyle = event.to ? page.accent : page.mark;
        pen.beginPath();
        pen.arc(x(at[i]), 45, event.to ? 6 : 4, 0, 7);
        pen.fill();
      });
      pen.fillStyle = page.ink;
      let free = [-1e9, -1e9];
      events.forEach((event, i) => {
        if (!event.to) return;
        const word = words.statuses[event.to];
        const wide = pen.measureText(word).width;
        const from = Math.min(Math.max(x(at[i]) - wide / 2, 0), page.width - wide);
        const row = from > free[0] + 6 ? 0 : from > free[1] + 6 ? 1 : -1; // above, below, or no room
        if (row < 0) return;
        pen.textAlign = "left";
        pen.fillText(word, from, row === 0 ? 30 : 70);
        free[row] = from + wide;
      });
    },
    { class: "plot", role: "img", "aria-label": `${text.timeline}: ${events.length} ${text.events}` },
  );
  return canvas;
}

export function history(id, events, close) {
  const status = (event) =>
    event.from || event.to ? `${words.statuses[event.from] ?? ""} → ${words.statuses[event.to] ?? ""}` : "";
  return h(
    "section",
    { class: "card" },
    h(
      "div",
      { class: "heading" },
      h("h2", { tabindex: -1 }, text.line(id)),
      h("button", { type: "button", class: "small", onclick: close }, text.close),
    ),
    h("h3", {}, text.timeline),
    events.length ? timeline(events) : null,
    scrolling(
      text.line(id),
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            text.eventColumns.map((name, i) => h("th", { scope: "col", class: i === 1 ? "number" : null }, name)),
          ),
        ),
        h(
          "tbody",
          {},
          events.map((event) =>
            h(
              "tr",
              {},
              h("td", {}, time(event.at)),
              h("td", { class: "number" }, event.run),
              h("td", {}, event.event),
              h("td", {}, `${event.actor}, ${event.instance}`),
              h("td", {}, status(event)),
              h("td", {}, event.reason ?? ""),
            ),
          ),
        ),
      ),
    ),
  );
}
