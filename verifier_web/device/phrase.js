// @ts-check
/**
 * The device phrase: two words and a colour that only this phone and its owner know. A look-alike page
 * reached from a forged code cannot show them. Kept as numbers, so that it follows the language.
 */
import { read_setting, write_setting } from "./settings.js";

/** How many words the lists in `locales/` have, and how many colours the style sheet. */
export const WORD_COUNT = 48;
export const COLOUR_COUNT = 6;

/** @typedef {{first: number, second: number, colour: number}} Phrase */

/**
 * A phrase drawn at random; the two words differ.
 * @returns {Phrase}
 */
export function draw_phrase() {
  const first = random_below(WORD_COUNT);
  const second = (first + 1 + random_below(WORD_COUNT - 1)) % WORD_COUNT;
  return { first, second, colour: random_below(COLOUR_COUNT) };
}

/**
 * The phrase of this device, or null before the first use (and after the browser erased its data).
 * @returns {Phrase | null}
 */
export function kept_phrase() {
  const match = /^(\d{1,2})-(\d{1,2})-(\d)$/.exec(read_setting("phrase") ?? "");
  if (!match) return null;
  const [first, second, colour] = match.slice(1).map(Number);
  return first < WORD_COUNT && second < WORD_COUNT && colour < COLOUR_COUNT ? { first, second, colour } : null;
}

/** @param {Phrase} phrase */
export function keep_phrase({ first, second, colour }) {
  write_setting("phrase", `${first}-${second}-${colour}`);
}

/** @param {number} limit */
function random_below(limit) {
  const [value] = crypto.getRandomValues(new Uint32Array(1));
  return value % limit;
}
