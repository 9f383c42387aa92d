// Elements made of text and nodes. No text ever becomes markup: there is no innerHTML in the page.

// h("p", {class: "note", onclick: f}, "text", node, [more]): attributes by name; on… are listeners; true means
// present, false and null absent.
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(
    ...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

let count = 0;
export const newId = (stem) => `${stem}-${++count}`;

// Tells people who do not see what changed.
export function say(text) {
  const place = document.getElementById("said");
  if (place.textContent !== text) place.textContent = text;
}

export function labelled(label, control, note) {
  control.id ||= newId("field");
  const described = note ? h("span", { class: "note", id: control.id + "-note" }, note) : null;
  if (described) control.setAttribute("aria-describedby", described.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, described);
}

// A select of [value, text] pairs.
export function choice(pairs, chosen, attributes = {}) {
  return h(
    "select",
    attributes,
    pairs.map(([value, text]) => h("option", { value, selected: value === chosen }, text)),
  );
}

// Rows of [name, content]; a missing content leaves its row out. [name, content, true]: long, on a line of its own.
export function facts(rows) {
  return h(
    "dl",
    { class: "facts" },
    rows
      .filter(([, content]) => content !== null && content !== undefined)
      .map(([name, content, long]) =>
        h("div", { class: long ? "long" : null }, h("dt", {}, name), h("dd", {}, content)),
      ),
  );
}

export function alertBox(...children) {
  return h("div", { class: "alert", role: "alert" }, children);
}

// A scrolling box that the keyboard reaches.
export function scrolling(label, ...children) {
  return h("div", { class: "scrolling", tabindex: 0, role: "region", "aria-label": label }, children);
}
