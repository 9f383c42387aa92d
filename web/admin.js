// The operator's board.
import { h, fill, alertBox, labelled, say, scrolling } from "/page/dom.js";
import { ask, bearer } from "/page/api.js";
import { history } from "/page/history.js";
import { hasEnded } from "/page/follow.js";
import { bytes, count, time } from "/page/numbers.js";
import { filterForm, filterNames } from "/page/admin_filters.js";
import { exportRow } from "/page/admin_row.js";
import { drawEnded } from "/page/admin_plots.js";
import { words } from "/page/words.js";
import { adminWords as text } from "/page/words_admin.js";

const token_key = "exportd.admin";
const look_ms = 2000;
const page_size = 50;
const plots_ms = 60_000;

class Board {
  constructor(main, settings, token) {
    this.settings = settings;
    this.token = token;
    this.filter = new URLSearchParams(location.search);
    this.now = h("div", {});
    this.list = h("div", {});
    this.plots = h("div", { class: "pair" });
    this.trouble = h("div", {});
    this.past = h("div", {});
    fill(
      main,
      h(
        "div",
        { class: "heading" },
        h("h1", {}, text.title),
        h("button", { type: "button", class: "small", onclick: () => this.leave() }, text.leave),
      ),
      this.trouble,
      h("section", { class: "card" }, h("h2", {}, text.now), this.now),
      h(
        "section",
        { class: "card" },
        h("h2", {}, text.exports),
        filterForm(this.filter, settings.environments),
        this.list,
      ),
      this.past,
      this.plots,
    );
  }

  ask(path, options = {}) {
    return ask(path, { ...options, headers: bearer(this.token) });
  }
  leave() {
    sessionStorage.removeItem(token_key);
    location.assign("/admin");
  }

  async start() {
    await this.stats();
    this.exports = [];
    await this.more(null);
    if (this.filter.get("history")) await this.open(this.filter.get("history"));
    await this.attempt(() => this.plot());
    this.again();
  }
  again() {
    setTimeout(async () => {
      try {
        await this.stats();
        if (this.moves()) await this.refresh();
        await this.plot();
        fill(this.trouble);
      } catch (problem) {
        fill(this.trouble, alertBox(problem.message));
      }
      this.again();
    }, look_ms);
  }

  // What is listed is under way, or mail that goes out.
  moves() {
    if (this.filter.get("mail")) return this.exports.length <= page_size;
    return this.exports.some((task) => !hasEnded(task));
  }

  // Anew when something was done since, and not all the time: it is a thousand exports at most.
  async plot() {
    if (this.done === this.plotted || Date.now() < (this.plotAfter ?? 0)) return;
    this.plotAfter = Date.now() + plots_ms;
    const { done } = this;
    await drawEnded(this.plots, (path) => this.ask(path));
    this.plotted = done;
  }

  async stats() {
    const told = await this.ask("/v1/admin/stats");
    this.done = told.runs.Succeeded;
    const drawn = JSON.stringify(told);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const tile = (name, value, to) =>
      h("div", { class: "tile" }, h("dt", {}, name), h("dd", {}, to ? h("a", { href: to }, value) : value));
    fill(
      this.now,
      h(
        "dl",
        { class: "tiles" },
        Object.entries(told.runs).map(([status, n]) =>
          tile(words.statuses[status] ?? status, count(n), `/admin?status=${status}`),
        ),
        tile(text.mailsWaiting, count(told.mailBacklog), "/admin?mail=waiting"),
        tile(text.oldest, told.oldestPendingAt ? time(told.oldestPendingAt) : text.nobody, "/admin?status=Pending"),
        tile(text.storage, text.stored(bytes(told.files.bytes), count(told.files.count)), "/admin?status=Succeeded"),
      ),
      h("h3", {}, text.slots),
      h(
        "ul",
        { class: "slots" },
        told.slots.map((slot) =>
          h(
            "li",
            {},
            `${text.slot(slot.slot)}: `,
            slot.export
              ? [
                  h("a", { href: `/exports/${slot.export.id}?run=${slot.export.run}` }, slot.export.id),
                  ` (${slot.worker})`,
                ]
              : text.free,
          ),
        ),
      ),
    );
  }

