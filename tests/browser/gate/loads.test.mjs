// Every page of every site loads without errors, declares its language, fits a phone, and is small.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { served } from "../support/server.mjs";
import { LANGUAGES, elements, pageTypes, site, target, typeOf } from "../support/site.mjs";

/** Width of the narrowest phones on sale. */
const PHONE = { width: 360, height: 740 };

/** Maximum size of a page with its styles and scripts, without the search index. */
const MOST_BYTES = 100_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const one of ["quectel", "consumer", "hostile"].map(site)) {
  describe(one.name, () => {
    test("every page loads as a file, on a phone, without a complaint", async () => {
      await withPage(browser, { viewport: PHONE }, async ({ page, complaints }) => {
        const wrong = [];
        for (const path of one.pages) {
          await page.goto(one.url(path));
          wrong.push(...(await page.evaluate(tooWide)).map((what) => `${path}: ${what}`));
        }
        assert.deepEqual(wrong, [], "wider than the screen");
        assert.deepEqual(complaints, []);
      });
    });

    test("every page says in which language it is", () => {
      for (const { folder, tag } of LANGUAGES) {
        for (const path of one.pages.filter((path) => path.startsWith(`${folder}/`))) {
          const html = elements(one.read(path)).find(({ name }) => name === "html");
          assert.equal(html.attributes.lang, tag, path);
        }
      }
    });

    test("every page is small", () => {
      const weights = one.pages.map((path) => [weight(one, path), path]);
      assert.deepEqual(weights.filter(([bytes]) => bytes > MOST_BYTES), []);
    });
  });
}

describe("from a path of a host that allows nothing but the site's own files", () => {
  const quectel = site("quectel");
  for (const { folder } of LANGUAGES) {
    for (const [type, path] of pageTypes(quectel)) {
      test(`${folder}: ${type}`, () =>
        served(quectel.root, (address) =>
          withPage(browser, {}, async ({ page, complaints }) => {
            await page.goto(`${address}${folder}/${path}`);
            await page.getByRole("combobox").fill("productKey");
            await page.getByRole("option").first().waitFor();
            assert.deepEqual(complaints, []);
          }),
        ));
    }
  }
});

test("all types of pages were looked at", () => {
  const types = new Set(pageTypes(site("quectel")).map(([type]) => type));
  const expected = ["home", "group", "endpoint", "types", "type", "errors", "range of errors"];
  assert.deepEqual([...types].sort(), expected.sort());
  assert.equal(typeOf("devices/list.html"), "endpoint");
});

/** Runs in the page: returns the elements that cause horizontal scrolling. */
function tooWide() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const sticksOut = (element) => element.getBoundingClientRect().right > width + 0.5;
  const all = [...document.body.querySelectorAll("*")].filter(sticksOut);
  return [`${document.documentElement.scrollWidth}px of ${width}px`].concat(
    all.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)),
  );
}

/** Bytes of a page with the files that it loads. */
function weight(one, path) {
  const loads = ({ name, attributes }) =>
    name === "script" ? attributes.src : name === "link" && /stylesheet|icon/.test(attributes.rel) && attributes.href;
  const files = elements(one.read(path)).map(loads).filter(Boolean);
  return files.reduce((sum, file) => sum + one.bytes(target(path, file).path), one.bytes(path));
}
