// One export's page, and the list of exports.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Visitor, openBrowser } from "./browser.mjs";
import { Service, slowRecords, until } from "./service.mjs";

let browser, service;
before(async () => {
  browser = await openBrowser();
  service = await Service.start({ records: slowRecords() });
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
const heading = (page, text) => page.getByRole("heading", { level: 1, name: text }).waitFor({ timeout: 60_000 });
const referenced = (page) => page.locator("h3", { hasText: "References" }).locator("xpath=following-sibling::div//li").first().waitFor();
const slow = "fileType=json&compression=gzip&companions="; // with companions of its own for each test

test("a small export: requested, made, downloaded by itself once, and how to open it", () => visit({}, async (visitor) => {
  const coming = new Promise((resolve) => { visitor.context.once("page", (page) => page.once("download", resolve)); });
  const page = await request(visitor, "taxons=picrite&fileType=csv");
  const download = await coming;
  await heading(page, "Export: Done");
  const file = readFileSync(await download.path(), "utf8");
  assert.match(download.suggestedFilename(), /^petdb-[a-z2-7]{26}\.csv$/);
  assert.match(file, /sampleId/);
  const rows = await page.locator("dt", { hasText: /^Rows$/ }).locator("xpath=following-sibling::dd").textContent();
  assert.equal(file.trimEnd().split("\r\n").length - 1, Number(rows.replace(",", "")));
  await referenced(page);
  await page.getByRole("button", { name: "Copy Python (pandas)" }).click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /pd\.read_csv\("petdb-/);
  await visitor.inspect(page, "export-done");
  let again = 0;
  page.on("download", () => { ++again; });
  await page.reload();
  await heading(page, "Export: Done");
  await referenced(page);
  assert.equal(again, 0, "begun a second time");
}));

test("a large export: live progress, a reload and a second tab mid-way, an e-mail's link at the end", () => visit({}, async (visitor) => {
  const page = await request(visitor, slow + "qualifier");
  await heading(page, "Export: Running");
  const bar = page.getByRole("progressbar");
  await until(async () => (await bar.evaluate((one) => one.value)) > 0, "progress");
  await visitor.inspect(page, "export-running");
  await page.reload();
  await heading(page, /Export: (Running|Done)/);
  const other = await visitor.page(page.url());
  const begun = [];
  for (const one of [page, other]) one.on("download", (download) => begun.push(download));
  await Promise.all([heading(page, "Export: Done"), heading(other, "Export: Done")]);
  const [download] = await Promise.all([other.waitForEvent("download"), other.getByRole("link", { name: /^Download petdb-/ }).click()]);
  assert.match(download.suggestedFilename(), /\.json\.gz$/);
  assert.equal(begun.length, 1, "large exports do not begin by themselves");
}));

test("cancelling asks once and ends the run", () => visit({}, async (visitor) => {
  const page = await request(visitor, slow + "stdev");
  await page.getByRole("button", { name: "Cancel the export" }).click();
  await visitor.inspect(page, "export-cancelling");
  await page.getByRole("button", { name: "No, go on" }).click();
  await page.getByRole("button", { name: "Cancel the export" }).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await heading(page, "Export: Cancelled");
  await visitor.inspect(page, "export-cancelled");
  await page.getByRole("link", { name: "Request it again" }).click();
  await page.waitForURL(/environment=petdb.*companions=stdev/);
}));

test("two requests of one browser: cancelling sends both tokens", () => visit({}, async (visitor) => {
  const first = await request(visitor, slow + "lab");
  const second = await request(visitor, slow + "lab");
  assert.equal(second.url(), first.url());
  assert.equal(await first.evaluate(() => JSON.parse(localStorage.getItem("exportd.exports"))[0].tokens.length), 2);
  await second.reload();
  await second.getByRole("button", { name: "Cancel the export" }).click();
  await second.getByRole("button", { name: "Yes, cancel it" }).click();
  await Promise.all([heading(first, "Export: Cancelled"), heading(second, "Export: Cancelled")]);
}));

test("a crash of the server mid-way: the page says so, comes back, and the export ends in a second attempt", () => visit({}, async (visitor) => {
  const page = await request(visitor, slow + "comment");
  await heading(page, "Export: Running");
  await service.kill();
  await page.getByText("The connection is lost").waitFor();
  await visitor.inspect(page, "export-lost");
  await service.run();
  await page.getByText("The connection is lost").waitFor({ state: "hidden" });
  await heading(page, "Export: Done");
  await page.getByRole("heading", { name: "Attempts" }).waitFor();
  await visitor.inspect(page, "export-second-attempt");
}));

test("waiting in the queue, with the place", () => visit({}, async (visitor) => {
  await service.kill();
  await service.run(0);
  const before = await request(visitor, "taxons=komatiite&fileType=json");
  await before.getByText("Next in the queue").waitFor();
  const page = await request(visitor, "taxons=komatiite&fileType=ndjson");
  await page.getByText("1 export is ahead in the queue").waitFor();
  await visitor.inspect(page, "export-waiting");
  await service.kill();
  await service.run();
  await Promise.all([heading(before, "Export: Done"), heading(page, "Export: Done")]);
}));

test("my exports, with live states", () => visit({}, async (visitor) => {
  const page = await request(visitor, "taxons=picrite&fileType=json");
  await heading(page, "Export: Done");
  await page.getByRole("link", { name: "My exports" }).click();
  await page.getByRole("cell", { name: "Done" }).waitFor();
  await visitor.inspect(page, "mine");
  await page.getByRole("button", { name: /^Take off the list/ }).click();
  await page.getByText("Nothing yet.").waitFor();
  await visitor.inspect(page, "mine-empty");
}));

test("an export that nobody knows", () => visit({}, async (visitor) => {
  const page = await visitor.page(`/exports/${"a".repeat(26)}`);
  await heading(page, "There is no such export");
  await visitor.inspect(page, "export-unknown");
}));

for (const [name, shape] of [["320", { width: 320, height: 640 }], ["1920", { width: 1920, height: 1080 }], ["dark", { dark: true }]]) {
  test(`an export and the list at ${name}`, () => visit(shape, async (visitor) => {
    const page = await request(visitor, "taxons=picrite&columns=SiO2,MgO");
    await heading(page, "Export: Done");
    await referenced(page);
    await visitor.inspect(page, `export-${name}`);
    await page.goto("/exports");
    await page.getByRole("cell", { name: "Done" }).waitFor();
    await visitor.inspect(page, `mine-${name}`);
  }));
}
