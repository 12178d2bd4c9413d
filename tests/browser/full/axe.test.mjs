// axe finds no violation on any type of page, in both languages and both themes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { LANGUAGES, pageTypes, site } from "../support/site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const quectel = site("quectel");

const SCREENS = {
  wide: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const { folder } of LANGUAGES) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      describe(`${folder}, ${colorScheme}, ${screen}`, () => {
        const options = { colorScheme, viewport, reducedMotion: "reduce" };
        for (const [type, path] of pageTypes(quectel)) {
          test(type, () => check(options, `${folder}/${path}`));
        }
        test("search is open", () =>
          check(options, `${folder}/index.html`, async (page) => {
            await page.getByRole("combobox").fill("offline");
            await page.getByRole("option").first().waitFor();
            await page.keyboard.press("ArrowDown");
          }));
        test("everything is unfolded", () =>
          check(options, `${folder}/messages/write_properties.html`, (page) => page.evaluate(unfold)));
      });
    }
  }
}

test("a table is one on a phone, too, for those who hear it", () =>
  withPage(browser, { viewport: SCREENS.phone }, async ({ page, context }) => {
    await page.goto(quectel.url("en/devices/list.html"));
    const session = await context.newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const heard = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).length;
    const written = await page.evaluate(countInTables);
    assert.deepEqual([heard("table"), heard("row"), heard("rowheader"), heard("cell")], written);
    assert.ok(written.every((count) => count > 0));
  }));

async function check(options, place, prepare = async () => {}) {
  await withPage(browser, options, async ({ page }) => {
    await page.goto(quectel.url(place));
    await prepare(page);
    await page.evaluate(AXE);
    const { passes, violations } = await page.evaluate(() => window.axe.run(document));
    assert.ok(passes.length > 10, "axe has looked at something");
    assert.deepEqual(violations.flatMap(readable), []);
  });
}

/** `serious color-contrast: .note > code: …`, for each element. */
function readable({ id, impact, nodes }) {
  return nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target.join(" ")}: ${failureSummary}`);
}

/** Runs in the page: tables, rows, their headers, their other cells. */
function countInTables() {
  return ["table", "tr", "tbody th", "td"].map((selector) => document.querySelectorAll(selector).length);
}

/** Runs in the page. */
function unfold() {
  document.querySelectorAll("details").forEach((one) => (one.open = true));
}
