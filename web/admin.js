// The operator's board.
import { h, fill, alertBox, choice, labelled, say, scrolling } from "/page/dom.js";
import { ask, bearer } from "/page/api.js";
import { history } from "/page/history.js";
import { hasEnded } from "/page/follow.js";
import { bytes, count, time } from "/page/numbers.js";
import { exportRow } from "/page/admin_row.js";
import { endedPlots } from "/page/admin_plots.js";
import { words } from "/page/words.js";
import { adminWords as text } from "/page/words_admin.js";

const token_key = "exportd.admin";
const look_ms = 2000;
const page_size = 50;

class Board {
  constructor(main, settings, token) {
    this.settings = settings;
    this.token = token;
    this.filter = new URLSearchParams(location.search);
    this.now = h("div", {});
    this.list = h("div", {});
    this.plots = h("div", { class: "pair" });
    this.storage = h("span", {}, words.unknown);
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
      h("section", { class: "card", id: "exports" }, h("h2", {}, text.exports), this.filters(), this.list),
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
    this.again();
  }
  again() {
    setTimeout(async () => {
      try {
        await this.stats();
        if (this.exports.some((task) => !hasEnded(task))) await this.refresh();
        fill(this.trouble);
      } catch (problem) {
        fill(this.trouble, alertBox(problem.message));
      }
      this.again();
    }, look_ms);
  }

  async stats() {
    const told = await this.ask("/v1/admin/stats");
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
        tile(text.mail, count(told.mailBacklog), "/admin?notification=queued"),
        tile(text.oldest, told.oldestPendingAt ? time(told.oldestPendingAt) : text.nobody, "/admin?status=Pending"),
        tile(text.storage, this.storage, "#exports"),
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

  filters() {
    const status = choice([["", text.any], ...Object.entries(words.statuses)], this.filter.get("status") ?? "", {
      name: "status",
    });
    const environment = choice(
      [["", text.any], ...this.settings.environments.map((one) => [one.name, one.title])],
      this.filter.get("environment") ?? "",
      { name: "environment" },
    );
    const since = h("input", {
      type: "datetime-local",
      name: "since",
      step: 1,
      value: (this.filter.get("since") ?? "").replace("Z", ""),
    });
    return h(
      "form",
      {
        class: "fields filters",
        onsubmit: (event) => {
          event.preventDefault();
          const wanted = new URLSearchParams();
          if (status.value) wanted.set("status", status.value);
          if (environment.value) wanted.set("environment", environment.value);
          if (since.value) wanted.set("since", `${since.value.length === 16 ? since.value + ":00" : since.value}Z`);
          location.assign(`/admin?${wanted}`);
        },
      },
      labelled(text.status, status),
      labelled(text.environment, environment),
      labelled(text.since, since),
      h("button", { type: "submit" }, text.filter),
    );
  }

  // Whose mail waits is no filter of the service: of what it lists, these.
  wanted(exports) {
    const mail = this.filter.get("notification");
    return mail ? exports.filter((task) => task.notification === mail) : exports;
  }
  query(cursor) {
    const query = new URLSearchParams([["limit", page_size]]);
    for (const name of ["status", "environment", "since"])
      if (this.filter.get(name)) query.set(name, this.filter.get(name));
    if (cursor) query.set("cursor", cursor);
    return query;
  }
  async more(cursor) {
    const page = await this.ask(`/v1/admin/exports?${this.query(cursor)}`);
    this.exports.push(...this.wanted(page.exports));
    this.next = page.nextCursor;
    this.draw();
  }
  // The first page again; older ones have mostly ended.
  async refresh() {
    const page = await this.ask(`/v1/admin/exports?${this.query(null)}`);
    const seen = new Set(page.exports.map((task) => `${task.id} ${task.run}`));
    this.exports = [
      ...this.wanted(page.exports),
      ...this.exports.slice(page_size).filter((task) => !seen.has(`${task.id} ${task.run}`)),
    ];
    this.draw();
  }

  draw() {
    const state = JSON.stringify([this.exports, this.next]);
    if (state === this.listed || this.asking) return;
    this.listed = state;
    const active = document.activeElement?.dataset?.key;
    const size = this.exports.reduce((sum, task) => sum + (task.links.file ? task.file.bytes : 0), 0);
    this.storage.textContent = bytes(size);
    fill(
      this.list,
      this.exports.length === 0
        ? h("p", {}, text.none)
        : scrolling(
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
    fill(this.plots, endedPlots(this.exports));
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
