// The operator's board, failures, hostile records and searches that hold too much.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Visitor, heading, openBrowser } from "./browser.mjs";
import { Service, admin_token, brokenServer, bundledRecords, until } from "./service.mjs";

let browser, service, broken;
const script = `<script>alert(1)</script><img src=x onerror="alert(2)">`;

// One record that tries to run something from every text it has.
function hostile() {
  const text = (name) => `${name} ${script}"'&`;
  return JSON.stringify({
    sampleId: text("id"),
    sampleName: text("name"),
    dataSource: text("source"),
    material: text("material"),
    level1: text("one"),
    level2: text("two"),
    level3: text("three"),
    level4: text("zz-hostile"),
    rockDescription: text("rock"),
    alteration: text("alteration"),
    tectonicSetting: text("setting"),
    geoFeatures: [{ type: text("type"), name: text("feature") }],
    latitude: 1,
    longitude: 2,
    geologicalAge: text("age"),
    station: text("station"),
    expeditions: [text("expedition")],
    comment: text("comment"),
    igsn: text("igsn"),
    citations: [
      {
        citationId: text("c"),
        citationCode: text("code"),
        citationTitle: text("title"),
        citationContainerTitle: text("journal"),
        authors: [text("author")],
        citationDOI: `10.1/javascript:alert(3)${script}`,
      },
    ],
    results: [
      {
        variable: text("variable"),
        variableGroup: text("group"),
        value: 1,
        unit: text("unit"),
        method: text("method"),
        laboratory: text("lab"),
        methodComment: text("comment"),
      },
    ],
  });
}

before(async () => {
  browser = await openBrowser();
  broken = await brokenServer();
  service = await Service.start({
    records: [...bundledRecords(), hostile()],
    toml:
      "[limits]\nmax_rows = 10000\nbrowser_rows = 5000\n" +
      `[mail]\nkind = "smtp"\nurl = "smtp+plain://127.0.0.1:${broken.port}"\nfrom = "exports@example.org"\n`,
  });
});
after(async () => {
  await browser?.close();
  await service?.remove();
  broken?.close();
});

async function visit(shape, act) {
  const visitor = await Visitor.open(browser, service, shape);
  try {
    await act(visitor);
  } finally {
    await visitor.close();
  }
}
async function post(query) {
  const answer = await fetch(`${service.url}/v1/petdb/exports?${query}`, {
    method: "POST",
    headers: { Prefer: "wait=20" },
  });
  return answer.json();
}
async function operate(visitor, address) {
  const page = await visitor.page(address);
  await page.getByLabel("Admin token").fill(admin_token);
  await page.getByRole("button", { name: "Enter" }).click();
  await page.getByRole("heading", { name: "Throughput" }).waitFor();
  return page;
}

test("over the limit: by how much, and ways to narrow that work", () =>
  visit({}, async (visitor) => {
    const page = await visitor.page("/?environment=petdb");
    await page.getByRole("alert").getByText("10,817 records: 817 more than an export may hold (10,000).").waitFor();
    assert.equal(await page.getByRole("button", { name: "Request export" }).isDisabled(), true);
    await page.locator(".narrowing a", { hasText: "usgs" }).waitFor();
    await visitor.inspect(page, "request-too-many");
    await page.locator(".narrowing a", { hasText: "usgs" }).click();
    await page.getByText("3,471 of 3,471 records have a place.").waitFor();
  }));

test("a record with script in every text runs nothing anywhere", () =>
  visit({}, async (visitor) => {
    const page = await visitor.page("/?environment=petdb");
    const field = page.getByLabel("Rock classification");
    await field.pressSequentially("zz-hostile");
    await page.getByRole("option", { name: /zz-hostile/ }).click();
    await page.getByText("1 of 1 records have a place.").waitFor();
    await page.getByLabel("Across (x)").fill(`variable ${script}"'&`);
    await page.getByText(/Histogram of variable/).waitFor();
    await visitor.inspect(page, "request-hostile");
    await page.getByRole("button", { name: "Request export" }).click();
    await heading(page, "Export: Done");
    await page
      .getByText(/author <script>/)
      .first()
      .waitFor();
    await visitor.inspect(page, "export-hostile");
    await page.goto("/exports");
    await page.getByRole("cell", { name: "Done" }).waitFor();
    await visitor.inspect(page, "mine-hostile");
    assert.equal(await page.locator("main script, main img").count(), 0);
  }));

