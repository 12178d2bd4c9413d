// Loopback server of a folder below a path prefix, like a project page on a shared host.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const BELOW = "/some/where/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Headers of a strict host, which permit only files of the site and nothing inline. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** Serves `root` while `use` runs with the URL of the folder. */
export async function served(root, use) {
  const server = createServer((request, response) => answer(root, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}${BELOW}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function answer(root, request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname));
  // Browsers request it from the root of the host, which is outside of the site.
  if (path === "/favicon.ico") return response.writeHead(204).end();
  if (!path.startsWith(BELOW)) return response.writeHead(404).end();
  const file = join(root, path.slice(BELOW.length), path.endsWith("/") ? "index.html" : "");
  try {
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
