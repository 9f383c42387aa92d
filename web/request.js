// The request page: a search, what it holds, and the button.
import { h, fill, choice, labelled, alertBox, say } from "/page/dom.js";
import { ask, givenUp, latest } from "/page/api.js";
import { Fields } from "/page/fields.js";
import { keep } from "/page/kept.js";
import { SampleMap } from "/page/map.js";
import { optionFields } from "/page/options.js";
import { PairPlot } from "/page/plot.js";
import { Preview } from "/page/preview.js";
import { SearchState, pasted } from "/page/search_state.js";
import { words } from "/page/words.js";

const text = words.request;
const pause_ms = 350; // of typing, before the search is asked
const query_bytes_max = 7000; // what is longer goes into the body

class RequestPage {
  constructor(main, settings) {
    this.main = main;
    this.settings = settings;
    this.forecast = latest();
    this.placed = latest();
    const first = settings.environments[0].name;
    this.state = SearchState.of(location.search, first);
    if (!settings.environments.some((one) => one.name === this.state.environment)) this.state.environment = first;
    this.place = h("div", {});
    fill(main, h("h1", {}, text.title), h("p", { class: "lead" }, text.lead), this.place);
  }

  get base() {
    return `/v1/${encodeURIComponent(this.state.environment)}`;
  }
  get environment() {
    return this.settings.environments.find((one) => one.name === this.state.environment);
  }

  async open() {
    document.title = `${text.title} · exportd`;
    try {
      this.vocabulary = await ask(`${this.base}/parameters`);
    } catch (problem) {
      const again = h("button", { type: "button", onclick: () => this.open() }, words.preview.again);
      return fill(this.place, alertBox(problem.message), again);
    }
    const changed = () => this.changed();
    this.fields = new Fields(this.vocabulary, this.state, changed);
    this.preview = new Preview();
    this.map = new SampleMap((box) => {
      this.state.set("boundingBox", box);
      this.fields.show();
      this.look();
    });
    this.plot = new PairPlot(this.state, () => `${this.base}/parameters/variables/values`, changed);
    fill(
      this.place,
      h(
        "div",
        { class: "columns" },
        this.form(),
        h("div", { class: "results" }, this.preview.element, this.map.element, this.plot.element),
      ),
    );
    return this.look();
  }

  form() {
    const choose = choice(
      this.settings.environments.map((one) => [one.name, one.title]),
      this.state.environment,
      {
        onchange: () => {
          this.state.environment = choose.value;
          this.open();
        },
      },
    );
    this.refusal = h("div", {});
    this.button = h("button", { type: "submit", class: "main" }, text.button);
    const needed = this.environment.emailRequired;
    this.email = h("input", { type: "email", autocomplete: "email", required: needed });
    const clear = h(
      "button",
      {
        type: "button",
        class: "small",
        onclick: () => {
          for (const name of [...this.state.values.keys()]) {
            if (!this.fields.options.has(name)) this.state.set(name, "");
          }
          this.fields.show();
          say(text.cleared);
          this.look();
        },
      },
      text.clear,
    );
    return h(
      "form",
      {
        class: "card",
        onsubmit: (event) => {
          event.preventDefault();
          this.request();
        },
      },
      h("h2", {}, text.search),
      labelled(text.environment, choose),
      this.paste(),
      this.fields.element,
      clear,
      h("h2", {}, text.file),
      optionFields(this.vocabulary, this.state, () => this.changed()),
      labelled(text.email, this.email, needed ? text.emailNeeded : text.emailOptional),
      this.preview.summary,
      this.refusal,
      this.button,
    );
  }

  paste() {
    const input = h("input", { type: "text", autocomplete: "off", spellcheck: "false" });
    const said = h("p", { class: "note" });
    const take = () => {
      const pairs = pasted(input.value);
      if (!pairs) return fill(said, text.pasteNothing);
      this.state.values.clear();
      for (const [name, value] of pairs) this.state.add(name, value);
      return this.open().then(() => say(text.pasted(pairs.length)));
    };
    return h(
      "div",
      { class: "paste" },
      labelled(text.paste, input, text.pasteNote),
      h("button", { type: "button", class: "small", onclick: take }, text.pasteButton),
      said,
    );
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), pause_ms);
  }

  async look() {
    clearTimeout(this.timer);
    history.replaceState(null, "", this.state.address());
    this.preview.busy(true);
    const asked = this.state.with("", "");
    try {
      const told = await this.forecast(`${this.base}/search?${asked.query()}&limit=10`);
      this.fields.mark(null);
      this.preview.show(told, asked, this.vocabulary);
      this.button.disabled = told.tooMany === true;
      this.preview.busy(false);
      await this.points(asked, told);
    } catch (problem) {
      if (givenUp(problem)) return;
      this.preview.busy(false);
      this.fields.mark(problem.body?.parameter);
      this.preview.problem(problem, () => this.look());
    }
  }

  async points(asked, told) {
    const none = { longitude: [], latitude: [] };
    if (told.tooMany || told.totalRows === 0) {
      this.map.show(none, asked.get("boundingBox"));
      if (told.tooMany) fill(this.map.said, words.map.tooMany);
      return this.plot.show(null);
    }
    const axes = new URLSearchParams(asked.axes()).toString();
    try {
      const points = await this.placed(`${this.base}/points?${asked.query()}&${axes}`);
      this.map.show(points, asked.get("boundingBox"));
      this.plot.show(points);
    } catch (problem) {
      if (givenUp(problem)) return undefined;
      this.map.show(none, asked.get("boundingBox"));
      this.plot.show(null);
      fill(this.map.said, problem.message);
    }
    return undefined;
  }

  async request() {
    this.button.disabled = true;
    this.button.textContent = text.asking;
    fill(this.refusal);
    const query = this.state.query();
    const short = query.length <= query_bytes_max;
    const body = {
      ...(this.email.value ? { email: this.email.value } : {}),
      ...(short ? {} : Object.fromEntries(this.state.values)),
    };
    try {
      const task = await ask(`${this.base}/exports${short ? `?${query}` : ""}`, { method: "POST", json: body });
      keep(task, task.cancelToken);
      location.assign(`/exports/${task.id}?run=${task.run}`);
    } catch (problem) {
      this.fields.mark(problem.body?.parameter);
      fill(this.refusal, alertBox(h("p", {}, h("strong", {}, text.fix)), h("p", {}, problem.message)));
      this.button.disabled = false;
      this.button.textContent = text.button;
    }
  }
}

export async function show(main, settings) {
  await new RequestPage(main, settings).open();
}
