// What was acknowledged is there after `kill -9`: file, kill at once, start again, look it up.
//
// `ROUNDS=1000 node --test tests/promises/durability.test.mjs` for a long run; a few are enough in every run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COMPLAINT } from "../browser/complaint.mjs";
import { folder, serve } from "../browser/site.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 20);

const post = (url, body) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(body) });

async function filed(site, round) {
  const key = `durability-${round}-${process.pid}`;
  const answer = await post(`${site.url}/api/complaints`, { ...COMPLAINT, spot: `第${round}次`, client_key: key });
  const words = await answer.text();
  assert.ok(answer.ok, `filing ${round}: ${answer.status} ${words}`);
  const { reference, receipt } = JSON.parse(words);
  return { key, reference, receipt };
}

test(`${ROUNDS} filings, each followed by kill -9, are all there`, async () => {
  const data = await folder("durability");
  const filings = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const site = await serve({ data: data.path });
    filings.push(await filed(site, round));
    assert.equal((await site.kill()).signal, "SIGKILL");
  }
  const site = await serve({ data: data.path });
  for (const { key, reference, receipt } of filings) {
    const answer = await post(`${site.url}/api/complaints/track`, { reference, receipt });
    assert.equal(answer.status, 200, `${reference} (${key}) is lost: ${await answer.text()}`);
  }
  assert.equal(new Set(filings.map((f) => f.reference)).size, ROUNDS, "two filings share a reference");
  await site.stop();
  await data.remove();
});
