// One export: how far it is, then its file; or what went wrong.
import { h, fill, facts, alertBox, say } from "/page/dom.js";
import { ask, bearer } from "/page/api.js";
import { follow, hasEnded } from "/page/follow.js";
import { beginDownload, forgetTokens, keptRun } from "/page/kept.js";
import { count, seconds, time } from "/page/numbers.js";
import { described } from "/page/described.js";
import { filePart } from "/page/file_part.js";
import { SearchState } from "/page/search_state.js";
import { words } from "/page/words.js";

const text = words.run;

function attempts(task) {
  if (task.attempts.length < 2 && task.status !== "Failed") return null;
  return h(
    "section",
    { class: "card" },
    h("h2", {}, text.attempts),
    h(
      "ol",
      {},
      task.attempts.map((one) =>
        h(
          "li",
          {},
          `${text.attemptLine(time(one.startedAt), one.endedAt ? time(one.endedAt) : words.unknown)}: `,
          one.error ? h("strong", {}, one.error.message) : one.endedAt ? text.wentWell : text.stillRunning,
        ),
      ),
    ),
  );
}

class ExportPage {
  constructor(main, settings, task) {
    this.settings = settings;
    this.heading = h("h1", {});
    this.lost = h("p", { class: "note lost", role: "status" });
    this.now = h("div", {});
    this.about = h("div", {});
    fill(main, this.heading, this.lost, this.now, this.about);
    this.show(task);
    fill(this.about, h("section", { class: "card" }, h("h2", {}, text.search), described(task, settings)));
    if (!hasEnded(task)) {
      follow(
        task.id,
        task.run,
        (news) => this.show(news),
        (is) => {
          const said = is ? text.reconnecting : "";
          if (this.lost.textContent !== said) this.lost.textContent = said;
        },
      );
    }
  }

  show(task) {
    const before = this.task?.status;
    this.task = task;
    const title = text.title(words.statuses[task.status]);
    if (this.heading.textContent !== title) {
      this.heading.textContent = title;
      document.title = `${title} · exportd`;
      if (before) say(title);
    }
    if (!hasEnded(task)) return this.showProgress(task);
    this.bar = null;
    if (task.status === "Succeeded") return this.showFile(task);
    fill(
      this.now,
      task.status === "Failed"
        ? alertBox(h("p", {}, h("strong", {}, text.failed)), h("p", {}, task.error?.message ?? words.unknown))
        : h("p", {}, text.cancelled),
      h("p", {}, h("a", { class: "button main", href: this.again(task) }, text.tryAgain)),
      attempts(task),
    );
    return undefined;
  }

  again(task) {
    const state = SearchState.of([task.searchParameters, task.fileOptions].filter(Boolean).join("&"), task.environment);
    return state.address();
  }

  showProgress(task) {
    if (!this.bar) {
      this.bar = h("progress", { max: 100, value: 0, "aria-label": text.progress });
      this.percent = h("span", { class: "percent" });
      this.detail = h("div", {});
      this.cancelPlace = h("div", { class: "tools" });
      fill(
        this.now,
        h(
          "section",
          { class: "card" },
          h("div", { class: "bar" }, this.bar, this.percent),
          this.detail,
          this.cancelPlace,
        ),
      );
      this.offerCancel();
    }
    const { progress } = task;
    this.bar.value = progress.percent;
    this.percent.textContent = `${progress.percent.toFixed(1)} %`;
    const waiting = task.status === "Pending";
    fill(
      this.detail,
      facts([
        [text.stage, waiting ? text.place(task.queuePosition) : (words.stages[progress.stage] ?? progress.stage)],
        [
          text.rows,
          waiting
            ? null
            : progress.totalRows === null
              ? count(progress.rows)
              : text.rowsOf(count(progress.rows), count(progress.totalRows)),
        ],
        [text.rate, waiting ? null : this.rate(task)],
        [text.left, waiting ? null : seconds(progress.etaSeconds)],
        [text.attempt, task.attempt > 1 ? text.attemptOf(task.attempt, task.maxAttempts) : null],
      ]),
      task.attempts.length > 1 ? attempts(task) : null,
    );
  }

