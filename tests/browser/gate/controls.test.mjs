// Controls work: languages, themes, tabs, copying, filters, and the table of contents on a phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, withPage } from "../support/browser.mjs";
import { LANGUAGES, pageTypes, pageWith, site } from "../support/site.mjs";

const quectel = site("quectel");
const ENDPOINT = "messages/data_history.html";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Test on a page of `quectel` that fails if the page reports errors. */
function on(place, name, use, options = {}) {
  test(name, () =>
    withPage(browser, options, async ({ page, context, complaints }) => {
      await page.goto(quectel.url(place));
      await use(page, context);
      assert.deepEqual(complaints, []);
    }));
}

describe("the switch of languages", () => {
  const places = pageTypes(quectel).map(([type, path]) => [type, path]);
  places.push(["parameter", `${ENDPOINT}#param-beginDateTimp`]);
  places.push(["code", `${pageWith(quectel, "70089", "errors/")}#70089`]);
  for (const [type, place] of places) {
    for (const [from, to] of [LANGUAGES, [...LANGUAGES].reverse()]) {
      on(`${from.folder}/${place}`, `keeps the page: ${type}, ${from.folder} to ${to.folder}`, async (page) => {
        await page.getByRole("banner").getByRole("link", { name: to.name }).click();
        assert.equal(page.url(), quectel.url(`${to.folder}/${place}`));
        assert.equal(await page.locator("html").getAttribute("lang"), to.tag);
      });
    }
  }

  on(`en/${ENDPOINT}`, "keeps an anchor that was gone to on the page", async (page) => {
    await page.locator("#param-beginDateTimp a.self").click();
    await page.getByRole("banner").getByRole("link", { name: "中文" }).click();
    assert.equal(page.url(), quectel.url(`zh/${ENDPOINT}#param-beginDateTimp`));
  });

  for (const { folder, tag } of LANGUAGES) {
    on("index.html", `is not needed by who reads ${tag}`, (page) => page.waitForURL(quectel.url(`${folder}/index.html`)), { locale: tag });
  }

  on("index.html", "is remembered", async (page) => {
    await page.waitForURL(quectel.url("en/index.html"));
    await page.getByRole("banner").getByRole("link", { name: "中文" }).click();
    await page.goto(quectel.url("index.html"));
    await page.waitForURL(quectel.url("zh/index.html"));
  }, { locale: "en" });
});

describe("the theme", () => {
  const brightness = (page) => page.evaluate(measureBackground);

  for (const colorScheme of ["light", "dark"]) {
    on("en/index.html", `is that of the system: ${colorScheme}`, async (page) => {
      assert.equal((await brightness(page)) < 0.5, colorScheme === "dark");
    }, { colorScheme });

    on("en/index.html", `can be switched from ${colorScheme}, and stays so`, async (page) => {
      const isDark = async () => (await brightness(page)) < 0.5;
      await page.getByRole("button", { name: "Light or dark theme" }).click();
      assert.equal(await isDark(), colorScheme === "light", "after the click");
      await page.reload();
      assert.equal(await isDark(), colorScheme === "light", "after loading again");
      await page.goto(quectel.url(`zh/${ENDPOINT}`));
      assert.equal(await isDark(), colorScheme === "light", "on another page");
      await page.getByRole("button", { name: "切换明暗主题" }).click();
      assert.equal(await isDark(), colorScheme === "dark", "switched back");
    }, { colorScheme });
  }

  test("can be switched where nothing can be remembered", () =>
    withPage(browser, { colorScheme: "light" }, async ({ page, complaints }) => {
      await page.addInitScript(forbidStorage);
      await page.goto(quectel.url("en/index.html"));
      await page.getByRole("button", { name: "Light or dark theme" }).click();
      assert.ok((await brightness(page)) < 0.5);
      assert.deepEqual(complaints, []);
    }));
});

