// The pages that only an answer of the functions shows, and the way to each: errors, confirmations, a tracked case.
//
// Entry points: ANSWERS, name → (page, url) that brings a visit's page there, over a running `mingtang serve` with the arguments ANSWERING. Must not: judge.
import { COMPLAINT, receipt, send, type } from "./complaint.mjs";

/** Few enough requests an hour that a test can use them up, more than the visits need; who sends is told by a header, so that only the one that wants to is refused. */
export const ANSWERING = ["--no-watch", "--behind-proxy", "--hourly-limit", "200"];
/** Somebody else (RFC 5737), who sends too much. */
const SENDER = { "x-forwarded-for": "203.0.113.9" };

/** A vendor of the demonstration that can be rated. */
const VENDOR = "bathing-d";

/** Opens a form, types and sends. */
async function sent(page, url, [path, form], values) {
  await page.goto(url + path);
  await type(page, values);
  await send(page, form);
}

const COMPLAIN = ["/complaints/new/", "complaint"];
const TRACK = ["/complaints/track/", "track"];
const RATE = ["/ratings/new/", "rating"];

export const ANSWERS = {
  "complaint-faults": (page, url) => sent(page, url, COMPLAIN, { what: COMPLAINT.what }),
  "complaint-leak": (page, url) => sent(page, url, COMPLAIN, { ...COMPLAINT, what: "示例：对方电话 139 0000 1234" }),
  "complaint-filed": (page, url) => sent(page, url, COMPLAIN, COMPLAINT),
  "complaint-tracked": async (page, url) => {
    await ANSWERS["complaint-filed"](page, url);
    await sent(page, url, TRACK, await receipt(page));
  },
  "complaint-unknown": (page, url) => sent(page, url, TRACK, { reference: "ZZZZ9999", receipt: "0000000000000000" }),
  "rating-faults": (page, url) => sent(page, url, RATE, { vendor: VENDOR, level: "2", voucher: "2222-222-2222222" }),
  "rating-stored": (page, url) => sent(page, url, RATE, { vendor: VENDOR, level: "4" }),
  "feedback-heard": (page, url) => sent(page, url, ["/feedback/", "feedback"], { kind: "topic", subject: "示例：加装电梯", text: "示例：费用怎样分摊" }),
  "too-many": async (page, url) => {
    const vote = () => page.request.post(`${url}/api/feedback`, { headers: SENDER, form: { kind: "page", page: "/", useful: "yes" }, failOnStatusCode: false });
    while ((await vote()).status() !== 429);
    await page.setExtraHTTPHeaders(SENDER);
    await page.goto(`${url}/d/420502001003/`);
    const [answer] = await Promise.all([page.waitForResponse(`${url}/api/feedback`), page.waitForEvent("load"), page.locator(".useful [value=yes]").click()]);
    if (answer.status() !== 429) throw new Error(`not refused: ${answer.status()}`);
    await page.setExtraHTTPHeaders({});
  },
  "form-bookmarked": (page, url) => page.goto(`${url}/api/complaints`),
};
