// @ts-check
/** Certificate numbers: election prefix, paper index of at least four digits, ISO 7064 MOD 37,36 check character. */
import { malformed } from "./errors.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const PREFIX = /^[0-9A-Z]{1,3}[A-Z]$/;
const NUMBER = /^([0-9A-Z]{1,3}[A-Z])([0-9]{4}|[1-9][0-9]{4,6})([0-9A-Z])$/;
const SMALLEST_INDEX_DIGITS = 4;
const INDEX_END = 2 ** 20;
const LONGEST_TYPED = 64;
const LONGEST_NUMBER = 12;
const CYRILLIC = "АВЕКМНОРСТУХавекмнорстух";
const LATIN = "ABEKMHOPCTYXABEKMHOPCTYX";

/** Cyrillic letters, either case, that look like a Latin capital. */
export const LOOK_ALIKES = new Map(Array.from(CYRILLIC, (letter, i) => [letter, LATIN[i]]));

/**
 * What a character may have been meant as: look-alikes, and the Latin letter that a Cyrillic one sounds like. A
 * digit may have been a letter only at the end: elsewhere it would move the border between prefix and index.
 * @type {Map<string, string>}
 */
export const MEANT = new Map(
  ["OO0", "ОO0", "II1", "ИI1", "РPR", "СCS", "ВBV", "НHN", "УYU", "ХXH", "БB", "ГG", "ДD", "З3Z", "ЛL", "ПP", "ФF"].map((row) => [row[0], row.slice(1)]),
);
const MEANT_AT_END = new Map([...MEANT, ["0", "0O"], ["1", "1I"]]);

/** @typedef {{prefix: string, index: number}} CertificateNumber */

/**
 * The ISO 7064 MOD 37,36 check character of a text.
 * @param {string} body of 0-9 and A-Z
 * @returns {string}
 */
export function check_character(body) {
  let product = 36;
  for (const character of body) {
    product = (((product + ALPHABET.indexOf(character)) % 36 || 36) * 2) % 37;
  }
  return ALPHABET[(37 - product) % 36];
}

/**
 * The ungrouped certificate number of a paper index within an election's prefix; else `malformed`.
 * @param {string} prefix the election's
 * @param {number} index the paper's
 * @returns {string}
 */
export function make(prefix, index) {
  if (!is_prefix(prefix)) throw malformed("prefix isn't 2-4 letters and digits that end with a letter");
  if (!Number.isInteger(index) || index < 0 || index >= INDEX_END) throw malformed("paper index out of range");
  const body = prefix + String(index).padStart(SMALLEST_INDEX_DIGITS, "0");
  return body + check_character(body);
}

/**
 * Whether a text can be an election's prefix.
 * @param {string} prefix
 * @returns {boolean}
 */
export function is_prefix(prefix) {
  return PREFIX.test(prefix);
}

/**
 * A number without the spaces and hyphens between its groups.
 * @param {string} number
 * @returns {string}
 */
export function ungroup(number) {
  return number.replace(/[ -]/g, "");
}

/**
 * A number in groups for people: `PR-0042-K`; a text of another form stays as it is.
 * @param {string} number ungrouped
 * @returns {string}
 */
export function group(number) {
  const found = NUMBER.exec(number);
  return found ? found.slice(1).join("-") : number;
}

/**
 * A typed number ungrouped, ASCII upper-case, with Cyrillic look-alikes as Latin letters.
 * @param {string} typed
 * @returns {string}
 */
export function normalise(typed) {
  let kept = "";
  for (const character of ungroup(typed.slice(0, LONGEST_TYPED))) {
    kept += LOOK_ALIKES.get(character) ?? (/^[a-z]$/.test(character) ? character.toUpperCase() : character);
  }
  return kept;
}

/**
 * The ungrouped number that a typed text can only mean; else `malformed`. It is taken as typed where its
 * check character is right; else look-alikes (0 and O, 1 and I) and Cyrillic letters are tried, and exactly
 * one reading must have its letters and digits in place and its check right.
 * @param {string} typed
 * @returns {string}
 */
export function read(typed) {
  if (typed.length > LONGEST_TYPED) throw malformed("too long for a certificate number");
  const number = normalise(typed);
  if (isWhole(number)) return number;
  const characters = Array.from(ungroup(typed));
  if (!characters.length || characters.length > LONGEST_NUMBER) throw malformed("not a certificate number");
  const meant = characters.map((each, at) => (at === characters.length - 1 ? MEANT_AT_END : MEANT).get(each.toUpperCase()) ?? normalise(each));
  let readings = [""];
  for (const letters of meant) readings = readings.flatMap((start) => Array.from(letters, (letter) => start + letter));
  readings = readings.filter(isWhole);
  if (readings.length !== 1) throw malformed("not a certificate number, or its check character is wrong");
  return readings[0];
}

/**
 * The parts of a typed number after its check character was found right; else `malformed`.
 * @param {string} typed
 * @returns {CertificateNumber}
 */
export function check(typed) {
  const [, prefix, index] = /** @type {RegExpExecArray} */ (NUMBER.exec(read(typed)));
  return { prefix, index: Number(index) };
}

/** @param {string} number */
function isWhole(number) {
  return NUMBER.test(number) && check_character(number.slice(0, -1)) === number.slice(-1);
}
