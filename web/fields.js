// The fields of a database's search parameters, in groups.
import { h, fill, newId } from "/page/dom.js";
import { completed } from "/page/completion.js";
import { words } from "/page/words.js";

export class Fields {
  // `vocabulary`: the answer of /v1/{env}/parameters. changed(): a value is new.
  constructor(vocabulary, state, changed) {
    this.state = state;
    this.changed = changed;
    this.inputs = new Map();
    this.counts = [];
    const known = new Map(vocabulary.parameters.map((one) => [one.name, one]));
    const groups = words.groups.map(([title, names]) => [title, names.filter((name) => known.has(name))]);
    const grouped = new Set(groups.flatMap(([, names]) => names));
    groups.push([words.request.other, [...known.keys()].filter((name) => !grouped.has(name))]);
    this.others = h("ul", { class: "others" });
    this.element = h(
      "div",
      { class: "groups" },
      groups
        .filter(([, names]) => names.length)
        .map(([title, names]) =>
          this.group(
            title,
            names.map((name) => known.get(name)),
          ),
        ),
      this.others,
    );
    this.names = new Set(known.keys());
    this.options = new Set(vocabulary.fileOptions.map((one) => one.name));
    this.show();
  }

  group(title, parameters) {
    const set = parameters.some((one) => this.state.get(one.name));
    const amount = h("span", {});
    this.counts.push([amount, parameters.map((one) => one.name)]);
    return h(
      "details",
      { open: set || title === words.groups[1][0] },
      h("summary", {}, title, amount),
      h(
        "div",
        { class: "fields" },
        parameters.map((one) => this.field(one)),
      ),
    );
  }

  field(parameter) {
    const { name } = parameter;
    const note = h("span", { class: "note", id: newId("note") }, words.request.example(parameter.example));
    const attributes = { id: `parameter-${name}`, "aria-describedby": note.id, "aria-label": null };
    let input;
    let element;
    const change = () => {
      this.state.set(name, input.value.trim());
      input.removeAttribute("aria-invalid");
      this.count();
      this.changed();
    };
    if (parameter.values) {
      ({ input, element } = completed({
        values: new URL(parameter.values, location.href).pathname,
        separator: "||",
        change,
        attributes,
      }));
    } else {
      element = input = h("input", {
        type: "text",
        autocomplete: "off",
        spellcheck: "false",
        oninput: change,
        ...attributes,
      });
    }
    this.inputs.set(name, input);
    return h("div", { class: "field" }, h("label", { for: input.id }, words.parameters[name] ?? name), element, note);
  }

  // The state's values into the fields; what no field knows is listed, to be taken away.
  show() {
    for (const [name, input] of this.inputs) input.value = this.state.get(name);
    const unknown = [...this.state.values].filter(([name]) => !this.inputs.has(name) && !this.options.has(name));
    fill(
      this.others,
      unknown.map(([name, value]) =>
        h(
          "li",
          {},
          h("code", {}, `${name}=${value}`),
          h(
            "button",
            {
              type: "button",
              class: "small",
              onclick: () => {
                this.state.set(name, "");
                this.show();
                this.changed();
              },
            },
            words.remove,
            h("span", { class: "unseen" }, " " + name),
          ),
        ),
      ),
    );
    this.count();
  }

  count() {
    for (const [amount, names] of this.counts) {
      amount.textContent = words.request.inGroup(names.filter((name) => this.state.get(name)).length);
    }
  }

  // The field at fault, shown and marked; null takes the marks away.
  mark(name) {
    for (const input of this.inputs.values()) input.removeAttribute("aria-invalid");
    const input = this.inputs.get(name);
    if (!input) return;
    input.setAttribute("aria-invalid", "true");
    input.closest("details").open = true;
  }
}