test("a wrong token is refused; the right one opens the board, its filters, a history and its links", () =>
  visit({}, async (visitor) => {
    await post("taxons=komatiite&fileType=json");
    await post("taxons=picrite");
    const page = await visitor.page("/admin");
    await page.getByLabel("Admin token").fill("wrong");
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByRole("alert").getByText("this is not the admin token").waitFor();
    await visitor.inspect(page, "admin-token");
    await page.getByLabel("Admin token").fill(admin_token);
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByRole("heading", { name: "Throughput" }).waitFor();
    await visitor.inspect(page, "admin");
    await page
      .getByRole("button", { name: /^History/ })
      .first()
      .click();
    await page.getByRole("heading", { name: /^History of/ }).waitFor();
    await visitor.inspect(page, "admin-history");
    await page.getByLabel("Status").selectOption("Failed");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText("No export fits.").waitFor();
    await page.locator(".tile", { hasText: "Done" }).getByRole("link").click();
    await page.waitForURL(/status=Succeeded/);
    await page.getByRole("cell", { name: "Done" }).first().waitFor();
    assert.equal(
      await page.evaluate(() => Object.keys(localStorage).some((key) => localStorage[key].includes("the-admin-token"))),
      false,
    );
  }));

test("whose mail waits, what all files take, and plots of more than is listed", () =>
  visit({}, async (visitor) => {
    await post("taxons=picrite&companions=lab");
    const answer = await fetch(`${service.url}/v1/petdb/exports?taxons=picrite&companions=method`, {
      method: "POST",
      headers: { Prefer: "wait=20", "Content-Type": "application/json" },
      body: JSON.stringify({ email: "scientist@example.org" }),
    });
    const waiting = await answer.json();
    const page = await operate(visitor, "/admin");
    const stats = await service.get("/v1/admin/stats", { Authorization: `Bearer ${admin_token}` });
    assert.ok(stats.files.count >= 2);
    const tile = (name) => page.locator(".tile", { hasText: name });
    assert.match(await tile("Files stored").textContent(), new RegExp(` in ${stats.files.count}$`));
    const stored = tile("Files stored").getByRole("link");
    assert.equal(await stored.getAttribute("href"), "/admin?status=Succeeded");
    assert.match(await tile("Mails waiting").textContent(), /1$/);
    await tile("Mails waiting").getByRole("link").click();
    await page.waitForURL(/mail=waiting/);
    await page.getByRole("rowheader", { name: waiting.id.slice(0, 8) }).waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 1);
    assert.equal(await page.getByLabel("Mail", { exact: true }).inputValue(), "waiting");
    const done = `Done in the last 48 hours: ${stats.runs.Succeeded}, whatever is listed above.`;
    await page.getByText(done).first().waitFor();
    assert.equal(await page.getByText(done).count(), 2);
    await visitor.inspect(page, "admin-mail-waiting");
  }));

