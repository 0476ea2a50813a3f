// @ts-check
/**
 * What a person pasted or typed, made into a question before it is judged: the strict grammar of
 * `credential/` stays as it is, and mail programs, keyboards and eyes are forgiven here.
 */
import { MEANT, normalise, read, ungroup } from "../credential/certificate_number.js";

const NEVER_MEANT = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const LINK = /https?:\/\/[^\s/?#]+\/[VS]\s*#[\d\s]+/gi;
/** A code's number without its address: longer than any telephone number. */
const DIGITS = /^(?:\/?([VS]))?\s*#?\s*(\d[\d\s]{99,})$/i;
const NUMBER_LIKE = /^[0-9A-Z]{1,3}[A-Z][0-9OI]{4,7}[0-9A-Z]$/;
const SHORTEST_NUMBER = 7;
const LONGEST_NUMBER = 12;
const LONGEST_USUAL = 9;

/** @typedef {{text: string} | {number: string}} Question what is being asked about */

/**
 * A pasted text as a question: the link in it (ours first) without what mail put between its digits, a
 * bare number of a code, a certificate number; else the text as it is.
 * @param {string} given
 * @param {string[]} origins the root's
 * @returns {Question}
 */
export function question_in(given, origins) {
  const text = given.replace(NEVER_MEANT, "").trim();
  const links = (text.match(LINK) ?? []).map((link) => link.replace(/\s/g, ""));
  const link = links.find((one) => origins.some((origin) => one.toLowerCase().startsWith(`${origin.toLowerCase()}/`))) ?? links[0];
  if (link) return { text: link.replace(/[vs]#/, (path) => path.toUpperCase()) };
  const bare = DIGITS.exec(text);
  if (bare) return { text: `${origins[0]}/${(bare[1] ?? "V").toUpperCase()}#${bare[2].replace(/\s/g, "")}` };
  return NUMBER_LIKE.test(normalise(text.slice(0, 64))) || is_number(text) ? { number: text } : { text };
}

/**
 * A scanned text as a question: exactly as scanned, unless it is nothing but a certificate number.
 * @param {string} text
 * @returns {Question}
 */
export function scanned(text) {
  return is_number(text) ? { number: text } : { text };
}

/** @param {string} text */
function is_number(text) {
  try {
    return Boolean(read(text));
  } catch {
    return false;
  }
}

/**
 * What is wrong with a typed certificate number, so that the person knows where to look.
 * @param {string} typed
 * @returns {{problem: "" | "empty" | "short" | "long" | "letters" | "wrong", letter: string}}
 */
export function number_problem(typed) {
  const kept = Array.from(ungroup(typed.trim()));
  const letter = kept.find((each) => !/^[0-9A-Z]$/.test(normalise(each)) && !MEANT.has(each.toUpperCase())) ?? "";
  const answer = (/** @type {"" | "empty" | "short" | "long" | "letters" | "wrong"} */ problem) => ({ problem, letter });
  if (!kept.length) return answer("empty");
  if (letter) return answer("letters");
  if (is_number(typed.trim())) return answer("");
  if (kept.length < SHORTEST_NUMBER) return answer("short");
  const digits = /^[0-9A-Z]{0,3}?[A-Z]([0-9]+)[0-9A-Z]$/.exec(normalise(kept.join("")))?.[1] ?? "";
  if (kept.length > (digits ? LONGEST_NUMBER : LONGEST_USUAL) || (digits.length > 4 && digits.startsWith("0"))) return answer("long");
  return answer(digits && digits.length < 4 ? "short" : "wrong");
}