  // Of the last look and this one; the average tells little after a pause.
  rate(task) {
    const now = performance.now();
    const { rows } = task.progress;
    const last = this.measured;
    if (!last || rows < last.rows || task.attempt !== last.attempt) {
      this.measured = { at: now, rows, attempt: task.attempt };
      return null;
    }
    if (now - last.at > 900 && rows > last.rows) {
      this.perSecond = ((rows - last.rows) * 1000) / (now - last.at);
      this.measured = { at: now, rows, attempt: task.attempt };
    }
    return this.perSecond ? text.perSecond(count(Math.round(this.perSecond))) : words.unknown;
  }

  // Only whoever asked for it here can cancel.
  offerCancel() {
    const tokens = keptRun(this.task.id, this.task.run)?.tokens ?? [];
    if (tokens.length === 0) return fill(this.cancelPlace);
    const first = h(
      "button",
      {
        type: "button",
        onclick: () => {
          const no = h(
            "button",
            {
              type: "button",
              onclick: () => {
                this.offerCancel();
                this.cancelPlace.querySelector("button")?.focus();
              },
            },
            text.no,
          );
          fill(
            this.cancelPlace,
            h("p", { role: "alert" }, text.sure),
            h("button", { type: "button", class: "danger", onclick: () => this.cancel(tokens) }, text.yes),
            no,
          );
          no.focus();
        },
      },
      text.cancel,
    );
    return fill(this.cancelPlace, first);
  }

  async cancel(tokens) {
    fill(this.cancelPlace, h("p", { role: "status" }, text.cancelling));
    let last = null;
    let trouble = null;
    for (const token of tokens) {
      try {
        last = await ask(`/v1/exports/${this.task.id}`, { method: "DELETE", headers: bearer(token) });
      } catch (problem) {
        if (problem.status !== 403 && problem.status !== 409) trouble = problem; // used already, or it has ended
      }
    }
    if (trouble) {
      this.offerCancel();
      return this.cancelPlace.append(alertBox(text.cancelFailed(trouble.message)));
    }
    forgetTokens(this.task.id, this.task.run);
    if (last?.left) fill(this.cancelPlace, h("p", { role: "status" }, text.left2));
    return undefined;
  }

  async showFile(task) {
    const kept = keptRun(task.id, task.run);
    const part = filePart(task, this.settings);
    fill(this.now, part.element, attempts(task));
    part.fill();
    if (!kept || !task.links.file || task.delivery !== "browser") return;
    const begin = () => {
      if (!beginDownload(task.id, task.run)) return;
      part.link.click();
      say(text.downloading);
      part.said.textContent = text.downloading;
    };
    // Two tabs with this page: one of them begins. Where there are no locks the list in localStorage decides.
    if (navigator.locks) await navigator.locks.request("exportd.download", begin);
    else begin();
  }
}

export async function show(main, settings) {
  const id = location.pathname.split("/")[2] ?? "";
  const run = new URLSearchParams(location.search).get("run");
  fill(main, h("h1", {}, text.loading));
  const load = async () => {
    try {
      return await ask(`/v1/exports/${encodeURIComponent(id)}${run ? `?run=${encodeURIComponent(run)}` : ""}`);
    } catch (problem) {
      if (problem.status !== 0 && problem.status !== 503 && problem.status !== 429) throw problem;
      fill(main, h("h1", {}, text.loading), h("p", { role: "status", class: "note lost" }, text.reconnecting));
      await new Promise((resolve) => {
        setTimeout(resolve, 2000);
      });
      return load();
    }
  };
  try {
    const task = await load();
    new ExportPage(main, settings, task);
  } catch (problem) {
    document.title = `${text.unknown} · exportd`;
    fill(main, h("h1", {}, text.unknown), h("p", {}, problem.message), h("p", {}, text.unknownHint));
  }
}
