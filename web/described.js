// What an export is of: its search and its options in words.
import { h, facts } from "/page/dom.js";
import { time } from "/page/numbers.js";
import { SearchState } from "/page/search_state.js";
import { words } from "/page/words.js";

const text = words.run;

export function listOf(query, names) {
  const pairs = [...new URLSearchParams(query)];
  if (pairs.length === 0) return null;
  return h(
    "ul",
    { class: "plain" },
    pairs.map(([name, value]) => h("li", {}, `${names[name] ?? name}: `, h("code", {}, value))),
  );
}

export function described(task, settings) {
  const environment = settings.environments.find((one) => one.name === task.environment);
  const state = SearchState.of([task.searchParameters, task.fileOptions].filter(Boolean).join("&"), task.environment);
  return [
    facts([
      [text.database, environment?.title ?? task.environment],
      [text.search, listOf(task.searchParameters, words.parameters) ?? text.everything],
      [text.options, listOf(task.fileOptions, words.options) ?? text.defaults],
      [text.asked, time(task.createdAt)],
      [text.id, h("span", {}, h("code", {}, task.id), `, ${text.runNumber(task.run)}`)],
    ]),
    h("p", {}, h("a", { href: state.address() }, text.again)),
  ];
}
