// Files of a site: its pages, their types and their content.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { pathToFileURL } from "node:url";

import { parse } from "parse5";

/** Folders of languages, each with the `lang` of its pages and the text of a link to it. */
export const LANGUAGES = [
  { folder: "en", tag: "en", name: "English" },
  { folder: "zh", tag: "zh-Hans", name: "中文" },
];

/** Site in the folder that `.ci/browser` has generated: `quectel`, `consumer` or `hostile`. */
export function site(name) {
  const sites = process.env.SITES;
  if (!sites) throw new Error("SITES is not set: start this with .ci/browser");
  const root = join(sites, name);
  const files = readdirSync(root, { recursive: true })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => statSync(join(root, file)).isFile())
    .sort();
  const pages = files.filter((file) => file.endsWith(".html"));
  return {
    name,
    root,
    files,
    pages,
    url: (path) => fileUrl(root, path),
    read: (path) => readFileSync(join(root, path), "utf8"),
    bytes: (path) => statSync(join(root, path)).size,
  };
}

function fileUrl(root, place) {
  const [path, anchor] = place.split("#");
  return pathToFileURL(join(root, path)).href + (anchor ? `#${anchor}` : "");
}

/** Returns the type of page of a path below the folder of a language. */
export function typeOf(path) {
  if (path === "index.html") return "home";
  if (path === "errors.html") return "errors";
  if (path === "types.html") return "types";
  if (path.startsWith("errors/")) return "range of errors";
  if (path.startsWith("types/")) return "type";
  return path.includes("/") ? "endpoint" : "group";
}

/** Largest page of each type, as the most complex one: `[[type, path below the folder of a language]]`. */
export function pageTypes({ pages, bytes }) {
  const largest = new Map();
  for (const page of pages.filter((page) => page.startsWith("en/"))) {
    const path = page.slice("en/".length);
    const known = largest.get(typeOf(path));
    if (!known || bytes(page) > bytes(`en/${known}`)) largest.set(typeOf(path), path);
  }
  return [...largest];
}

/** Path, below the folder of a language, of the page with this anchor among the paths with this prefix. */
export function pageWith({ pages, read }, anchor, beginning = "") {
  const holds = (page) => page.startsWith(`en/${beginning}`) && read(page).includes(` id="${anchor}"`);
  const page = pages.find(holds);
  if (!page) throw new Error(`no page below en/${beginning} has #${anchor}`);
  return page.slice("en/".length);
}

/** All elements of a page: `[{ name, attributes }]`. */
export function elements(html) {
  const found = [];
  const visit = (node) => {
    if (node.tagName) found.push({ name: node.tagName, attributes: attributesOf(node) });
    (node.childNodes ?? []).forEach(visit);
    if (node.content) visit(node.content);
  };
  visit(parse(html));
  return found;
}

function attributesOf(node) {
  return Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
}

/** Target of a reference on a page, below the root of the site: `{ path, anchor }`. */
export function target(page, reference) {
  const [path, anchor = ""] = reference.split("#");
  const whole = path === "" ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  return { path: whole.endsWith("/") ? `${whole}index.html` : whole, anchor: decodeURIComponent(anchor) };
}
