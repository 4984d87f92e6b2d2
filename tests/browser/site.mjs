// Starts and ends what the tests look at: `mingtang serve` (site and functions), or the built files alone.
//
// Entry points: serve(), files(). Each listens on a free port of 127.0.0.1 and is ended by its own process id.
// Must not: leave a process or a folder behind.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
export const BINARY = process.env.MINGTANG ?? join(TARGET, "debug/mingtang");
export const SITE = process.env.MINGTANG_SITE ?? join(ROOT, "tests/out/public");
/** The day on which the demonstration site is looked at: what is overdue or expired must not change from day to day. */
export const NOW = process.env.MINGTANG_NOW ?? "2026-11-23T09:00:00+08:00";

const START_LIMIT = 120_000; // ms; the first build of the whole demonstration site on two busy cores
const STOP_LIMIT = 10_000; // ms; finishing requests and closing the store

/** A fresh folder, and how to be rid of it. */
export async function folder(name) {
  const path = await mkdtemp(join(tmpdir(), `mingtang-${name}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** `mingtang serve` over a data folder (a fresh one unless given): {url, data, log(), kill(), stop()}. */
export async function serve({ data, args = [] } = {}) {
  const own = data ? null : await folder("data");
  const child = spawn(BINARY, ["serve", "--port", "0", "--data", data ?? own.path, ...args], { cwd: ROOT });
  let log = "";
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => ((log += String(error)), resolve({ error })));
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
  const end = async (signal) => {
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
    const result = await ended;
    clearTimeout(late);
    return result;
  };
  const stop = async () => {
    const result = await end("SIGINT");
    await own?.remove();
    return result;
  };
  try {
    const url = await answering(() => log, ended);
    return { url, data: data ?? own.path, log: () => log, kill: () => end("SIGKILL"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for the printed address and for the home page behind it. */
async function answering(log, ended) {
  let over = false;
  ended.then(() => (over = true));
  for (const start = Date.now(); Date.now() - start < START_LIMIT; await pause(50)) {
    if (over) break;
    const url = log().match(/http:\/\/(127\.0\.0\.1|localhost):\d+/)?.[0];
    if (!url) continue;
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return url;
  }
  throw new Error(`${BINARY} serve ${over ? "ended" : `gave no page within ${START_LIMIT / 1000} s`}; it said:\n${log()}`);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".csv": "text/csv; charset=utf-8", ".png": "image/png",
};

/** The built site as plain files, as a static host would give them, parts of files included; `seen` is told path and bytes of each answer: {url, stop()}. */
export async function files(site = SITE, { seen = () => {}, ranges = true } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const body = await readFile(join(site, name)).catch(() => null);
    const found = body ?? (await readFile(join(site, "404.html")).catch(() => Buffer.from("404")));
    const type = (body && (TYPES[extname(name)] ?? "application/octet-stream")) ?? TYPES[".html"];
    const range = body && ranges && /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const [from, to] = range ? [Number(range[1]), Math.min(Number(range[2]) + 1, body.length)] : [0, found.length];
    const packed = !range && /^text|json|xml/.test(type) && /gzip/.test(request.headers["accept-encoding"] ?? "");
    const sent = packed ? gzipSync(found) : found.subarray(from, to);
    response.writeHead(range ? 206 : body ? 200 : 404, {
      "content-type": type, "cache-control": "no-store", ...(packed && { "content-encoding": "gzip" }),
      ...(range && { "content-range": `bytes ${from}-${to - 1}/${body.length}` }),
    });
    seen(path, sent.length);
    response.end(sent);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
