// The request page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Visitor, openBrowser, previewed } from "./browser.mjs";
import { Service, until } from "./service.mjs";

let browser, service;
before(async () => {
  browser = await openBrowser();
  service = await Service.start({ workers: 1 });
});
after(async () => {
  await browser?.close();
  await service?.remove();
});

async function visit(name, shape, act) {
  const visitor = await Visitor.open(browser, service, shape);
  try {
    await act(visitor);
  } finally {
    await visitor.close();
  }
}
const petdb = "/?environment=petdb";

test("the first view is small and quick", () =>
  visit("first", {}, async (visitor) => {
    const page = await visitor.context.newPage();
    let bytes = 0;
    const loads = [];
    page.on("response", async (response) => {
      loads.push(
        response.body().then(
          (body) => {
            if (!response.url().includes("/points?")) bytes += body.length; // data, as large as the search
          },
          () => {},
        ),
      );
    });
    await page.goto(petdb);
    await previewed(page, "10,816");
    await Promise.all(loads);
    const painted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    const timing = await until(painted, "the first paint");
    console.log(`first view: ${bytes} bytes, first paint after ${Math.round(timing)} ms`);
    assert.ok(bytes < 100_000, `${bytes} bytes`);
  }));

test("a search is filled in with completion, shown, kept in the address and found again by it", () =>
  visit("search", {}, async (visitor) => {
    const page = await visitor.page(petdb);
    await previewed(page, "10,816");
    const field = page.getByLabel("Rock classification");
    await field.pressSequentially("koma");
    await page.getByRole("option", { name: "komatiite 394" }).waitFor();
    await visitor.inspect(page, "request-completion");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "komatiite");
    await previewed(page, "394");
    await page.getByText("394 of 394 records have a place.").waitFor();
    await page.getByRole("button", { name: "Total alkali–silica" }).click();
    await page.getByText(/Scatter plot of Na2O \+ K2O \(wt%\) against SiO2 \(wt%\): \d+ records with both/).waitFor();
    await visitor.inspect(page, "request-light");
    const address = new URL(page.url());
    assert.equal(address.search, "?environment=petdb&taxons=komatiite&x=SiO2&y=Na2O&y=K2O");
    const other = await visitor.page(address.pathname + address.search);
    await previewed(other, "394");
    assert.equal(await other.getByLabel("Rock classification").inputValue(), "komatiite");
    await other.getByText(/Scatter plot/).waitFor();
  }));

test("a box dragged on the map becomes the search's box", () =>
  visit("box", {}, async (visitor) => {
    const page = await visitor.page(petdb);
    await page.getByText("10,816 of 10,816 records have a place.").waitFor();
    const map = page.locator("canvas.map");
    await map.scrollIntoViewIfNeeded();
    const place = await map.boundingBox();
    const at = (longitude, latitude) => [
      place.x + ((longitude + 180) / 360) * place.width,
      place.y + ((90 - latitude) / 180) * place.height,
    ];
    await page.mouse.move(...at(-162, 25));
    await page.mouse.down();
    await page.mouse.move(...at(-150, 15), { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/boundingBox=/);
    const [west, south, east, north] = new URL(page.url()).searchParams.get("boundingBox").split(",").map(Number);
    for (const [edge, wanted] of [
      [west, -162],
      [south, 15],
      [east, -150],
      [north, 25],
    ])
      assert.ok(Math.abs(edge - wanted) < 1, `${edge} is not ${wanted}`);
    await page.getByText(/The search is limited to the box/).waitFor();
    await page.getByRole("button", { name: "Zoom to the samples" }).click();
    await visitor.inspect(page, "request-box");
    await page.getByRole("button", { name: "Remove the box" }).click();
    await page.getByText("10,816 of 10,816 records have a place.").waitFor();
  }));

test("80,000 points stay smooth under a drag", () =>
  visit("many", {}, async (visitor) => {
    const some = (from, to) =>
      Array.from({ length: 80_000 }, () => Number((from + Math.random() * (to - from)).toFixed(3)));
    await visitor.context.route("**/points?*", (route) =>
      route.fulfill({
        json: {
          totalRows: 80_000,
          maxRows: 80_000,
          longitude: some(-180, 180),
          latitude: some(-80, 80),
          y: null,
          x: { variables: ["SiO2"], units: ["wt%"], values: some(40, 60) },
        },
      }),
    );
    const page = await visitor.page(petdb + "&x=SiO2");
    await page.getByText("80,000 of 80,000 records have a place.").waitFor();
    const ms = await page.evaluate(() => {
      const map = document.querySelector("canvas.map");
      const at = (type, i) =>
        map.dispatchEvent(new PointerEvent(type, { clientX: 300 + i, clientY: 600 + i, button: 0, pointerId: 1 }));
      map.setPointerCapture = () => {}; // made-up pointers cannot be captured
      at("pointerdown", 0);
      const began = performance.now();
      for (let i = 1; i <= 100; ++i) at("pointermove", i);
      const each = (performance.now() - began) / 100;
      map.dispatchEvent(new PointerEvent("pointercancel"));
      return each;
    });
    console.log(`80,000 points: ${ms.toFixed(2)} ms a move`);
    assert.ok(ms < 16, `${ms} ms a move`);
    await visitor.inspect(page, "request-80000");
  }));

test("an address that is pasted is taken over; what is not understood is named and marked", () =>
  visit("paste", {}, async (visitor) => {
    const page = await visitor.page(petdb);
    await page
      .getByLabel("Paste a search address")
      .fill("https://search.example.org/?authors=Smith&chemistry=(MAJ,SiO2,45,52)&fileType=json");
    await page.getByRole("button", { name: "Take over" }).click();
    await page.getByLabel("Author").waitFor();
    assert.equal(await page.getByLabel("Author").inputValue(), "Smith");
    assert.equal(await page.getByLabel("Format").inputValue(), "json");
    await page.getByLabel("Chemistry within bounds").fill("(MAJ,SiO2,52");
    await page.getByRole("alert").getByText("This search cannot be understood").waitFor();
    assert.equal(await page.getByLabel("Chemistry within bounds").getAttribute("aria-invalid"), "true");
    await visitor.inspect(page, "request-refused");
  }));

test("all of a request can be done with the keyboard", () =>
  visit("keyboard", {}, async (visitor) => {
    const page = await visitor.page(petdb + "&taxons=komatiite");
    await previewed(page, "394");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    for (let i = 0; i < 80; ++i) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.matches("button.main"))) break;
    }
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/exports\/[a-z2-7]{26}\?run=1/);
  }));

for (const [name, shape] of [
  ["320", { width: 320, height: 640 }],
  ["1920", { width: 1920, height: 1080 }],
  ["dark", { dark: true }],
  ["dark-320", { width: 320, height: 640, dark: true }],
]) {
  test(`the request page at ${name}`, () =>
    visit(name, shape, async (visitor) => {
      const page = await visitor.page(petdb + "&taxons=picrite&x=SiO2&y=MgO&fileType=json");
      await page.getByText(/Scatter plot/).waitFor();
      await page.evaluate(() =>
        document.querySelectorAll("details").forEach((one) => {
          one.open = true;
        }),
      );
      await visitor.inspect(page, `request-${name}`);
    }));
}
