// Every page, style and picture is valid. The Nu Html Checker says so: it is the checker of those who write the standard.

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
    // `--also-check-css` and its like read by the ending of the name; one process reads all.
    const args = ["-jar", JAR, "--format", "json", "--also-check-css", "--also-check-svg", ...files];
    const checker = spawnSync("java", args, { cwd: one.root, encoding: "utf8", maxBuffer: 1 << 28 });
    assert.equal(checker.error, undefined, "Java is there");
    const { messages } = JSON.parse(checker.stderr);
    assert.deepEqual(messages.map((message) => readable(one, message)), []);
    assert.equal(checker.status, 0);
  });
}

/** `error en/index.html:3: Duplicate ID “a”.` */
function readable({ root }, { type, subType, url, lastLine, message }) {
  const path = decodeURI(url ?? "").replace(`file:${join(root, "/")}`, "");
  return `${subType ?? type} ${path}:${lastLine}: ${message}`;
}