describe("samples", () => {
  for (const { folder } of LANGUAGES) {
    on(`${folder}/${ENDPOINT}`, `are tabs, one shown at a time, in ${folder}/`, async (page) => {
      const tabs = page.getByRole("tab");
      assert.equal(await tabs.count(), 3);
      for (let at = 0; at < 3; at += 1) {
        await tabs.nth(at).click();
        assert.equal(await tabs.nth(at).getAttribute("aria-selected"), "true");
        assert.equal(await page.getByRole("tabpanel").count(), 1);
        const panel = page.locator(`#${await tabs.nth(at).getAttribute("aria-controls")}`);
        assert.ok(await panel.isVisible());
      }
      assert.match(await page.getByRole("tabpanel").innerText(), /curl/);
    });
  }

  on(`en/${ENDPOINT}`, "keep the tab from page to page", async (page) => {
    await page.getByRole("tab", { name: "curl" }).click();
    await page.goto(quectel.url("zh/devices/list.html"));
    assert.match(await page.getByRole("tabpanel").innerText(), /curl/);
  });

  on(`en/${ENDPOINT}`, "are told apart with the arrow keys", async (page) => {
    await page.getByRole("tab").first().focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByRole("tab").nth(1).getAttribute("aria-selected"), "true");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.getByRole("tab").nth(2).getAttribute("aria-selected"), "true");
  });
});

describe("the copy button", () => {
  const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
  const options = { permissions: ["clipboard-read", "clipboard-write"] };

  on("en/thing_model/export_tsl.html", "takes method and path", async (page) => {
    await page.getByRole("button", { name: /^Copy: GET / }).click();
    await page.getByRole("button", { name: "Copied" }).or(page.getByText("Copied")).first().waitFor();
    assert.equal(await clipboard(page), "GET /v2/quectsl/openapi/product/export/tslFile");
  }, options);

  on("en/thing_model/export_tsl.html", "takes the sample as it is shown", async (page) => {
    await page.getByRole("tab", { name: "curl" }).click();
    const panel = page.getByRole("tabpanel");
    await panel.getByRole("button").click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
    assert.equal((await clipboard(page)).trim(), (await panel.locator("pre").innerText()).trim());
    assert.match(await clipboard(page), /^curl /);
  }, options);
});

describe("the error index", () => {
  on("en/errors.html", "shows the codes of one kind", async (page) => {
    const codes = page.locator("main [id][data-kind]:visible");
    const all = await codes.count();
    const device = page.getByRole("button", { name: /^device \d+/ });
    const wanted = Number((await device.innerText()).match(/\d+/)[0]);
    await device.click();
    assert.equal(await device.getAttribute("aria-pressed"), "true");
    assert.equal(await codes.count(), wanted);
    assert.ok(wanted < all);
    await device.click();
    assert.equal(await codes.count(), all);
  });
});

describe("on a phone", () => {
  on(`en/${ENDPOINT}`, "the contents are behind a button", async (page) => {
    const contents = page.getByRole("navigation", { name: "Contents" });
    const menu = page.getByRole("button", { name: "Menu" });
    assert.equal(await contents.isVisible(), false);
    await menu.click();
    assert.equal(await menu.getAttribute("aria-expanded"), "true");
    assert.ok(await contents.getByRole("link", { name: "Error codes" }).isVisible());
    await menu.click();
    assert.equal(await contents.isVisible(), false);
  }, { viewport: { width: 360, height: 740 } });
});

/** Runs in the page: returns a lightness from 0, black, to 1, white. */
function measureBackground() {
  const colours = [document.body, document.documentElement].map((one) => getComputedStyle(one).backgroundColor);
  const colour = colours.find((one) => !/^(?:transparent|rgba\(.*, 0\))$/.test(one)) ?? "rgb(255, 255, 255)";
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

/** Runs in the page before its scripts: disables storage, as some browsers do for files or in general. */
function forbidStorage() {
  Object.defineProperty(window, "localStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
}
