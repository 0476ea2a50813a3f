import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { COLOUR_COUNT, WORD_COUNT } from "../../verifier_web/device/phrase.js";
import { COLOURS } from "../../verifier_web/credential/verdict.js";

const read = (language) => JSON.parse(readFileSync(new URL(`../../verifier_web/locales/${language}.json`, import.meta.url)));
const [ky, ru, en] = ["ky", "ru", "en"].map(read);
const fields = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("the three languages have the same keys, fields and list lengths, none empty", () => {
  assert.deepEqual(Object.keys(ru), Object.keys(ky));
  assert.deepEqual(Object.keys(en), Object.keys(ky));
  for (const key of Object.keys(ky)) {
    for (const other of [ru, en]) {
      assert.ok(other[key].trim() && ky[key].trim(), key);
      assert.deepEqual(fields(other[key]), fields(ky[key]), key);
      assert.equal(other[key].split("|").length, ky[key].split("|").length, key);
    }
  }
});

test("every verdict code has words and advice, every colour a family word", () => {
  for (const [code, colour] of Object.entries(COLOURS)) {
    for (const key of [`say.${code}`, `do.${code}`, `word.${colour}`]) assert.ok(ky[key], key);
  }
});

test("every refusal of a state and a refresh has words", () => {
  const codes = ["newer", "same", "state_older", "state_forked", "state_signature", "state_malformed", "root_older"];
  for (const code of codes) assert.ok(ky[`taken.${code}`], code);
  for (const code of ["new", "same", "offline", "unreachable", "refused"]) assert.ok(ky[`fresh.${code}`], code);
});

test("the phrase's lists are as long as the phrase expects and their words differ", () => {
  for (const language of [ky, ru, en]) {
    const words = language["phrase.words"].split("|");
    assert.equal(new Set(words).size, WORD_COUNT);
    assert.equal(new Set(language["phrase.colours"].split("|")).size, COLOUR_COUNT);
    assert.equal(language.months.split("|").length, 12);
  }
});

test("every key that the screens name exists", () => {
  const root = new URL("../../verifier_web/", import.meta.url);
  const sources = ["", "ui/"].flatMap((folder) =>
    readdirSync(new URL(folder || ".", root)).filter((name) => name.endsWith(".js")).map((name) => folder + name),
  );
  for (const source of sources) {
    const text = readFileSync(new URL(source, root), "utf8");
    for (const [, key] of text.matchAll(/\bt\("([a-z0-9_.]+)"/g)) assert.ok(ky[key], `${source}: ${key}`);
  }
});
