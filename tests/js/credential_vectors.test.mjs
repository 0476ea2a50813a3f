/** Every vector of tests/vectors, and the foreign ones of RFC 9285, through the browser's twin. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { COLOURS } from "../../verifier_web/credential/verdict.js";
import { check_keys, run } from "./credential_reader.mjs";

const FOLDER = new URL("../vectors/", import.meta.url);

function read_all() {
  const vectors = [];
  for (const category of ["valid", "edge", "invalid"]) {
    for (const file of readdirSync(new URL(`${category}/`, FOLDER)).sort()) {
      const vector = JSON.parse(readFileSync(new URL(`${category}/${file}`, FOLDER), "utf8"));
      vectors.push([`${category}/${file}`, vector]);
    }
  }
  return vectors;
}

const vectors = read_all();

for (const [name, vector] of vectors) {
  test(`vector ${name}: ${vector.description}`, async () => {
    check_keys(vector);
    assert.deepEqual(await run(vector), vector.expect);
  });
}

test("the vectors are at least 150 and show each verdict code three times", () => {
  assert.ok(vectors.length >= 150, `${vectors.length} vectors`);
  for (const code of Object.keys(COLOURS)) {
    const count = vectors.filter(([, vector]) => vector.expect.code === code).length;
    assert.ok(count >= 3, `${code}: ${count}`);
  }
});

test("a vector with an unknown or a missing key is refused", () => {
  const [, vector] = vectors[0];
  assert.throws(() => check_keys({ ...vector, surprise: 1 }), /surprise/);
  const rest = { ...vector };
  delete rest.expect;
  assert.throws(() => check_keys(rest), /expect/);
  assert.throws(() => check_keys({ ...vector, kind: "other" }), /unknown kind/);
});
