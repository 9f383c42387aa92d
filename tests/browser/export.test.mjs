// One export's page, and the list of exports.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Visitor, heading, openBrowser } from "./browser.mjs";
import { Service, slowRecords, until } from "./service.mjs";

const lease = 300; // a worker is stopped for as long as a test looks: nobody may take its run meanwhile
let browser, service;
before(async () => {
  browser = await openBrowser();
  service = await Service.start({ records: slowRecords(), workers: 0, lease });
  service.startWorker();
});
after(async () => {
  await browser?.close();
  await service?.remove();
});

async function visit(shape, act) {
  const visitor = await Visitor.open(browser, service, shape);
  try {
    await act(visitor);
  } finally {
    await visitor.close();
  }
}

// Requests on the page; the page of the export. Each has options of its own: nothing is reused.
async function request(visitor, query) {
  const page = await visitor.page(`/?environment=petdb&${query}`);
  await page.locator("section[aria-labelledby=preview-title] dd").first().waitFor();
  await page.getByRole("button", { name: "Request export" }).click();
  await page.waitForURL(/\/exports\/[a-z2-7]{26}\?run=\d+/);
  return page;
}
const referenced = (page) =>
  page.locator("h3", { hasText: "References" }).locator("xpath=following-sibling::div//li").first().waitFor();
const slow = "fileType=json&compression=gzip&companions="; // with companions of its own for each test

