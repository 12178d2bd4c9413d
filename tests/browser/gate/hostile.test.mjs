// Texts of a description are displayed literally: nothing in them runs, loads or links elsewhere.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { LANGUAGES, elements, site } from "../support/site.mjs";

const DESCRIPTION = new URL("../hostile/", import.meta.url);
const hostile = site("hostile");

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Waits until injected code would have run, and returns if any did. */
async function hasRun(page) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  return page.evaluate(() => "hit" in window);
}

test("nothing runs, whatever is pointed at and unfolded", () =>
  withPage(browser, {}, async ({ page, complaints }) => {
    for (const path of hostile.pages) {
      await page.goto(hostile.url(path));
      await page.evaluate(poke);
      assert.equal(await hasRun(page), false, path);
    }
    assert.deepEqual(complaints, []);
  }));

test("there are no elements and no addresses but the site's own", () => {
  const others = ["quectel", "consumer"].map(site);
  const clean = new Set(others.flatMap((one) => one.pages.flatMap((path) => namesOn(one, path))));
  for (const path of hostile.pages) {
    assert.deepEqual(namesOn(hostile, path).filter((name) => !clean.has(name)), [], path);
    const addresses = elements(hostile.read(path)).flatMap(({ attributes }) => [attributes.href, attributes.src]);
    assert.deepEqual(addresses.filter((one) => /^\s*(?:javascript|data|vbscript):/i.test(one ?? "")), [], path);
  }
});

for (const { folder } of LANGUAGES) {
  describe(`in ${folder}/`, () => {
    test("every text is shown as it is written", () =>
      withPage(browser, {}, async ({ page }) => {
        let shown = "";
        for (const path of hostile.pages.filter((path) => path.startsWith(`${folder}/`))) {
          await page.goto(hostile.url(path));
          shown += ` ${await page.evaluate(() => document.body.textContent.replace(/\s+/g, " "))}`;
        }
        const texts = writtenIn(folder);
        assert.ok(texts.length > 20, "there are texts to look for");
        assert.deepEqual(texts.filter((text) => !shown.includes(text)), []);
      }));

    test("what is found is shown as it is written", () =>
      withPage(browser, {}, async ({ page, complaints }) => {
        await page.goto(hostile.url(`${folder}/index.html`));
        for (const query of ["window.hit", "<script>", "</title>", 'onerror', "code-remedy"]) {
          await page.getByRole("combobox").fill(query);
          await page.getByRole("option").first().waitFor();
          assert.match(await page.getByRole("listbox").innerText(), /[<>]/, query);
          assert.equal(await hasRun(page), false, query);
        }
        assert.deepEqual(complaints, []);
      }));
  });
}

/** Texts of the description in a language; each is on a line that begins with a unique word. */
function writtenIn(language) {
  const files = readdirSync(DESCRIPTION, { recursive: true }).filter((file) => file.endsWith(".yaml"));
  const lines = files.flatMap((file) => readFileSync(new URL(file, DESCRIPTION), "utf8").split("\n"));
  const begins = new RegExp(`^\\s+[a-z-]+-${language} <`);
  return lines.filter((line) => begins.test(line)).map((line) => line.trim());
}

/** Elements with their attributes, as names: `a`, `a.href`. */
function namesOn(one, path) {
  return elements(one.read(path)).flatMap(({ name, attributes }) => [
    name,
    ...Object.keys(attributes).map((attribute) => `${name}.${attribute}`),
  ]);
}

/** Runs in the page: expands, hovers over and focuses all elements. */
function poke() {
  document.querySelectorAll("details").forEach((one) => (one.open = true));
  for (const one of document.querySelectorAll("*")) {
    ["mouseover", "focus", "error", "load"].forEach((type) => one.dispatchEvent(new Event(type)));
    one.focus?.();
  }
}
