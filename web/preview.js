// What the file would hold, as one types: how much, its first rows, and what to do when it is too much.
import { h, fill, facts, alertBox, say, scrolling } from "/page/dom.js";
import { ask } from "/page/api.js";
import { bytes, count } from "/page/numbers.js";
import { words } from "/page/words.js";

const text = words.preview;
// Where a search is narrowed best, by what most searches leave open.
const narrowing = [
  "taxons",
  "material",
  "dataSources",
  "publicationYears",
  "geoFeatures",
  "analysisTypes",
  "expeditions",
];
const shown_columns_max = 60;

export class Preview {
  constructor() {
    this.body = h("div", {});
    this.element = h(
      "section",
      { class: "card", "aria-labelledby": "preview-title" },
      h("h2", { id: "preview-title" }, text.title),
      this.body,
    );
    fill(this.body, h("p", { class: "note" }, text.looking));
  }

  // The same in a line, for where the table is out of sight.
  summary = h("p", { class: "summary" });

  busy(is) {
    this.element.setAttribute("aria-busy", String(is));
  }

  problem(problem, again) {
    fill(this.summary, problem.message);
    fill(
      this.body,
      h(
        "div",
        { class: "alert", role: "alert" },
        h("p", {}, h("strong", {}, text.refused)),
        h("p", {}, problem.message),
      ),
      problem.status === 0 || problem.status >= 429
        ? h("button", { type: "button", class: "small", onclick: again }, text.again)
        : null,
    );
  }

  // `state`: the search that was asked for.
  show(told, state, vocabulary) {
    const size =
      told.estimatedBytes === null
        ? words.unknown
        : told.bytesExact
          ? bytes(told.estimatedBytes)
          : text.about(bytes(told.estimatedBytes));
    const over = told.tooMany
      ? alertBox(
          h("p", {}, text.tooMany(count(told.totalRows), count(told.totalRows - told.maxRows), count(told.maxRows))),
        )
      : null;
    const narrower = h("div", {});
    fill(
      this.body,
      facts([
        [text.rows, count(told.totalRows)],
        [text.columns, count(told.totalColumns)],
        [text.bytes, size],
        [text.delivery, told.delivery === null ? words.unknown : told.tooMany ? null : text[told.delivery]],
      ]),
      over,
      narrower,
      told.totalRows === 0 ? h("p", {}, text.none) : null,
      this.table(told.rows),
    );
    const inShort = told.tooMany
      ? text.tooMany(count(told.totalRows), count(told.totalRows - told.maxRows), count(told.maxRows))
      : text.said(count(told.totalRows), size);
    fill(this.summary, inShort);
    say(inShort);
    if (told.tooMany) this.narrow(narrower, state, vocabulary);
  }

  table(rows) {
    if (rows === null) return h("p", {}, text.slow);
    if (rows.length === 0) return null;
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, shown_columns_max);
    return [
      h("h3", {}, text.table),
      scrolling(
        text.table,
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              columns.map((name) => h("th", { scope: "col" }, name)),
            ),
          ),
          h(
            "tbody",
            {},
            rows.map((row) =>
              h(
                "tr",
                {},
                columns.map((name) => h("td", {}, row[name] ?? "")),
              ),
            ),
          ),
        ),
      ),
    ];
  }

  // The most frequent values of parameters that say nothing yet, as links to the narrower search.
  async narrow(place, state, vocabulary) {
    const open = narrowing
      .map((name) => vocabulary.parameters.find((one) => one.name === name))
      .filter((one) => one?.values && !state.get(one.name))
      .slice(0, 4);
    const groups = await Promise.all(
      open.map(async (one) => {
        const path = new URL(one.values, location.href).pathname;
        const values = await ask(`${path}?limit=5`).then(
          (answer) => answer.values ?? [],
          () => [],
        );
        if (values.length === 0) return null;
        return h(
          "div",
          { class: "narrow" },
          h("dt", {}, words.parameters[one.name] ?? one.name),
          h(
            "dd",
            {},
            h(
              "ul",
              {},
              values.map(({ value, records }) =>
                h(
                  "li",
                  {},
                  h("a", { href: state.with(one.name, value).address() }, value),
                  h("span", { class: "amount" }, ` ${count(records)}`),
                ),
              ),
            ),
          ),
        );
      }),
    );
    if (groups.some(Boolean)) fill(place, h("p", {}, text.narrow), h("dl", { class: "narrowing" }, groups));
  }
}