test("a small export: requested, made, downloaded by itself once, and how to open it", () =>
  visit({}, async (visitor) => {
    const coming = new Promise((resolve) => {
      visitor.context.once("page", (page) => page.once("download", resolve));
    });
    const page = await request(visitor, "taxons=picrite&fileType=csv");
    const download = await coming;
    await heading(page, "Export: Done");
    const file = readFileSync(await download.path(), "utf8");
    assert.match(download.suggestedFilename(), /^petdb-[a-z2-7]{26}\.csv$/);
    assert.match(file, /sampleId/);
    const rows = await page
      .locator("dt", { hasText: /^Rows$/ })
      .locator("xpath=following-sibling::dd")
      .textContent();
    assert.equal(file.trimEnd().split("\r\n").length - 1, Number(rows.replace(",", "")));
    await referenced(page);
    await page.getByRole("button", { name: "Copy Python (pandas)" }).click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /pd\.read_csv\("petdb-/);
    await visitor.inspect(page, "export-done");
    let again = 0;
    page.on("download", () => {
      ++again;
    });
    await page.reload();
    await heading(page, "Export: Done");
    await referenced(page);
    assert.equal(again, 0, "begun a second time");
  }));

// Waits until the export of the page is under way, and stops its worker there.
async function midway(page) {
  const id = new URL(page.url()).pathname.split("/")[2];
  await until(async () => {
    const task = await service.get(`/v1/exports/${id}`);
    return task.status === "Processing" && task.progress.rows > 0;
  }, "progress");
  service.freeze();
  await heading(page, "Export: Running");
  await page.getByText(/of 10,816/).waitFor();
}

test("a large export: live progress, a reload and a second tab mid-way, a link at the end", () =>
  visit({}, async (visitor) => {
    const page = await request(visitor, slow + "qualifier");
    await midway(page);
    await visitor.inspect(page, "export-running");
    await page.reload();
    await heading(page, "Export: Running");
    const other = await visitor.page(page.url());
    await heading(other, "Export: Running");
    const begun = [];
    for (const one of [page, other]) one.on("download", (download) => begun.push(download));
    service.thaw();
    await Promise.all([heading(page, "Export: Done"), heading(other, "Export: Done")]);
    const link = other.getByRole("link", { name: /^Download petdb-/ });
    const [download] = await Promise.all([other.waitForEvent("download"), link.click()]);
    assert.match(download.suggestedFilename(), /\.json\.gz$/);
    assert.equal(begun.length, 1, "large exports do not begin by themselves");
  }));

test("cancelling asks once and ends the run", () =>
  visit({}, async (visitor) => {
    const page = await request(visitor, slow + "stdev");
    await midway(page);
    await page.getByRole("button", { name: "Cancel the export" }).click();
    await visitor.inspect(page, "export-cancelling");
    await page.getByRole("button", { name: "No, go on" }).click();
    await page.getByRole("button", { name: "Cancel the export" }).click();
    await page.getByRole("button", { name: "Yes, cancel it" }).click();
    await page.getByText("Cancelling…").waitFor();
    service.thaw();
    await heading(page, "Export: Cancelled");
    await visitor.inspect(page, "export-cancelled");
    await page.getByRole("link", { name: "Request it again" }).click();
    await page.waitForURL(/environment=petdb.*companions=stdev/);
  }));

test("two requests of one browser: cancelling sends both tokens", () =>
  visit({}, async (visitor) => {
    service.freeze();
    const first = await request(visitor, slow + "lab");
    const second = await request(visitor, slow + "lab");
    assert.equal(second.url(), first.url());
    const tokens = () => first.evaluate(() => JSON.parse(localStorage.getItem("exportd.exports"))[0].tokens.length);
    await until(async () => (await tokens()) === 2, "both tokens in the first tab");
    await second.reload();
    service.thaw();
    await midway(second);
    await second.getByRole("button", { name: "Cancel the export" }).click();
    await second.getByRole("button", { name: "Yes, cancel it" }).click();
    await second.getByText("Cancelling…").waitFor();
    service.thaw();
    await Promise.all([heading(first, "Export: Cancelled"), heading(second, "Export: Cancelled")]);
  }));

test("a crash mid-way: the page says so, comes back, and the export ends in a second attempt", () =>
  visit({}, async (visitor) => {
    const page = await request(visitor, slow + "comment");
    await midway(page);
    await service.kill();
    await service.killWorker();
    await page.getByText("The connection is lost").waitFor();
    await visitor.inspect(page, "export-lost");
    writeFileSync(service.config, readFileSync(service.config, "utf8").replace(`= ${lease}\n`, "= 10\n"));
    await service.run();
    service.startWorker();
    await page.getByText("The connection is lost").waitFor({ state: "hidden" });
    await heading(page, "Export: Done");
    await page.getByRole("heading", { name: "Attempts" }).waitFor();
    await visitor.inspect(page, "export-second-attempt");
  }));

test("waiting in the queue, with the place", () =>
  visit({}, async (visitor) => {
    await service.killWorker();
    const before = await request(visitor, "taxons=komatiite&fileType=json");
    await before.getByText("Next in the queue").waitFor();
    const page = await request(visitor, "taxons=komatiite&fileType=ndjson");
    await page.getByText("1 export is ahead in the queue").waitFor();
    await visitor.inspect(page, "export-waiting");
    service.startWorker();
    await Promise.all([heading(before, "Export: Done"), heading(page, "Export: Done")]);
  }));

test("my exports, with live states", () =>
  visit({}, async (visitor) => {
    const page = await request(visitor, "taxons=picrite&fileType=json");
    await heading(page, "Export: Done");
    await page.getByRole("link", { name: "My exports" }).click();
    await page.getByRole("cell", { name: "Done" }).waitFor();
    await visitor.inspect(page, "mine");
    await page.getByRole("button", { name: /^Take off the list/ }).click();
    await page.getByText("Nothing yet.").waitFor();
    await visitor.inspect(page, "mine-empty");
  }));

test("an export that nobody knows", () =>
  visit({}, async (visitor) => {
    const page = await visitor.page(`/exports/${"a".repeat(26)}`);
    await heading(page, "There is no such export");
    await visitor.inspect(page, "export-unknown");
  }));

for (const [name, shape] of [
  ["320", { width: 320, height: 640 }],
  ["1920", { width: 1920, height: 1080 }],
  ["dark", { dark: true }],
]) {
  test(`an export and the list at ${name}`, () =>
    visit(shape, async (visitor) => {
      const page = await request(visitor, "taxons=picrite&columns=SiO2,MgO");
      await heading(page, "Export: Done");
      await referenced(page);
      await visitor.inspect(page, `export-${name}`);
      await page.goto("/exports");
      await page.getByRole("cell", { name: "Done" }).waitFor();
      await visitor.inspect(page, `mine-${name}`);
    }));
}
