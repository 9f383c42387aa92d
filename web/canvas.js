// A canvas that is as sharp as the screen and drawn again when its size or the colours of the page change.
import { h } from "/page/dom.js";

export function drawing(height, draw, attributes = {}) {
  const canvas = h("canvas", attributes);
  canvas.style.height = `${height}px`;
  const redraw = () => {
    const width = canvas.clientWidth;
    if (width === 0) return;
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    const style = getComputedStyle(canvas);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    pen.font = `12px ${style.fontFamily}`;
    draw(pen, {
      width,
      height,
      ink: colour("ink"),
      faint: colour("line"),
      mark: colour("mark"),
      accent: colour("accent"),
    });
  };
  new ResizeObserver(redraw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  return { canvas, redraw };
}

// Round numbers that divide [low, high] into about n parts, at least `least` apart: 1 where things are counted.
export function ticks(low, high, n, least = 0) {
  const rough = Math.max((high - low) / Math.max(n, 1), least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const all = [];
  for (let at = Math.ceil(low / step); at * step <= high + step * 1e-9; ++at)
    all.push(Number((at * step).toPrecision(12)));
  return all;
}

// The least and the greatest of the finite numbers; null: there are none.
export function span(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === Infinity) return null;
  return low === high ? [low - Math.abs(low) * 0.05 - 0.5, high + Math.abs(high) * 0.05 + 0.5] : [low, high];
}

// Axes of a plot with their ticks and names; returns where a value lies. `least`: between ticks, across and up.
export function axes(pen, page, [x0, x1], [y0, y1], xName, yName, least = [0, 0]) {
  const left = 56,
    right = page.width - 12,
    top = 12,
    bottom = page.height - 40;
  const x = (value) => left + ((value - x0) / (x1 - x0)) * (right - left);
  const y = (value) => bottom - ((value - y0) / (y1 - y0)) * (bottom - top);
  pen.strokeStyle = page.faint;
  pen.fillStyle = page.ink;
  pen.lineWidth = 1;
  pen.textAlign = "center";
  for (const tick of ticks(x0, x1, (right - left) / 90, least[0])) {
    line(pen, x(tick), top, x(tick), bottom);
    pen.fillText(String(tick), x(tick), bottom + 15);
  }
  pen.textAlign = "right";
  for (const tick of ticks(y0, y1, (bottom - top) / 50, least[1])) {
    line(pen, left, y(tick), right, y(tick));
    pen.fillText(String(tick), left - 6, y(tick) + 4);
  }
  pen.textAlign = "center";
  pen.fillText(xName, (left + right) / 2, page.height - 6);
  pen.save();
  pen.translate(12, (top + bottom) / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(yName, 0, 0);
  pen.restore();
  return { x, y, bottom };
}

export function line(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  pen.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  pen.stroke();
}

// Tens of thousands of points in one path: one fill.
export function dots(pen, xs, ys, x, y, size) {
  pen.beginPath();
  for (let i = 0; i < xs.length; ++i) {
    if (xs[i] === null || ys[i] === null) continue;
    pen.rect(x(xs[i]) - size / 2, y(ys[i]) - size / 2, size, size);
  }
  pen.fill();
}
