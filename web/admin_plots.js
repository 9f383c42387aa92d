// Throughput and durations of what ended well in the last two days, whatever the list shows.
import { h, fill } from "/page/dom.js";
import { axes, drawing } from "/page/canvas.js";
import { count } from "/page/numbers.js";
import { drawHistogram } from "/page/plot.js";
import { adminWords as text } from "/page/words_admin.js";

const hour_ms = 3_600_000;
const hours_most = 48;
const hours_least = 12;
const hours_waited = 24; // asked for by when they were requested: so long an export may have waited
const page_size = 250;
const pages_most = 4;

// {tasks, all}: the exports; whether there were no more than are asked for.
async function lastEnded(ask, now) {
  const since = new Date(now - (hours_most + hours_waited) * hour_ms).toISOString();
  const asked = [];
  let cursor = null;
  for (let page = 0; page < pages_most; ++page) {
    const query = new URLSearchParams({ status: "Succeeded", since, limit: page_size });
    if (cursor) query.set("cursor", cursor);
    const answer = await ask(`/v1/admin/exports?${query}`);
    asked.push(...answer.exports);
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return { tasks: asked.filter((task) => now - new Date(task.finishedAt) < hours_most * hour_ms), all: !cursor };
}

// How many ended in each of the hours before now, the last one first.
export function byHour(tasks, now) {
  const ago = tasks.map((task) => Math.max(Math.floor((now - new Date(task.finishedAt)) / hour_ms), 0));
  const counts = new Array(Math.max(hours_least, ...ago.map((hours) => hours + 1))).fill(0);
  for (const hours of ago) ++counts[hours];
  return counts;
}

function throughput(tasks, now, note) {
  const counts = byHour(tasks, now);
  const { canvas } = drawing(
    240,
    (pen, page) => {
      const top = Math.max(...counts) * 1.1;
      const { x, y, bottom } = axes(pen, page, [-counts.length, 0], [0, top], text.hour, text.perHour, [1, 1]);
      pen.fillStyle = page.mark;
      counts.forEach((n, hours) => {
        const from = x(-hours - 0.9);
        pen.fillRect(from, y(n), x(-hours - 0.1) - from, bottom - y(n));
      });
    },
    { class: "plot", role: "img", "aria-label": text.throughputLabel(tasks.length) },
  );
  return h("section", { class: "card" }, h("h2", {}, text.throughput), canvas, note());
}

function durations(tasks, note) {
  const values = tasks.map((task) => (new Date(task.finishedAt) - new Date(task.startedAt)) / 1000);
  const { canvas } = drawing(
    240,
    (pen, page) => drawHistogram(pen, page, values, text.secondsAxis, text.exports.toLowerCase(), 0),
    { class: "plot", role: "img", "aria-label": text.durationsLabel(values.length) },
  );
  return h("section", { class: "card" }, h("h2", {}, text.durations), canvas, note());
}

// `ask` asks as the operator.
export async function drawEnded(element, ask) {
  const now = Date.now();
  const { tasks, all } = await lastEnded(ask, now);
  if (tasks.length === 0) return fill(element, h("p", { class: "note" }, text.noPlot));
  const n = count(tasks.length);
  const note = () => h("p", { class: "note" }, all ? text.plotNote(n) : text.plotNewest(n));
  return fill(element, throughput(tasks, now, note), durations(tasks, note));
}
