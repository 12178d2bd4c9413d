// Pages are readable without scripts and in print.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { LANGUAGES, pageTypes, site } from "../support/site.mjs";

const quectel = site("quectel");
const ENDPOINT = "products/detail.html";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

describe("without JavaScript", () => {
  const options = { javaScriptEnabled: false };

  for (const { folder } of LANGUAGES) {
    for (const [type, path] of pageTypes(quectel)) {
      test(`${folder}: what needs it is not there: ${type}`, () =>
        withPage(browser, options, async ({ page, complaints }) => {
          await page.goto(quectel.url(`${folder}/${path}`));
          assert.equal(await page.getByRole("combobox").count(), 0, "search");
          assert.equal(await page.getByRole("button").count(), 0, "buttons");
          assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
          assert.ok(await page.locator("noscript").isVisible());
          assert.deepEqual(complaints, []);
        }));
    }
  }

  test("all samples are shown", () =>
    withPage(browser, options, async ({ page }) => {
      await page.goto(quectel.url(`en/${ENDPOINT}`));
      const panels = page.locator("main .panel");
      assert.equal(await panels.count(), 3);
      for (const panel of await panels.all()) assert.ok(await panel.locator("pre").isVisible());
    }));

  test("the contents are reached on a phone", () =>
    withPage(browser, { ...options, viewport: { width: 360, height: 740 } }, async ({ page }) => {
      await page.goto(quectel.url(`en/${ENDPOINT}`));
      assert.ok(await page.getByRole("navigation").getByRole("link", { name: "Error codes" }).isVisible());
    }));

  test("the root offers the languages", () =>
    withPage(browser, options, async ({ page }) => {
      await page.goto(quectel.url("index.html"));
      await page.getByRole("link", { name: "中文" }).click();
      assert.equal(page.url(), quectel.url("zh/index.html"));
    }));
});

describe("on paper", () => {
  /** Runs `use` on the print layout of the endpoint. */
  const printed = (name, use) =>
    test(name, () =>
      withPage(browser, { colorScheme: "dark" }, async ({ page, complaints }) => {
        await page.goto(quectel.url(`en/${ENDPOINT}`));
        await page.emulateMedia({ media: "print" });
        // Browsers send this event before they lay out pages for print.
        await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
        await use(page);
        assert.deepEqual(complaints, []);
      }));

  printed("there is nothing to click", async (page) => {
    for (const role of ["button", "combobox", "navigation", "tab"]) {
      assert.equal(await page.getByRole(role).count(), 0, role);
    }
  });

  printed("all samples are shown", async (page) => {
    const blocks = await page.locator("main .panel pre").all();
    assert.equal(blocks.length, 3);
    for (const block of blocks) assert.ok(await block.isVisible());
  });

  printed("what is folded is unfolded", async (page) => {
    const folded = await page.locator("details > :not(summary)").all();
    assert.ok(folded.length > 0);
    for (const one of folded) assert.ok(await one.isVisible());
  });

  printed("it is dark on light, whatever the screen has", async (page) => {
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      const sum = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number).reduce((one, other) => one + other);
      return [sum(color), /^rgba\(.*, 0\)$/.test(backgroundColor) ? 765 : sum(backgroundColor)];
    });
    assert.ok(ink < 200 && paper > 700, `${ink} on ${paper}`);
  });

  test("it is a document", () =>
    withPage(browser, {}, async ({ page }) => {
      await page.goto(quectel.url(`en/${ENDPOINT}`));
      const bytes = await page.pdf({ format: "A4" });
      assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    }));
});
