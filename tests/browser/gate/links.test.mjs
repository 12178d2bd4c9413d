// Every link on every page has a target, and every page is linked. This needs no browser.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { LANGUAGES, elements, site, target } from "../support/site.mjs";

for (const one of ["quectel", "consumer", "hostile"].map(site)) {
  describe(one.name, () => {
    const found = new Map(one.pages.map((path) => [path, elements(one.read(path))]));
    const references = [...found].flatMap(([path, all]) => all.flatMap((element) => referencesOf(path, element)));
    const ids = new Map([...found].map(([path, all]) => [path, all.map(idOf).filter((id) => id !== undefined)]));

    test("there are references to look at", () => {
      assert.ok(references.length > one.pages.length);
    });

    test("no anchor is given twice", () => {
      const twice = [...ids].flatMap(([path, all]) =>
        all.filter((id, at) => all.indexOf(id) !== at).map((id) => `${path}#${id}`),
      );
      assert.deepEqual(twice, []);
    });

    test("pages, files and anchors are there", () => {
      const broken = references.filter(isInside).filter(({ page, reference }) => {
        const { path, anchor } = target(page, reference);
        const isThere = one.files.includes(path);
        return !isThere || (anchor !== "" && !ids.get(path)?.includes(anchor));
      });
      assert.deepEqual(broken, []);
    });

    test("whatever leads out is a link that a reader follows", () => {
      const wrong = references
        .filter((one) => !isInside(one))
        .filter(({ element, reference }) => element !== "a" || !/^https?:\/\//.test(reference));
      assert.deepEqual(wrong, []);
    });

    test("every page is led to, in its language", () => {
      const leading = references.filter(isInside).filter(isFromOwnLanguage).filter(isFromElsewhere);
      const led = new Set(leading.map(({ page, reference }) => target(page, reference).path));
      const lost = one.pages.filter((path) => path !== "index.html" && !led.has(path));
      assert.deepEqual(lost, []);
    });

    test("every page is there in both languages, with the same anchors", () => {
      const [first, second] = LANGUAGES.map(({ folder }) => {
        const own = one.pages.filter((path) => path.startsWith(`${folder}/`));
        return own.map((path) => [path.slice(folder.length), ids.get(path)]);
      });
      assert.ok(first.length > 0);
      assert.deepEqual(first, second);
    });
  });
}

function idOf({ attributes }) {
  return attributes.id;
}

function referencesOf(page, { name, attributes }) {
  const given = ["href", "src", "action", "poster", "srcset", "data"].map((key) => attributes[key]);
  return given.filter((one) => one !== undefined).map((reference) => ({ page, element: name, reference }));
}

/** Returns true if a reference is internal; one with a scheme or a host is external. */
function isInside({ reference }) {
  return !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(reference);
}

/** Excludes the language switch, which links every page. */
function isFromOwnLanguage({ page, reference }) {
  return page === "index.html" || target(page, reference).path.split("/")[0] === page.split("/")[0];
}

/** Excludes links of a page to its own anchors. */
function isFromElsewhere({ page, reference }) {
  return target(page, reference).path !== page;
}
