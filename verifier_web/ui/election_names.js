// @ts-check
/** The elections' titles as the public site lists them; an election it does not name is shown by its id. */
import { language } from "./text.js";

/** @type {Record<string, Record<string, string>>} id → language → title */
let titles = {};

/** @param {Record<string, Record<string, string>>} known */
export function know_elections(known) {
  titles = known;
}

/** @param {string} id */
export function election_name(id) {
  return (Object.hasOwn(titles, id) && titles[id][language()]) || id;
}
