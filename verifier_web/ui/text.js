// @ts-check
/**
 * Texts of the screen in Kyrgyz, Russian and English. Catalogues are flat JSON (`locales/*.json`) with
 * `{named}` fields and no plural forms (Chromium has no Kyrgyz plural rules; the wording avoids them).
 */

export const LANGUAGES = /** @type {const} */ (["ky", "ru", "en"]);

/** @typedef {(typeof LANGUAGES)[number]} Language */

/** @type {Record<Language, string>} each language in its own words */
export const LANGUAGE_NAMES = { ky: "Кыргызча", ru: "Русский", en: "English" };

/** @type {Partial<Record<Language, Record<string, string>>>} */
const catalogues = {};
/** @type {Language} */
let current = "ky";

/** @returns {Language} the language now shown */
export function language() {
  return current;
}

/**
 * Load a language and show it from now on; Kyrgyz where the wish is none of ours.
 * @param {string | null} wish
 */
export async function use_language(wish) {
  const next = LANGUAGES.find((known) => known === wish) ?? "ky";
  catalogues[next] ??= await (await fetch(new URL(`../locales/${next}.json`, import.meta.url))).json();
  current = next;
  document.documentElement.lang = next;
}

/**
 * Text of a key in the current language.
 * @param {string} key
 * @param {Record<string, string | number>} [fields] for the `{named}` places
 * @returns {string} the key itself where no catalogue has it (a test forbids that)
 */
export function t(key, fields = {}) {
  const text = catalogues[current]?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name) => String(fields[name] ?? place));
}

/** @param {string} key whether the current catalogue has it */
export function has_text(key) {
  return catalogues[current]?.[key] !== undefined;
}

/**
 * The parts of a `|`-separated text, e.g. the names of the months.
 * @param {string} key
 */
export function list_of(key) {
  return t(key).split("|");
}
