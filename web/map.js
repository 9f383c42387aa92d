// The map of the samples: longitude across, latitude up, on a canvas. A box dragged on it becomes the search's box.
import { h, fill } from "/page/dom.js";
import { drawing, dots, line, span } from "/page/canvas.js";
import { count } from "/page/numbers.js";
import { words } from "/page/words.js";

const world = { west: -180, south: -90, east: 180, north: 90 };
const degrees = (value) => String(Number(value.toFixed(Math.abs(value) < 1 ? 3 : 2)));

export class SampleMap {
  // boxed("west,south,east,north" or ""): a box was drawn or taken away.
  constructor(boxed) {
    this.boxed = boxed;
    this.view = world;
    this.points = { longitude: [], latitude: [] };
    this.box = null;
    this.drag = null;
    this.layer = document.createElement("canvas"); // the points as they were drawn last: a drag only copies them
    const { canvas, redraw } = drawing(320, (pen, page) => this.draw(pen, page), { class: "map", role: "img" });
    this.canvas = canvas;
    this.redraw = redraw;
    this.said = h("p", { class: "note" });
    this.boxSaid = h("p", { class: "note" });
    const button = (text, act) => h("button", { type: "button", class: "small", onclick: act }, text);
    this.noBox = button(words.map.noBox, () => this.boxed(""));
    this.element = h(
      "section",
      { class: "card" },
      h("h2", {}, words.map.title),
      canvas,
      h(
        "div",
        { class: "tools" },
        button(words.map.fit, () => this.fit()),
        button(words.map.world, () => this.look(world)),
        button(words.map.closer, () => this.zoom(0.5)),
        button(words.map.farther, () => this.zoom(2)),
        this.noBox,
      ),
      this.said,
      this.boxSaid,
      h("p", { class: "note" }, words.map.how),
    );
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.end(event));
    canvas.addEventListener("pointercancel", () => this.give_up());
    this.show(this.points, "");
  }

  show(points, box) {
    this.points = points;
    const edges = box.split(",").map(Number);
    this.box = edges.length === 4 && edges.every(Number.isFinite) ? edges : null;
    let placed = 0;
    for (let i = 0; i < points.longitude.length; ++i) {
      if (points.longitude[i] !== null && points.latitude[i] !== null) ++placed;
    }
    const text = [count(placed), count(points.longitude.length)];
    this.canvas.setAttribute("aria-label", words.map.label(...text));
    fill(this.said, words.map.said(...text));
    fill(this.boxSaid, this.box ? words.map.box(box) : null);
    this.noBox.hidden = !this.box;
    this.drawn = null;
    this.redraw();
  }

  look(view) {
    this.view = view;
    this.drawn = null;
    this.redraw();
  }
  zoom(by) {
    const { west, south, east, north } = this.view;
    const wide = Math.min(((east - west) / 2) * by, 180),
      high = Math.min(((north - south) / 2) * by, 90);
    const x = Math.min(Math.max((west + east) / 2, wide - 180), 180 - wide);
    const y = Math.min(Math.max((south + north) / 2, high - 90), 90 - high);
    this.look({ west: x - wide, south: y - high, east: x + wide, north: y + high });
  }
  fit() {
    const across = span(this.points.longitude),
      up = span(this.points.latitude);
    if (!across || !up) return this.look(world);
    const edge_x = (across[1] - across[0]) * 0.05,
      edge_y = (up[1] - up[0]) * 0.05;
    this.look({
      west: Math.max(across[0] - edge_x, -180),
      east: Math.min(across[1] + edge_x, 180),
      south: Math.max(up[0] - edge_y, -90),
      north: Math.min(up[1] + edge_y, 90),
    });
  }

  draw(pen, page) {
    const { west, south, east, north } = this.view;
    const x = (value) => ((value - west) / (east - west)) * page.width;
    const y = (value) => ((north - value) / (north - south)) * page.height;
    const size = `${pen.canvas.width}x${pen.canvas.height} ${page.mark}`;
    if (this.drawn !== size) {
      this.drawn = size;
      this.layer.width = pen.canvas.width;
      this.layer.height = pen.canvas.height;
      const layer = this.layer.getContext("2d");
      layer.setTransform(pen.getTransform());
      layer.font = pen.font;
      this.graticule(layer, page, x, y);
      layer.fillStyle = page.mark;
      layer.globalAlpha = 0.7;
      dots(layer, this.points.longitude, this.points.latitude, x, y, this.points.longitude.length > 5000 ? 2 : 5);
    }
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.layer, 0, 0);
    pen.restore();
    pen.strokeStyle = page.accent;
    pen.lineWidth = 2;
    if (this.box && !this.drag) {
      const [w, s, e, n] = this.box; // a box whose west lies east of its east goes over the date line
      for (const [from, to] of w <= e
        ? [[w, e]]
        : [
            [w, 180],
            [-180, e],
          ])
        pen.strokeRect(x(from), y(n), x(to) - x(from), y(s) - y(n));
    }
    if (this.drag) {
      const { x0, y0, x1, y1 } = this.drag;
      pen.strokeRect(x0, y0, x1 - x0, y1 - y0);
    }
  }

  graticule(pen, page, x, y) {
    const { west, south, east, north } = this.view;
    const step = [30, 15, 10, 5, 2, 1, 0.5, 0.1].find((one) => (east - west) / one >= 4) ?? 0.1;
    pen.strokeStyle = page.faint;
    pen.fillStyle = page.ink;
    pen.textAlign = "left";
    let last = -99;
    for (let at = Math.ceil(west / step) * step; at <= east; at += step) {
      line(pen, x(at), 0, x(at), page.height);
      if (x(at) - last < 44 || x(at) > page.width - 36) continue;
      pen.fillText(`${degrees(Math.abs(at))}°${at < 0 ? "W" : at > 0 ? "E" : ""}`, x(at) + 3, page.height - 4);
      last = x(at);
    }
    for (let at = Math.ceil(south / step) * step; at <= north; at += step) {
      line(pen, 0, y(at), page.width, y(at));
      if (y(at) > 14 && y(at) < page.height - 20)
        pen.fillText(`${degrees(Math.abs(at))}°${at < 0 ? "S" : at > 0 ? "N" : ""}`, 3, y(at) - 3);
    }
  }

  at(event) {
    const place = this.canvas.getBoundingClientRect();
    return [event.clientX - place.left, event.clientY - place.top];
  }
  begin(event) {
    if (event.button !== 0) return;
    const [x0, y0] = this.at(event);
    this.drag = { x0, y0, x1: x0, y1: y0 };
    this.canvas.setPointerCapture(event.pointerId);
  }
  move(event) {
    if (!this.drag) return;
    [this.drag.x1, this.drag.y1] = this.at(event);
    this.redraw();
  }
  give_up() {
    this.drag = null;
    this.redraw();
  }
  end(event) {
    if (!this.drag) return;
    this.move(event);
    const { x0, y0, x1, y1 } = this.drag;
    this.give_up();
    if (Math.abs(x1 - x0) < 4 || Math.abs(y1 - y0) < 4) return; // a click
    const { west, south, east, north } = this.view;
    const across = (at) => Math.min(Math.max(west + (at / this.canvas.clientWidth) * (east - west), -180), 180);
    const up = (at) => Math.min(Math.max(north - (at / this.canvas.clientHeight) * (north - south), -90), 90);
    this.boxed(
      [across(Math.min(x0, x1)), up(Math.max(y0, y1)), across(Math.max(x0, x1)), up(Math.min(y0, y1))]
        .map(degrees)
        .join(","),
    );
  }
}
