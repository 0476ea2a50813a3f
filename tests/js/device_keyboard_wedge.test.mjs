import assert from "node:assert/strict";
import { test } from "node:test";
import { character_of, KeyBurst } from "../../verifier_web/device/keyboard_wedge.js";

const CODES = { ":": "Semicolon", "/": "Slash", ".": "Period", "#": "Digit3", "-": "Minus", " ": "Space" };

/** The keys a scanner presses for a text on the US layout. */
function keys_for(text) {
  return [...text].map((c) => {
    if (/[0-9]/.test(c)) return { code: `Digit${c}`, shiftKey: false };
    if (/[a-z]/i.test(c)) return { code: `Key${c.toUpperCase()}`, shiftKey: c === c.toUpperCase() };
    return { code: CODES[c], shiftKey: ":#".includes(c) };
  });
}

function type(text, { gap_ms = 10, end = "Enter", burst = new KeyBurst() } = {}) {
  let at = 1000;
  for (const key of keys_for(text)) {
    at += gap_ms;
    assert.equal(burst.press(key, at), null);
  }
  return burst.press({ code: end, shiftKey: false }, at + gap_ms);
}

test("a scan is read by the keys' places, whatever the layout", () => {
  const text = "HTTPS://O.SHAILOO.GOV.KG/V#12345678901234567890";
  assert.equal(type(text), text);
  assert.equal(type(text, { end: "Tab" }), text);
});

test("slow typing and short bursts are no scan", () => {
  assert.equal(type("HTTPS://O.SHAILOO.GOV.KG/V#1", { gap_ms: 200 }), null);
  assert.equal(type("PR0041"), null);
});

test("what was typed before a scan does not enter it", () => {
  const burst = new KeyBurst();
  burst.press({ code: "KeyX", shiftKey: false }, 10);
  assert.equal(type("https://o/V#1234567", { burst }), "https://o/V#1234567");
});

test("Base45's characters have keys; others have none", () => {
  const shifted = { "$": "Digit4", "%": "Digit5", "*": "Digit8" };
  for (const [character, code] of Object.entries(shifted)) assert.equal(character_of({ code, shiftKey: true }), character);
  assert.equal(character_of({ code: "Equal", shiftKey: true }), "+");
  assert.equal(character_of({ code: "ArrowLeft", shiftKey: false }), null);
});
