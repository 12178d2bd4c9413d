// rustdoc's own search finds items by wire names and the vendor's names.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch, withPage } from "../support/browser.mjs";

const ROOT = process.env.RUSTDOC;
if (!ROOT) throw new Error("RUSTDOC is not set: start this with .ci/browser");

/** Queries, each with the item that must be among the first results. */
const QUERIES = [
  ["tslFile", "export_tsl"],
  ["/v2/quectsl/openapi/product/export/tslFile", "export_tsl"],
  ["70017", "ProductNotFound"],
  ["beginDateTimp", "begin"],
];

/** Number of results that a reader looks at. */
const LOOKED_AT = 5;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [query, item] of QUERIES) {
  test(`${query} finds ${item}`, () =>
    withPage(browser, {}, async ({ page }) => {
      const index = pathToFileURL(join(ROOT, "quectel_openapi", "index.html"));
      index.search = new URLSearchParams({ search: query }).toString();
      await page.goto(index.href);
      const results = page.locator(".search-results.active a");
      await results.first().waitFor();
      const names = (await results.allInnerTexts()).slice(0, LOOKED_AT);
      assert.ok(names.some((name) => name.includes(item)), names.join("\n"));
    }));
}
