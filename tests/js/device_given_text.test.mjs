import assert from "node:assert/strict";
import { test } from "node:test";
import { make } from "../../verifier_web/credential/certificate_number.js";
import { number_problem, question_in, scanned } from "../../verifier_web/device/given_text.js";
import { one_of } from "../../verifier_web/device/picture.js";

const ORIGINS = ["https://o.example.kg"];
const DIGITS = "7".repeat(400);
const CODE = `HTTPS://O.EXAMPLE.KG/V#${DIGITS}`;
const NUMBER = make("PR", 42);

test("the link is found inside other text, ours before others, whatever mail did to it", () => {
  for (const given of [CODE, ` ${CODE}\n`, `see ${CODE} please`, CODE.replace("777777", "77\n 77\u200b77"), `https://other.example/V#12 ${CODE}`]) {
    assert.deepEqual(question_in(given, ORIGINS), { text: CODE });
  }
  assert.deepEqual(question_in(CODE.toLowerCase(), ORIGINS), { text: `https://o.example.kg/V#${DIGITS}` });
  assert.deepEqual(question_in("https://other.example/v#12", ORIGINS), { text: "https://other.example/V#12" });
  assert.deepEqual(question_in("https://o.example.kg/s#12", ORIGINS), { text: "https://o.example.kg/S#12" });
});

test("bare digits are a code's number, with or without its path", () => {
  assert.deepEqual(question_in(DIGITS, ORIGINS), { text: `https://o.example.kg/V#${DIGITS}` });
  assert.deepEqual(question_in(`/S#${DIGITS}`, ORIGINS), { text: `https://o.example.kg/S#${DIGITS}` });
  assert.deepEqual(question_in("12345678", ORIGINS), { text: "12345678" });
});

test("a certificate number is one, pasted even with a slip, scanned only when whole", () => {
  const slip = NUMBER.slice(0, -1) + (NUMBER.endsWith("A") ? "B" : "A");
  assert.deepEqual(question_in(` ${NUMBER} `, ORIGINS), { number: NUMBER });
  assert.deepEqual(question_in(slip, ORIGINS), { number: slip });
  assert.deepEqual(scanned(NUMBER), { number: NUMBER });
  assert.deepEqual(scanned(slip), { text: slip });
  assert.deepEqual(scanned(CODE.toLowerCase()), { text: CODE.toLowerCase() });
  assert.deepEqual(question_in("WIFI:S:school;;", ORIGINS), { text: "WIFI:S:school;;" });
});

test("what is wrong with a number", () => {
  const problems = { "": "empty", "PR-0042": "short", "PR-042-Z": "short", "PR-00042-Z": "long", "PR-0042-Z-PR-0042": "long", "PR-0042-Z-0042-Z": "long", "ЖR-0042-Z": "letters", "PR-0042-?": "letters" };
  for (const [typed, problem] of Object.entries(problems)) assert.equal(number_problem(typed).problem, problem, typed);
  assert.equal(number_problem("жR0042Z").letter, "ж");
  assert.equal(number_problem(NUMBER).problem, "");
  assert.equal(number_problem(NUMBER.replace("2", "3")).problem, "wrong");
});

test("of several codes the one of our form is meant, else none", () => {
  assert.deepEqual(one_of([CODE, "WIFI:S:a"]), { text: CODE });
  assert.deepEqual(one_of([CODE, CODE]), { text: CODE });
  assert.deepEqual(one_of([CODE, `${CODE}1`]), { problem: "several" });
  assert.deepEqual(one_of([CODE, "https://evil.example/V#1"]), { problem: "several" });
  assert.deepEqual(one_of(["a", "b"]), { problem: "several" });
});
