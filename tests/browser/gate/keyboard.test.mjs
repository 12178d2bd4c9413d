// All controls are usable with the keyboard.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { pageTypes, site } from "../support/site.mjs";

const quectel = site("quectel");

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Test on a page of `quectel`. */
function on(place, name, use, options = {}) {
  test(name, () =>
    withPage(browser, options, async ({ page, complaints }) => {
      await page.goto(quectel.url(place));
      await use(page);
      assert.deepEqual(complaints, []);
    }));
}

describe("search", () => {
  const selected = (page) => page.locator("[role=option][aria-selected=true]");

  for (const key of ["/", "Control+k"]) {
    on("en/index.html", `begins with ${key}`, async (page) => {
      await page.keyboard.press(key);
      await page.keyboard.type("70089");
      await page.getByRole("option").first().waitFor();
      assert.equal(await page.getByRole("combobox").inputValue(), "70089");
    });
  }

  on("en/index.html", "arrows choose, Enter goes there", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("productKey");
    const options = page.getByRole("option");
    await options.nth(2).waitFor();
    await page.keyboard.press("ArrowDown");
    const before = await selected(page).innerText();
    await page.keyboard.press("ArrowDown");
    assert.equal(await selected(page).count(), 1);
    assert.notEqual(await selected(page).innerText(), before);
    const active = await page.getByRole("combobox").getAttribute("aria-activedescendant");
    assert.equal(await selected(page).getAttribute("id"), active);
    await page.keyboard.press("ArrowUp");
    assert.equal(await selected(page).innerText(), before);
    const href = await selected(page).evaluate((one) => one.closest("a")?.href ?? one.querySelector("a").href);
    await page.keyboard.press("Enter");
    await page.waitForURL(href);
  });

  on("en/index.html", "Esc ends it", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("offline");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("option").count(), 0);
    assert.equal(await page.getByRole("combobox").getAttribute("aria-expanded"), "false");
  });

  on("en/index.html", "a slash in the field is a slash", async (page) => {
    await page.getByRole("combobox").focus();
    await page.keyboard.type("/v2/");
    assert.equal(await page.getByRole("combobox").inputValue(), "/v2/");
  });
});

describe("Tab", () => {
  for (const [type, path] of pageTypes(quectel)) {
    // The first links are representative of a page with hundreds.
    on(`en/${path}`, `reaches what can be used, in the order in which it stands, and shows where it is: ${type}`, async (page) => {
      const expected = (await page.evaluate(listUsable)).slice(0, 120);
      assert.ok(expected.length > 5);
      const reached = [];
      for (let count = 0; count < expected.length; count += 1) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate(describeFocused));
      }
      assert.deepEqual(reached.map((one) => one.what), expected);
      assert.deepEqual(reached.filter((one) => !one.isMarked).map((one) => one.what), []);
    });
  }

  on("en/devices/list.html", "first offers to skip to the content", async (page) => {
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    assert.ok(await skip.evaluate((one) => one === document.activeElement));
    const { y } = await skip.boundingBox();
    assert.ok(y >= 0, "it is on the screen");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  });
});

/** Runs in the page: returns the focusable elements in document order. */
function listUsable() {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  const isUsable = (one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  return [...all].filter(isUsable).map((one) => `${one.tagName} ${(one.id || one.textContent).trim().slice(0, 40)}`);
}

/** Runs in the page: returns the focused element, and if its focus is visible. */
function describeFocused() {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  const isMarked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  return { what: `${one.tagName} ${(one.id || one.textContent).trim().slice(0, 40)}`, isMarked };
}
