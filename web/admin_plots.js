// Throughput and durations of the exports that are listed.
import { h } from "/page/dom.js";
import { axes, drawing } from "/page/canvas.js";
import { drawHistogram } from "/page/plot.js";
import { adminWords as text } from "/page/words_admin.js";

const hour_ms = 3_600_000;

// Of the ended ones, how many in each hour: [[hours before the last, count]…].
export function byHour(tasks) {
  const hours = tasks.filter((task) => task.finishedAt).map((task) => Math.floor(new Date(task.finishedAt) / hour_ms));
  const last = Math.max(...hours);
  const first = Math.min(Math.max(Math.min(...hours), last - 47), last - 11); // half a day at least, two at most
  const counts = new Array(last - first + 1).fill(0);
  for (const hour of hours) if (hour >= first) ++counts[hour - first];
  return { first, counts };
}

function throughput(tasks) {
  const { first, counts } = byHour(tasks);
  const { canvas } = drawing(
    240,
    (pen, page) => {
      const most = Math.max(...counts);
      const { x, y, bottom } = axes(
        pen,
        page,
        [1 - counts.length - 0.5, 0.5],
        [0, most * 1.1],
        text.hour,
        text.perHour,
        [1, 1],
      );
      pen.fillStyle = page.mark;
      counts.forEach((n, i) => {
        const at = i - counts.length + 1;
        const from = x(at - 0.4),
          to = x(at + 0.4);
        pen.fillRect(from, y(n), to - from, bottom - y(n));
      });
    },
    { class: "plot", role: "img", "aria-label": text.throughputLabel(tasks.length) },
  );
  return h(
    "section",
    { class: "card", "data-first": first },
    h("h2", {}, text.throughput),
    canvas,
    h("p", { class: "note" }, text.plotNote),
  );
}

function durations(values) {
  const { canvas } = drawing(
    240,
    (pen, page) => drawHistogram(pen, page, values, text.secondsAxis, text.exports.toLowerCase(), 0),
    { class: "plot", role: "img", "aria-label": text.durationsLabel(values.length) },
  );
  return h("section", { class: "card" }, h("h2", {}, text.durations), canvas, h("p", { class: "note" }, text.plotNote));
}

export function endedPlots(tasks) {
  const ended = tasks.filter((task) => task.status === "Succeeded");
  if (ended.length === 0) return h("p", { class: "note" }, text.noPlot);
  const values = ended.map((task) => (new Date(task.finishedAt) - new Date(task.startedAt)) / 1000);
  return [throughput(ended), durations(values)];
}
