// Debian's Chromium, and what every page of the tests must not do: break its Content-Security-Policy, throw, load
// anything from elsewhere, or have a fault that axe finds.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root, until } from "./service.mjs";

const packages = join(root, "build/browser");
const require = createRequire(join(packages, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const screenshots = join(packages, "screenshots");
mkdirSync(screenshots, { recursive: true });

// Waits of these tests are for what must come, on a machine that may do much else: they end late, and prove as much.
export const openBrowser = () =>
  chromium.launch({
    timeout: 180_000,
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-gpu",
    ],
  });

export const heading = (page, text) =>
  page.getByRole("heading", { level: 1, name: text }).waitFor({ timeout: 300_000 });

// The page says what is known within a second or two; where that was not enough it is loaded again.
export async function previewed(page, records) {
  const told = page.locator("section[aria-labelledby=preview-title] dd").first();
  await until(async () => {
    const text = await told.textContent();
    if (text === "not known") await page.reload();
    return text === records;
  }, `${records} records`);
}

export class Visitor {
  static async open(browser, service, { width = 1280, height = 900, dark = false } = {}) {
    const visitor = new Visitor();
    visitor.service = service;
    visitor.faults = [];
    visitor.context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      baseURL: service.url,
      acceptDownloads: true,
      permissions: ["clipboard-read", "clipboard-write"],
      timezoneId: "UTC",
    });
    visitor.context.setDefaultTimeout(60_000);
    return visitor;
  }

  async page(address) {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => this.faults.push(`threw: ${error.message}`));
    page.on("dialog", (dialog) => {
      this.faults.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
        this.faults.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(this.service.url) && !/^(data|blob):/.test(request.url()))
        this.faults.push(`asked elsewhere: ${request.url()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    await page.goto(address);
    return page;
  }

  // Looks at it as axe, as a ruler, and keeps a picture.
  async inspect(page, name) {
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${name}: ${wide} px wider than the window`);
    // Evaluated by the debugger's protocol, which no Content-Security-Policy forbids.
    await page.evaluate(axe);
    const found = await page.evaluate(() =>
      window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }),
    );
    const told = found.violations.map(
      (one) =>
        `${one.id}: ${one.help}: ${one.nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).join(" | ")}`,
    );
    assert.deepEqual(told, [], `${name}: axe`);
    checked.push([name, found.passes.length]);
  }

  async close() {
    await this.context.close();
    assert.deepEqual(this.faults, [], "what pages must not do");
  }
}

const checked = []; // [what, rules passed]
process.on("exit", () => {
  const rules = checked.reduce((sum, [, passed]) => sum + passed, 0);
  console.log(`axe: ${checked.length} states without a violation, ${rules} rules passed`);
});
