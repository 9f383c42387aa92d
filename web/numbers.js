// Numbers and times as people read them.
import { words } from "/page/words.js";

const grouped = new Intl.NumberFormat("en");
export const count = (n) => (n === null || n === undefined ? words.unknown : grouped.format(n));

export function bytes(n) {
  if (n === null || n === undefined) return words.unknown;
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let at = 0;
  while (n >= 1000 && at < units.length - 1) {
    n /= 1000;
    ++at;
  }
  return `${at === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[at]}`;
}

export function seconds(n) {
  if (n === null || n === undefined) return words.unknown;
  if (n < 60) return `${n < 10 && n % 1 ? n.toFixed(1) : Math.round(n)} s`;
  if (n < 3600) return `${Math.floor(n / 60)} min ${Math.round(n % 60)} s`;
  return `${Math.floor(n / 3600)} h ${Math.round((n % 3600) / 60)} min`;
}

export function time(text) {
  if (!text) return words.unknown;
  const date = new Date(text);
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" }).format(date);
}
