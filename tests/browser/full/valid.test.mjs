// Every page, style sheet and image is valid according to the Nu Html Checker, the reference checker of HTML.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { site } from "../support/site.mjs";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

for (const one of ["quectel", "consumer", "hostile"].map(site)) {
  test(`the site of ${one.name} is valid`, () => {
    const files = one.files.filter((file) => /\.(?:html|css|svg)$/.test(file));
    assert.ok(files.length > 10);
    // `--also-check-css` and similar options select files by extension, so one process checks all.
    // The checker would guess the language, which fails for Chinese pages with many English names.
    const options = ["--format", "json", "--no-langdetect", "--also-check-css", "--also-check-svg"];
    const checker = spawnSync("java", ["-jar", JAR, ...options, ...files], { cwd: one.root, encoding: "utf8", maxBuffer: 1 << 28 });
    assert.equal(checker.error, undefined, "Java is there");
    const { messages } = JSON.parse(checker.stderr);
    assert.deepEqual(summary(one, messages), []);
    assert.equal(checker.status, 0);
  });
}

/** Distinct errors, each with its first place: `error: Duplicate ID “a”. (en/index.html:3, and 7 more)`. */
function summary({ root }, messages) {
  const places = new Map();
  for (const { type, subType, url, lastLine, message } of messages) {
    const fault = `${subType ?? type}: ${message}`;
    const path = decodeURI(url ?? "").replace(`file:${join(root, "/")}`, "");
    places.set(fault, [...(places.get(fault) ?? []), `${path}:${lastLine}`]);
  }
  return [...places].map(([fault, [first, ...others]]) => `${fault} (${first}, and ${others.length} more)`);
}
