// Follows one run until it has ended: server-sent events while there are any, questions now and then otherwise.
// Loss of the connection, sleep and a restart of the server are all the same here: ask again.
import { ask } from "/page/api.js";

const ended = new Set(["Succeeded", "Failed", "Cancelled"]);
export const hasEnded = (task) => ended.has(task.status);

const poll_ms = 2000;
const silent_ms = 40_000; // a stream says something every 15 s

// news(task); lost(bool): whether the service is out of reach. Returns what stops it.
export function follow(id, run, news, lost) {
  let stopped = false;
  let source = null;
  let timer = 0;
  let heard = 0;

  const stop = () => {
    stopped = true;
    source?.close();
    clearTimeout(timer);
  };
  const take = (task) => {
    if (stopped || task.run !== run) return;
    lost(false);
    news(task);
    if (hasEnded(task)) stop();
  };
  const look = async () => {
    clearTimeout(timer);
    try {
      take(await ask(`/v1/exports/${id}?run=${run}`));
      if (!stopped && source === null) listen();
    } catch (problem) {
      if (stopped) return;
      if (problem.status === 404) return stop();
      lost(true);
    }
    if (!stopped) timer = setTimeout(watch, poll_ms);
  };
  // While a stream speaks there is nothing to ask.
  const watch = () => {
    if (source !== null && Date.now() - heard < silent_ms) timer = setTimeout(watch, poll_ms);
    else {
      source?.close();
      source = null;
      look();
    }
  };
  const listen = () => {
    heard = Date.now();
    source = new EventSource(`/v1/exports/${id}/events`);
    const on = (event) => {
      heard = Date.now();
      take(JSON.parse(event.data));
    };
    source.addEventListener("progress", on);
    source.addEventListener("status", on);
    source.addEventListener("error", () => {
      source?.close();
      source = null;
    });
  };
  const awake = () => {
    if (!stopped && document.visibilityState === "visible") look();
  };
  document.addEventListener("visibilitychange", awake);
  window.addEventListener("online", awake);
  look();
  return stop;
}
