// What this browser keeps: the exports it asked for, with their tokens, and which downloads it began.
// localStorage may be off or full; then the page works and forgets.
const key = "exportd.exports";
const kept_max = 200;

function read() {
  try {
    const list = JSON.parse(localStorage.getItem(key));
    return Array.isArray(list) ? list.filter((one) => one && typeof one.id === "string") : [];
  } catch {
    return [];
  }
}

function write(list) {
  try {
    localStorage.setItem(key, JSON.stringify(list.slice(0, kept_max)));
  } catch {
    /* it forgets */
  }
}

// Newest first: {id, run, environment, search, at, tokens: […], downloaded}.
export const keptExports = read;
export const keptRun = (id, run) => read().find((one) => one.id === id && one.run === run);

export function keep(task, token) {
  const list = read();
  const at = list.findIndex((one) => one.id === task.id && one.run === task.run);
  const entry =
    at >= 0
      ? list.splice(at, 1)[0]
      : { id: task.id, run: task.run, environment: task.environment, search: task.searchParameters, tokens: [] };
  entry.at = new Date().toISOString();
  if (token && !entry.tokens.includes(token)) entry.tokens.push(token);
  write([entry, ...list]);
}

export function forgetTokens(id, run) {
  write(read().map((one) => (one.id === id && one.run === run ? { ...one, tokens: [] } : one)));
}

export function forget(id, run) {
  write(read().filter((one) => one.id !== id || one.run !== run));
}

// true once: for the tab that shall begin the download.
export function beginDownload(id, run) {
  const list = read();
  const entry = list.find((one) => one.id === id && one.run === run);
  if (!entry || entry.downloaded) return false;
  entry.downloaded = true;
  write(list);
  return true;
}