  query(cursor) {
    const query = new URLSearchParams([["limit", page_size]]);
    for (const name of filterNames)
      if (this.filter.get(name)) query.set(name, this.filter.get(name));
    if (cursor) query.set("cursor", cursor);
    return query;
  }
  async more(cursor) {
    const page = await this.ask(`/v1/admin/exports?${this.query(cursor)}`);
    this.exports.push(...page.exports);
    this.next = page.nextCursor;
    this.draw();
  }
  // The first page again; older ones have mostly ended.
  async refresh() {
    const page = await this.ask(`/v1/admin/exports?${this.query(null)}`);
    const seen = new Set(page.exports.map((task) => `${task.id} ${task.run}`));
    this.exports = [
      ...page.exports,
      ...this.exports.slice(page_size).filter((task) => !seen.has(`${task.id} ${task.run}`)),
    ];
    this.draw();
  }

  draw() {
    const state = JSON.stringify([this.exports, this.next]);
    if (state === this.listed || this.asking) return;
    this.listed = state;
    const active = document.activeElement?.dataset?.key;
    fill(
      this.list,
      this.exports.length === 0
        ? h("p", {}, text.none)
        : scrolling(
            this.filter.get("mail") ? text.tableOfMail : text.table,
            h(
              "table",
              {},
              h(
                "thead",
                {},
                h(
                  "tr",
                  {},
                  text.columns.map((name) =>
                    h("th", { scope: "col", class: text.numbers.includes(name) ? "number" : null }, name),
                  ),
                ),
              ),
              h(
                "tbody",
                {},
                this.exports.map((task) => exportRow(this, task)),
              ),
            ),
          ),
      this.next
        ? h("button", { type: "button", onclick: () => this.attempt(() => this.more(this.next)) }, text.more)
        : null,
    );
    if (active) this.list.querySelector(`[data-key="${CSS.escape(active)}"]`)?.focus();
  }

  // What somebody asked for: said if it does not work.
  async attempt(action) {
    try {
      await action();
    } catch (problem) {
      fill(this.trouble, alertBox(problem.message));
    }
  }
  act(task, method, path, done) {
    return this.attempt(async () => {
      await this.ask(path, { method });
      say(done);
      await this.stats();
      await this.refresh();
    });
  }

  async open(id) {
    const { events } = await this.ask(`/v1/admin/exports/${id}/audit`);
    fill(
      this.past,
      history(id, events, () => fill(this.past)),
    );
    this.past.querySelector("h2").focus();
  }
}

function askToken(main, settings, why) {
  const input = h("input", { type: "password", autocomplete: "off", required: true });
  fill(
    main,
    h("h1", {}, text.title),
    h(
      "form",
      {
        class: "card narrow-form",
        onsubmit: (event) => {
          event.preventDefault();
          sessionStorage.setItem(token_key, input.value.trim());
          show(main, settings);
        },
      },
      why ? alertBox(why) : null,
      labelled(text.token, input, text.tokenNote),
      h("button", { type: "submit", class: "main" }, text.enter),
    ),
  );
}

export async function show(main, settings) {
  document.title = `${text.title} · exportd`;
  const token = sessionStorage.getItem(token_key);
  if (!token) return askToken(main, settings, null);
  try {
    await new Board(main, settings, token).start();
  } catch (problem) {
    if (problem.status !== 401 && problem.status !== 403) {
      const again = h("button", { type: "button", onclick: () => show(main, settings) }, words.preview.again);
      fill(main, h("h1", {}, text.title), alertBox(problem.message), again);
      return undefined;
    }
    sessionStorage.removeItem(token_key);
    askToken(main, settings, problem.message);
  }
  return undefined;
}
