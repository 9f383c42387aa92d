// Two analytes of a search: a scatter plot, or the histogram of one.
import { h, fill, labelled } from "/page/dom.js";
import { axes, dots, drawing, span } from "/page/canvas.js";
import { completed } from "/page/completion.js";
import { count } from "/page/numbers.js";
import { words } from "/page/words.js";

const listed = (text) =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(0, 4);

// The span of values with room beside them, that no point lies on the edge.
function roomy(values) {
  const [low, high] = span(values);
  const edge = (high - low) * 0.04;
  return [low >= 0 ? Math.max(low - edge, 0) : low - edge, high + edge];
}

function nameOf(axis) {
  const units = axis.units.filter(Boolean);
  return axis.variables.join(" + ") + (units.length ? ` (${units.join(", ")})` : "");
}

// The numbers of records in about thirty parts of the span.
export function histogram(values, from) {
  const [least, high] = span(values);
  const low = from ?? least;
  const parts = 30;
  const bins = new Array(parts).fill(0);
  for (const value of values) {
    if (value !== null) ++bins[Math.min(Math.floor(((value - low) / (high - low)) * parts), parts - 1)];
  }
  return { low, high, bins };
}

// `from`: where the first part begins, if not at the least value.
export function drawHistogram(pen, page, values, xName, yName, from) {
  const { low, high, bins } = histogram(values, from);
  const { x, y, bottom } = axes(pen, page, [low, high], [0, Math.max(...bins) * 1.05], xName, yName, [0, 1]);
  pen.fillStyle = page.mark;
  bins.forEach((n, i) => {
    const from = x(low + ((high - low) * i) / bins.length),
      to = x(low + ((high - low) * (i + 1)) / bins.length);
    pen.fillRect(from, y(n), Math.max(to - from - 1, 1), bottom - y(n));
  });
}

export class PairPlot {
  constructor(state, valuesPath, changed) {
    this.state = state;
    this.changed = changed;
    this.points = null;
    const { canvas, redraw } = drawing(320, (pen, page) => this.draw(pen, page), {
      class: "plot",
      role: "img",
      hidden: true,
    });
    this.canvas = canvas;
    this.redraw = redraw;
    const field = (name, label) =>
      completed({ values: valuesPath, separator: ",", change: () => this.take(), attributes: { id: `axis-${name}` } });
    this.x = field("x");
    this.y = field("y");
    const button = (text, act) => h("button", { type: "button", class: "small", onclick: act }, text);
    this.said = h("p", { class: "note" });
    this.element = h(
      "section",
      { class: "card" },
      h("h2", {}, words.plot.title),
      h("div", { class: "fields" }, this.field(words.plot.x, this.x), this.field(words.plot.y, this.y)),
      h("p", { class: "note" }, words.plot.several),
      h(
        "div",
        { class: "tools" },
        button(words.plot.tas, () => this.choose(["SiO2"], ["Na2O", "K2O"])),
        button(words.plot.swap, () => this.choose(this.state.y, this.state.x)),
        button(words.plot.clear, () => this.choose([], [])),
      ),
      canvas,
      this.said,
    );
    this.write();
    this.show(null);
  }

  field(label, { input, element }) {
    return h("div", { class: "field" }, h("label", { for: input.id }, label), element);
  }
  write() {
    this.x.input.value = this.state.x.join(", ");
    this.y.input.value = this.state.y.join(", ");
  }
  take() {
    this.state.x = listed(this.x.input.value);
    this.state.y = listed(this.y.input.value);
    this.changed();
  }
  choose(x, y) {
    [this.state.x, this.state.y] = [x, y];
    this.write();
    this.changed();
  }

  // The answer of /points; null: there is none.
  show(points) {
    this.points = points;
    const wanted = [points?.x, points?.y].filter(Boolean);
    const pairs = wanted.length
      ? wanted[0].values.filter((_, i) => wanted.every((axis) => axis.values[i] !== null)).length
      : 0;
    this.drawable = pairs > 0;
    this.canvas.hidden = !this.drawable;
    const mixed = wanted
      .filter((axis) => axis.units.length > 1)
      .map((axis) =>
        words.plot.units(axis.variables.join(" + "), axis.units.map((unit) => unit || words.plot.noUnit).join(", ")),
      );
    if (wanted.length === 0) return fill(this.said, this.state.x.length + this.state.y.length ? null : words.plot.none);
    if (!this.drawable) return fill(this.said, words.plot.noValues);
    const text =
      wanted.length === 2
        ? words.plot.scatter(count(pairs), nameOf(points.x), nameOf(points.y))
        : words.plot.histogram(count(pairs), nameOf(wanted[0]));
    this.canvas.setAttribute("aria-label", text);
    fill(
      this.said,
      text,
      mixed.map((one) => h("strong", { class: "block" }, one)),
    );
    this.redraw();
    return undefined;
  }

  draw(pen, page) {
    if (!this.drawable) return;
    const { x, y } = this.points;
    if (x && y) {
      const place = axes(
        pen,
        page,
        roomy(x.values.filter((_, i) => y.values[i] !== null)),
        roomy(y.values.filter((_, i) => x.values[i] !== null)),
        nameOf(x),
        nameOf(y),
      );
      pen.fillStyle = page.mark;
      const few = x.values.length < 2000;
      pen.globalAlpha = few ? 0.75 : 0.55;
      dots(pen, x.values, y.values, place.x, place.y, few ? 5 : 3);
    } else {
      drawHistogram(pen, page, (x ?? y).values, nameOf(x ?? y), words.plot.records);
    }
  }
}
