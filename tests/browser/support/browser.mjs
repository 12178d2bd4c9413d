// Browser without network access, and the errors that a page reports in it.

import { chromium } from "playwright-core";

/** URLs that a page may request: files, and the server of the test. */
const OURS = /^(?:file:|data:|blob:|about:|http:\/\/127\.0\.0\.1:)/;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Hosts other than loopback do not resolve, so that a request to one fails and is reported.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Chromium with a temporary profile. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * Calls `use` with a new page and its reported errors: `{ page, complaints }`.
 * `options` are those of a playwright context: size, theme, language, JavaScript.
 */
export async function withPage(browser, options, use) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    return await use({ page, context, complaints: watch(page) });
  } finally {
    await context.close();
  }
}

/** List that collects errors, warnings, failed requests and requests to other machines. */
function watch(page) {
  const complaints = [];
  const add = (what, text) => complaints.push(`${what} (${page.url()}): ${text}`);
  page.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) add("console", message.text());
  });
  page.on("pageerror", (error) => add("uncaught", error.message));
  page.on("dialog", (dialog) => {
    add("dialog", dialog.message());
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!OURS.test(request.url())) add("external request", request.url());
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // A navigation aborts the icon request of the previous page.
    if (why !== "net::ERR_ABORTED") add("failed request", `${request.url()} (${why})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) add(`status ${response.status()}`, response.url());
  });
  return complaints;
}
