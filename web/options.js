// The file options: what the file is made like.
import { h, choice, labelled, newId } from "/page/dom.js";
import { words } from "/page/words.js";

function wordOf(option, value) {
  if (option.name === "repeats" && value === "columns") return words.repeatsColumns;
  if (option.name === "companions" && value === "method") return words.companionMethod;
  return words.optionValues[value] ?? value;
}

function several(option, state, changed) {
  const chosen = new Set(state.get(option.name).split(",").filter(Boolean));
  return h(
    "fieldset",
    { class: "field" },
    h("legend", {}, words.options[option.name] ?? option.name),
    option.values.map((value) => {
      const box = h("input", {
        type: "checkbox",
        id: newId("box"),
        checked: chosen.has(value),
        onchange: () => {
          if (box.checked) chosen.add(value);
          else chosen.delete(value);
          state.set(option.name, option.values.filter((one) => chosen.has(one)).join(","));
          changed();
        },
      });
      return h("span", { class: "check" }, box, h("label", { for: box.id }, wordOf(option, value)));
    }),
  );
}

function oneOf(option, state, changed) {
  const given = state.get(option.name);
  const listed = option.columnNames && given && !option.values.includes(given);
  const pairs = option.values.map((value) => [value, wordOf(option, value)]);
  if (option.columnNames) pairs.push(["list", words.optionValues.list]);
  const list = h("input", { type: "text", value: listed ? given : "", oninput: () => change() });
  const listField = labelled(words.columnList, list, words.request.example("SiO2, MgO, latitude"));
  listField.hidden = !listed;
  const select = choice(pairs, listed ? "list" : given || option.default, { onchange: () => change() });
  const change = () => {
    listField.hidden = select.value !== "list";
    const value = select.value === "list" ? list.value.replace(/\s*,\s*/g, ",").trim() : select.value;
    state.set(option.name, value === option.default ? "" : value);
    changed();
  };
  return [labelled(words.options[option.name] ?? option.name, select), option.columnNames ? listField : null];
}

export function optionFields(vocabulary, state, changed) {
  const first = ["fileType", "layout", "columns", "compression"];
  const order = (option) => (first.includes(option.name) ? first.indexOf(option.name) : option.several ? 9 : 5);
  const options = [...vocabulary.fileOptions].sort((a, b) => order(a) - order(b));
  return h(
    "div",
    { class: "fields" },
    options.map((option) => (option.several ? several(option, state, changed) : oneOf(option, state, changed))),
  );
}
