import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

/** What the watching pages need of a browser: a clock turned by hand, one answer, elements by selector. */
let page;

function element(dataset = {}) {
  return { dataset, textContent: "", value: 0, max: 1 };
}

beforeEach(() => {
  page = { found: {}, answer: {}, reloads: 0, timers: [] };
  globalThis.document = {
    hidden: false,
    querySelector: (selector) => page.found[selector] ?? null,
    getElementById: (id) => page.found[`#${id}`] ?? null,
  };
  globalThis.location = {
    reload: () => {
      page.reloads += 1;
    },
  };
  globalThis.fetch = async () => ({ ok: true, status: 200, json: async () => page.answer });
  globalThis.real_timeout = globalThis.setTimeout;
  globalThis.setTimeout = (work) => page.timers.push(work);
});

afterEach(() => {
  globalThis.setTimeout = globalThis.real_timeout;
});

async function ask() {
  await page.timers.shift()();
}

test("a page whose own form is on its way is not reloaded over the answer", async () => {
  const { follow_decree } = await import("../../server/web/static/watch.js");
  page.found["[data-watch]"] = element({ watch: "/decrees/1/watch", state: "signed", issued: "0" });
  page.answer = { state: "signed", issued: 5001, seq: 2, connections: 0 };
  page.found["form[data-sent]"] = element();
  follow_decree();
  await ask();
  assert.equal(page.reloads, 0);
  delete page.found["form[data-sent]"];
  await ask();
  assert.equal(page.reloads, 1);
});

test("the progress of a batch is said in words too, all the way", async () => {
  const { follow_batch } = await import("../../server/web/static/watch.js");
  const label = element({ progress: "Ready: #done of #total" });
  page.found["[data-batch]"] = element({ batch: "/batches/1/progress" });
  page.found["#progress"] = element();
  page.found["[data-progress]"] = label;
  follow_batch();
  for (const done of [25, 50]) {
    page.answer = { state: "running", done, total: 5001 };
    await ask();
    assert.equal(label.textContent, `Ready: ${done} of 5001`);
    assert.equal(page.found["#progress"].value, done);
  }
  page.answer = { state: "done", done: 5001, total: 5001 };
  await ask();
  assert.equal(page.reloads, 1);
});
