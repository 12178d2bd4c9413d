// Screenshots of the main pages of this API's site, for visual review: `node shots.mjs DIR`.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { launch, withPage } from "./support/browser.mjs";
import { LANGUAGES, pageWith, site } from "./support/site.mjs";

const SCREENS = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
};

const quectel = site("quectel");

/** Name, page, and actions on it before the screenshot. */
const SUBJECTS = [
  ["home", "index.html", nothing],
  ["group", "devices.html", nothing],
  ["endpoint", "messages/write_properties.html", nothing],
  ["result", "devices/list.html#result", nothing],
  ["types", "types.html", nothing],
  ["type", `${pageWith(quectel, "value-offline", "types/")}`, nothing],
  ["errors", "errors.html", nothing],
  ["code", `${pageWith(quectel, "70089", "errors/")}#70089`, nothing],
  ["search", "index.html", (page) => search(page, "offline")],
];

/** Screenshots of the README, which are small files: name, language, theme, page, and actions on it. */
const README = [
  ["endpoint", "en", "light", "devices/list.html", nothing],
  ["search", "zh", "dark", "index.html", (page) => search(page, "离线")],
];

async function nothing() {}

async function search(page, query) {
  await page.getByRole("combobox").fill(query);
  await page.getByRole("option").first().waitFor();
}

const [directory] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const browser = await launch();
try {
  for (const { folder } of LANGUAGES) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [screen, viewport] of Object.entries(SCREENS)) {
        await withPage(browser, { viewport, colorScheme, reducedMotion: "reduce" }, async ({ page }) => {
          for (const [name, place, prepare] of SUBJECTS) {
            await page.goto(quectel.url(`${folder}/${place}`));
            await prepare(page);
            await page.screenshot({ path: join(directory, `${name}-${folder}-${colorScheme}-${screen}.png`) });
          }
        });
      }
    }
  }
  for (const [name, folder, colorScheme, place, prepare] of README) {
    const options = { viewport: { width: 1320, height: 760 }, colorScheme, reducedMotion: "reduce" };
    await withPage(browser, options, async ({ page, context }) => {
      await page.goto(quectel.url(`${folder}/${place}`));
      await prepare(page);
      const session = await context.newCDPSession(page);
      const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
      writeFileSync(join(directory, `${name}.webp`), data, "base64");
    });
  }
} finally {
  await browser.close();
}
const count = README.length + SUBJECTS.length * LANGUAGES.length * 2 * Object.keys(SCREENS).length;
console.log(`${count} pictures in ${directory}`);
