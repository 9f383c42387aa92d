// Which page this address is, and what all pages have.
import { h, fill, alertBox } from "/page/dom.js";
import { words } from "/page/words.js";

const settings = JSON.parse(document.querySelector("meta[name=exportd]").content);
const path = location.pathname;
const pages = [
  ["/", words.nav.request],
  ["/exports", words.nav.mine],
];
if (settings.admin) pages.push(["/admin", words.nav.admin]);
fill(
  document.getElementById("pages"),
  pages.map(([to, text]) => h("a", { href: to, "aria-current": to === path ? "page" : null }, text)),
);

const main = document.getElementById("main");

async function show() {
  if (path === "/") return (await import("/page/request.js")).show(main, settings);
  if (path === "/admin") return (await import("/page/admin.js")).show(main, settings);
  if (path === "/exports") return (await import("/page/mine.js")).show(main, settings);
  return (await import("/page/export.js")).show(main, settings);
}

show().catch((error) => fill(main, h("h1", {}, words.broken), alertBox(error.message)));
