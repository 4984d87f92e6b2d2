// The pages that only an answer of the functions shows, and the way to each: errors, confirmations, a tracked case.
//
// Entry point: ANSWERS, name → (page, url) that brings a visit's page there, over a running `mingtang serve`. Must not: judge.
import { COMPLAINT, receipt, send, type } from "./complaint.mjs";

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
  "form-bookmarked": (page, url) => page.goto(`${url}/api/complaints`),
};
