// What was acknowledged is there after `kill -9`, once and whole: residents file without pause, the server is killed at a random moment and started
// again, and in the end every filing is looked for in the store.
//
// `ROUNDS=1000 node --test tests/promises/durability.test.mjs` for the long run; `SEED` repeats one. Needs the binaries `mingtang` and `dynamodb`.
// A filing whose answer was lost is sent again with its key, as a form does: it must come out as one filing, whether it had been stored or not.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { once } from "node:events";
import { test } from "node:test";
import { COMPLAINT } from "../browser/complaint.mjs";
import { BINARY, folder, serve } from "../browser/site.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 25);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RESIDENTS = 6; // who file at the same time; each waits for the answer before the next
const LONGEST = 400; // ms under load before the kill: a few to a few dozen filings
const AGAIN_LIMIT = 5; // times that a filing is sent again before it counts as refused

const random = seeded(SEED);

/** Mulberry32: the same seed kills at the same moments. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A site of one page, so that a round is about the store and not about building. */
async function content(path) {
  await mkdir(join(path, "notices"), { recursive: true });
  await writeFile(join(path, "site.toml"), 'name = "示例站"\nbase_url = "http://127.0.0.1:8000"\ndemonstration = true\n');
  return path;
}

/** Posts as one resident among many, each from an address of their own. */
async function post(url, number, body) {
  const headers = { "content-type": "application/json", "x-forwarded-for": `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}` };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, ...(await answer.json()) };
}

/** What one resident sends: two of three are complaints with a contact, the others feedback. */
function filing(number) {
  const key = `durable-${SEED}-${number}`;
  const complaint = { ...COMPLAINT, spot: `第${number}号`, contact: "0717-6000000", client_key: key };
  const topic = { kind: "topic", subject: `第${number}号`, text: "示例：加装电梯怎么分摊", client_key: key };
  return number % 3 === 0 ? { number, path: "/api/feedback", body: topic } : { number, path: "/api/complaints", body: complaint };
}

/** Sends one and notes what was acknowledged; false if the server was gone. */
async function send(url, books, one) {
  try {
    const answer = await post(url + one.path, one.number, one.body);
    if (answer.status !== 201) {
      assert.equal(answer.status, 503, `filing ${one.number}: ${JSON.stringify(answer)}`);
      one.refused = (one.refused ?? 0) + 1;
      assert.ok(one.refused < AGAIN_LIMIT, `filing ${one.number} is refused again and again`);
      return books.open.push(one) > 0;
    }
    const before = books.acknowledged.get(one.number);
    if (before?.reference) assert.equal(answer.reference, before.reference, `filing ${one.number} was filed twice`);
    books.acknowledged.set(one.number, { ...one, reference: answer.reference, receipt: answer.receipt });
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    books.open.push(one);
    books.lost += 1;
    return false;
  }
}

/** One resident after another at one desk, until the server is gone: first what is open from before, then something new. */
async function desk(url, books) {
  do {
    var one = books.open.shift() ?? filing((books.next += 1));
  } while (await send(url, books, one));
}

async function round(books, { data, args }) {
  const site = await serve({ data, args });
  const desks = Array.from({ length: RESIDENTS }, () => desk(site.url, books));
  await new Promise((resolve) => setTimeout(resolve, random() * LONGEST));
  assert.equal((await site.kill()).signal, "SIGKILL");
  await Promise.all(desks);
}

/** Sends again what is still open, and looks up some of the acknowledged with their receipts. */
async function settle(books, { data, args }) {
  const site = await serve({ data, args });
  while (books.open.length) assert.ok(await send(site.url, books, books.open.shift()));
  const complaints = [...books.acknowledged.values()].filter((one) => one.reference);
  for (const { number, reference, receipt } of complaints.filter((_, at) => at % Math.ceil(complaints.length / 500) === 0)) {
    const answer = await post(`${site.url}/api/complaints/track`, number, { reference, receipt });
    assert.equal(answer.status, 200, `filing ${number} (${reference}) cannot be looked up`);
  }
  await site.stop();
}

/** Every item of every table, read past the functions by the engine alone. */
async function tables(file) {
  const engine = spawn(join(dirname(BINARY), "dynamodb"), [file]);
  try {
    const [url] = await once(engine.stdout, "data");
    const names = ["cases", "contacts", "feedback", "idempotency"];
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await scan(String(url).trim(), `mingtang-${name}`)])));
  } finally {
    engine.kill("SIGKILL");
  }
}

async function scan(url, table) {
  const items = [];
  for (let from; ; ) {
    const headers = { "x-amz-target": "DynamoDB_20120810.Scan", "content-type": "application/x-amz-json-1.0" };
    const answer = await (await fetch(url, { method: "POST", headers, body: JSON.stringify({ TableName: table, ExclusiveStartKey: from }) })).json();
    assert.ok(answer.Items, JSON.stringify(answer).slice(0, 500));
    items.push(...answer.Items);
    from = answer.LastEvaluatedKey;
    if (!from) return items;
  }
}

test(`${ROUNDS} times kill -9 under load (seed ${SEED}): every acknowledged filing is there, none twice, none half`, async () => {
  const data = await folder("durability");
  const args = ["--content", await content(join(data.path, "content")), "--no-watch", "--behind-proxy", "--hourly-limit", "1000000"];
  const place = { data: join(data.path, "data"), args };
  const books = { next: 0, lost: 0, open: [], acknowledged: new Map() };
  for (let number = 0; number < ROUNDS; number += 1) await round(books, place);
  await settle(books, place);
  check(books, await tables(join(place.data, "store.db")));
  await data.remove();
});

function check(books, { cases, contacts, feedback, idempotency }) {
  const filed = [...books.acknowledged.values()];
  const complaints = filed.filter((one) => one.reference);
  assert.equal(filed.length, books.next, "a filing was neither acknowledged nor refused");
  assert.deepEqual(sorted(cases.map((item) => item.case_ref.S)), sorted(complaints.map((one) => one.reference)), "cases");
  assert.deepEqual(sorted(contacts.map((item) => item.case_ref.S)), sorted(complaints.map((one) => one.reference)), "contacts");
  assert.deepEqual(sorted(idempotency.map((item) => JSON.parse(item.doc.S))), sorted(complaints.map((one) => one.reference)), "client keys");
  const subjects = feedback.map((item) => JSON.parse(item.doc.S).subject);
  assert.deepEqual(sorted(subjects), sorted(filed.filter((one) => !one.reference).map((one) => one.body.subject)), "feedback");
  const texts = new Set(cases.map((item) => item.doc.S.match(/第\d+号/)[0]));
  assert.equal(texts.size, complaints.length, "a complaint was stored twice");
  console.log(`${ROUNDS} kills, ${filed.length} filings acknowledged and found once, ${books.lost} answers lost and asked for again`);
  assert.ok(books.lost > 0 || ROUNDS < 5, "no kill hit a request: the load is too light to prove anything");
}

function sorted(values) {
  return [...values].sort();
}
