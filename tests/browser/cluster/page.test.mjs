// The page where nothing is embedded: records in OpenSearch, tasks in DynamoDB, files in S3, mail by SMTP, and two
// instances behind the addresses that it is asked at.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { Visitor, heading, openBrowser, previewed } from "../browser.mjs";
import { root, until } from "../service.mjs";

const address = "scientist@example.org";
let browser, cluster;

class Cluster {
  static async start() {
    const cluster = new Cluster();
    cluster.process = spawn("/usr/bin/python3", [join(root, "tests/browser/cluster/service.py")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    cluster.ended = new Promise((resolve) => {
      cluster.process.once("exit", resolve);
    });
    cluster.answers = createInterface({ input: cluster.process.stdout })[Symbol.asyncIterator]();
    const { addresses, adminToken } = await cluster.answer();
    cluster.instances = addresses.map((url) => ({ url }));
    cluster.adminToken = adminToken;
    return cluster;
  }
  async answer() {
    const { value, done } = await this.answers.next();
    if (done) throw new Error("the cluster has ended");
    return JSON.parse(value);
  }
  // "slow", "quick" or "state"
  tell(word) {
    this.process.stdin.write(`${word}\n`);
    return this.answer();
  }
  async stop() {
    this.process.stdin.end();
    await this.ended;
  }
}

before(async () => {
  browser = await openBrowser();
  cluster = await Cluster.start();
});
after(async () => {
  await browser?.close();
  await cluster?.stop();
});

const underWay = (page) => page.getByText(/^[1-9][\d,]* of 10,816$/).waitFor();

// A completion that is not known within two seconds is not shown: it is typed again.
async function completed(page, field, text, option) {
  const offered = page.getByRole("option", { name: option });
  await until(async () => {
    await field.fill("");
    await field.pressSequentially(text);
    return offered.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
  }, option);
  await offered.click();
}

// Searches and requests at one instance; the page of the export.
async function request(page) {
  await previewed(page, "10,816");
  const rock = page.getByLabel("Rock classification");
  await completed(page, rock, "koma", "komatiite 394");
  await previewed(page, "394");
  await rock.fill("");
  await rock.press("Tab");
  await previewed(page, "10,816");
  await page.getByLabel("Format").selectOption("json");
  await page.getByLabel("E-mail").fill(address);
  await page.getByRole("button", { name: "Request export" }).click();
  await page.waitForURL(/\/exports\/[a-z2-7]{26}\?run=1/);
}

async function downloaded(page) {
  const link = page.getByRole("link", { name: /^Download petdb-/ });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return readFileSync(await download.path());
}

async function board(page, task) {
  await page.getByLabel("Admin token").fill(cluster.adminToken);
  await page.getByRole("button", { name: "Enter" }).click();
  await page.getByRole("heading", { name: "Throughput" }).waitFor();
  await page.getByRole("row").filter({ hasText: task.id.slice(0, 8) }).getByRole("cell", { name: "Done" }).waitFor();
  const answer = await fetch(`${cluster.instances[1].url}/v1/admin/stats`, {
    headers: { Authorization: `Bearer ${cluster.adminToken}` },
  });
  const { objects } = await cluster.tell("state");
  const file = objects.find((one) => one.key.includes(task.id) && !one.key.includes("metadata"));
  assert.deepEqual((await answer.json()).files, { count: 1, bytes: file.bytes });
}

test("search, request, progress on two instances, download, my exports, the board", async () => {
  const [one, other] = await Promise.all(cluster.instances.map((instance) => Visitor.open(browser, instance)));
  try {
    const page = await one.page("/?environment=petdb");
    await cluster.tell("slow");
    await request(page);
    const { pathname, search } = new URL(page.url());
    const elsewhere = await other.page(pathname + search);
    await Promise.all([page, elsewhere].map((each) => heading(each, "Export: Running")));
    await Promise.all([page, elsewhere].map(underWay));
    await other.inspect(elsewhere, "cluster-running");
    await cluster.tell("quick");
    await Promise.all([page, elsewhere].map((each) => heading(each, "Export: Done")));

    const task = await (await fetch(`${other.service.url}/v1${pathname}`)).json();
    for (const each of [page, elsewhere]) {
      assert.equal(createHash("sha256").update(await downloaded(each)).digest("hex"), task.file.sha256);
    }
    await until(async () => {
      const { mails } = await cluster.tell("state");
      return mails.some((mail) => mail.to.includes(address) && mail.text.includes(task.id));
    }, "mail");
    const told = async () => (await (await fetch(`${other.service.url}/v1${pathname}`)).json()).notification;
    await until(async () => (await told()) === "sent", "the record of the mail");
    await elsewhere.reload();
    await elsewhere.getByText("An e-mail has been sent.").waitFor();
    await other.inspect(elsewhere, "cluster-done");

    await page.getByRole("link", { name: "My exports" }).click();
    await page.getByRole("cell", { name: "Done" }).waitFor();
    await one.inspect(page, "cluster-mine");
    const operating = await other.page("/admin");
    await board(operating, task);
    await other.inspect(operating, "cluster-admin");
  } finally {
    await one.close();
    await other.close();
  }
});
