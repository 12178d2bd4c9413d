// Search ranks the expected result first, in both languages.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { LANGUAGES, pageWith, site } from "../support/site.mjs";

const quectel = site("quectel");

/** The page with the explanation of a code. */
const code = (number) => `${pageWith(quectel, String(number), "errors/")}#${number}`;

/** Queries, each with the target of the expected first result. */
const QUERIES = [
  // A code from a log finds its explanation before the endpoints that list it.
  ["70089", code(70089)],
  // A search for an unreachable device finds the error code before values of states.
  ["offline", code(61002)],
  ["离线", code(61002)],
  // A parameter of nearly every call finds the one where it alone identifies the product.
  ["productKey", "products/detail.html#param-productKey"],
  // A wire name that the vendor misspelt finds the first of the two calls that take it.
  ["beginDateTimp", "messages/data_history.html#param-beginDateTimp"],
  // Names of Rust and of the wire, paths, parts of names, texts of the other language.
  ["export_tsl", "thing_model/export_tsl.html"],
  ["/product/export/tslFile", "thing_model/export_tsl.html"],
  ["exportTsl", "thing_model/export_tsl.html"],
  ["device_offline", code(61002)],
  // Names of groups.
  ["物模型", "thing_model.html"],
];

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const { folder } of LANGUAGES) {
  describe(`search in ${folder}/`, () => {
    for (const [query, first] of QUERIES) {
      test(`${query} is found first`, () =>
        // Without animations a page scrolls to its target at once.
        withPage(browser, { reducedMotion: "reduce" }, async ({ page, complaints }) => {
          await page.goto(quectel.url(`${folder}/index.html`));
          await search(page, query);
          await page.keyboard.press("Enter");
          await page.waitForURL((url) => url.href.endsWith(`/${folder}/${first}`), { timeout: 5000 }).catch(() => {});
          assert.equal(decodeURI(page.url()), decodeURI(quectel.url(`${folder}/${first}`)));
          await isShown(page);
          assert.deepEqual(complaints, []);
        }));
    }

    test("values that mean the same stand below a code", () =>
      withPage(browser, {}, async ({ page }) => {
        await page.goto(quectel.url(`${folder}/index.html`));
        for (const query of ["offline", "离线"]) {
          await search(page, query);
          const links = await page.getByRole("option").evaluateAll(hrefs);
          assert.ok(links.slice(0, 6).some((one) => /#value-offline$/i.test(one)), `${query}: ${links.slice(0, 6)}`);
        }
      }));

    test("nothing is found by what is nowhere, and that is said", () =>
      withPage(browser, {}, async ({ page }) => {
        await page.goto(quectel.url(`${folder}/index.html`));
        await page.getByRole("combobox").fill("zzqqxx");
        await page.waitForFunction(() => document.getElementById("search-said").textContent !== "");
        assert.equal(await page.getByRole("option").count(), 0);
      }));
  });
}

async function search(page, query) {
  await page.getByRole("combobox").fill(query);
  await page.getByRole("option").first().waitFor({ timeout: 10_000 });
}

/** Runs in the page: returns the targets of options. */
function hrefs(options) {
  return options.map((one) => (one.matches("a") ? one : one.querySelector("a"))?.href ?? "");
}

/** Checks that the target of an anchor is visible and not covered by the bar at the top. */
async function isShown(page) {
  const anchor = decodeURIComponent(new URL(page.url()).hash.slice(1));
  if (anchor === "") return;
  assert.ok(await page.evaluate(isVisibleBelowTheBar, anchor), "it can be seen");
}

/** Runs in the page after it has been rendered. */
async function isVisibleBelowTheBar(anchor) {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const element = document.getElementById(anchor);
  const { top } = element.getBoundingClientRect();
  const bar = document.querySelector("header").getBoundingClientRect();
  return top >= bar.bottom - 1 && top < innerHeight;
}
