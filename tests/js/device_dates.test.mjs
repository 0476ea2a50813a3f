import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";

let dates;
let use_language;

before(async () => {
  globalThis.document = { documentElement: {} };
  globalThis.fetch = async (url) => ({ json: async () => JSON.parse(readFileSync(url)) });
  dates = await import("../../verifier_web/ui/dates.js");
  ({ use_language } = await import("../../verifier_web/ui/text.js"));
});

const NEW_YEAR = Date.UTC(2026, 11, 31, 18, 0, 0) / 1000; // 00:00 on 1 January 2027 in Bishkek

test("a day begins at 18:00Z, and the months are ours", async () => {
  await use_language("ky");
  assert.equal(dates.show_moment(NEW_YEAR), "2027‑жылдын 1‑январы, саат 00:00");
  assert.equal(dates.show_moment(NEW_YEAR - 60), "2026‑жылдын 31‑декабры, саат 23:59");
  await use_language("ru");
  assert.equal(dates.show_moment(NEW_YEAR), "1 января 2027 г., 00:00");
  await use_language("en");
  assert.equal(dates.show_day(20_819), "1 January 2027");
  assert.equal(dates.show_recent(NEW_YEAR + 60, NEW_YEAR + 7200), "today 00:01");
  assert.equal(dates.show_recent(NEW_YEAR - 60, NEW_YEAR + 7200), "31 December 2026, 23:59");
});

test("ages need no plural forms", async () => {
  await use_language("en");
  assert.deepEqual([0, 59, 60, 7199, 7200, 172_799, 172_800].map(dates.show_age), [
    "just now", "just now", "1 min ago", "1 h ago", "2 h ago", "47 h ago", "2 d ago",
  ]);
});

test("an unknown language is Kyrgyz", async () => {
  await use_language("de");
  assert.equal(document.documentElement.lang, "ky");
});