test("a failure in plain words with its attempt; run again by the operator", () =>
  visit({}, async (visitor) => {
    // Queued while more was allowed than when a worker comes: it counts again and refuses.
    await service.kill();
    await service.run(0);
    const task = await (
      await fetch(`${service.url}/v1/petdb/exports?taxons=komatiite&layout=method`, { method: "POST" })
    ).json();
    await service.kill();
    const usual = readFileSync(service.config, "utf8");
    writeFileSync(
      service.config,
      usual.replace("max_rows = 10000", "max_rows = 100").replace("browser_rows = 5000", "browser_rows = 50"),
    );
    await service.run();
    const page = await visitor.page(`/exports/${task.id}?run=1`);
    await heading(page, "Export: Failed");
    await page.getByRole("heading", { name: "Attempts" }).waitFor();
    assert.match(await page.getByRole("alert").textContent(), /394 .*100/);
    await visitor.inspect(page, "export-failed");
    await page.goto("/admin?status=Failed");
    await page.getByLabel("Admin token").fill(admin_token);
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByRole("cell", { name: "Failed" }).waitFor();
    await service.kill();
    await page.getByRole("alert").getByText("The service does not answer").waitFor();
    writeFileSync(service.config, usual);
    await service.run();
    await page
      .getByRole("button", { name: /^Run again/ })
      .first()
      .click();
    await until(async () => (await service.get(`/v1/exports/${task.id}`)).run === 2, "a second run");
    await page.goto(`/exports/${task.id}?run=2`);
    await heading(page, "Export: Done");
  }));

test("retries that are all used up: each attempt with its reason", () =>
  visit({}, async (visitor) => {
    // Queued from the embedded records; whoever makes it looks for them in a cluster that is out of order.
    await service.kill();
    await service.run(0);
    const answer = await fetch(`${service.url}/v1/petdb/exports?taxons=komatiite&repeats=columns`, { method: "POST" });
    const task = await answer.json();
    await service.kill();
    const usual = readFileSync(service.config, "utf8");
    writeFileSync(
      service.config,
      usual.replace("[queue]\n", "[queue]\nretries = 1\n") +
        `[search]\nkind = "opensearch"\nurl = "http://127.0.0.1:${broken.port}"\n`,
    );
    await service.run();
    const page = await visitor.page(`/exports/${task.id}?run=1`);
    await page.getByText("2 of at most 2").waitFor({ timeout: 120_000 });
    await heading(page, "Export: Failed");
    const attempts = page.locator("section", { has: page.getByRole("heading", { name: "Attempts" }) });
    assert.equal(await attempts.getByRole("listitem").count(), 2);
    assert.equal(await attempts.getByText("search: the cluster does not answer").count(), 2);
    await page.getByRole("alert").getByText("search: the cluster does not answer").waitFor();
    await visitor.inspect(page, "export-retries-used-up");
    await service.kill();
    writeFileSync(service.config, usual);
    await service.run();
  }));

test("the operator cancels a run for everybody", () =>
  visit({}, async (visitor) => {
    await service.kill();
    await service.run(0);
    const answer = await fetch(`${service.url}/v1/petdb/exports?taxons=komatiite&layout=long`, { method: "POST" });
    const task = await answer.json();
    const page = await visitor.page("/admin?status=Pending");
    await page.getByLabel("Admin token").fill(admin_token);
    await page.getByRole("button", { name: "Enter" }).click();
    const row = page.getByRole("row").filter({ hasText: task.id.slice(0, 8) });
    await row.getByRole("button", { name: /^Cancel/ }).click();
    await row.getByRole("button", { name: /^Yes, cancel/ }).click();
    await row.waitFor({ state: "detached" });
    assert.equal((await service.get(`/v1/exports/${task.id}`)).status, "Cancelled");
    await service.kill();
    await service.run();
  }));

for (const [name, shape] of [
  ["320", { width: 320, height: 640 }],
  ["1920", { width: 1920, height: 1080 }],
  ["dark", { dark: true }],
]) {
  test(`the board at ${name}`, () =>
    visit(shape, async (visitor) => {
      await post("taxons=komatiite&fileType=json");
      const page = await visitor.page("/admin");
      await page.getByLabel("Admin token").fill(admin_token);
      await page.getByRole("button", { name: "Enter" }).click();
      await page.getByRole("heading", { name: "Throughput" }).waitFor();
      await visitor.inspect(page, `admin-${name}`);
    }));
}
