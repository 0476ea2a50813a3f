// @ts-check
/** The observer's rights, reached by situation or by right, and the duties; each with its clause. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icons.js";
import { duties_of, matches } from "./law_entries.js";
import { heading } from "./page.js";
import { clauses, entry_list } from "./rights_view.js";
import { t } from "./text.js";

/** @typedef {import("./rights_view.js").Book} Book */
/** @typedef {import("./rights_view.js").Entry} Entry */
/** @typedef {"situations" | "rights"} Way */

/**
 * @param {{book: Book | null, way: Way, stage: string, query: string}} model in the current language
 * @param {{back: () => void, way: (way: Way) => void, stage: (id: string) => void, search: (text: string) => void, open: (id: string) => void}} act
 */
export function own_rights_view({ book, way, stage, query }, act) {
  if (!book) return html`${heading(t("mine.rights"), act.back)}<p class="notice amber">${t("rights.missing")}</p>`;
  const entries = book[way].filter((entry) => (!stage || entry.stages?.includes(stage)) && matches(entry, query));
  return html`
    ${heading(t("mine.rights"), act.back)}
    <div class="two halves" role="group" aria-label=${t("mine.way")}>
      ${/** @type {Way[]} */ (["situations", "rights"]).map(
        (one) => html`<button type="button" data-way=${one} aria-pressed=${one === way ? "true" : "false"} @click=${() => act.way(one)}>${t(`mine.way.${one}`)}</button>`,
      )}
    </div>
    <label>${t("rights.search")}<input type="search" id="rights-search" .value=${query} autocomplete="off" @input=${(/** @type {Event} */ event) => act.search(/** @type {HTMLInputElement} */ (event.target).value)}></label>
    <div class="tabs" role="group" aria-label=${t("rights.stage")} tabindex="0">
      ${[{ id: "", title: t("rights.all") }, ...book.stages].map(
        (one) => html`<button type="button" data-stage=${one.id} aria-pressed=${one.id === stage ? "true" : "false"} @click=${() => act.stage(one.id)}>${one.title}</button>`,
      )}
    </div>
    <p class="visually-hidden" role="status">${query ? t("rights.found", { n: entries.length }) : nothing}</p>
    ${entries.length ? html`<div class="items" id="entries">${entries.map((entry) => row(entry, act.open))}</div>` : html`<p class="notice">${t("rights.none")}</p>`}
    <p class="small soft">${book.restated} ${t("rights.plain")}</p>`;
}

/**
 * @param {Entry} entry
 * @param {(id: string) => void} open
 */
function row(entry, open) {
  return html`<button type="button" class="row" data-entry=${entry.id} @click=${() => open(entry.id)}>${icon(entry.icon)}<span>${entry.title}<span class="clause">${clauses(entry)}</span></span></button>`;
}

/**
 * What the observer must do, and may not do.
 * @param {{book: (Book & {ask_not_instruct: string}) | null}} model in the current language
 * @param {{back: () => void}} act
 */
export function duties_view({ book }, act) {
  if (!book) return html`${heading(t("mine.duties"), act.back)}<p class="notice amber">${t("rights.missing")}</p>`;
  return html`
    ${heading(t("mine.duties"), act.back)}
    <p class="notice">${book.ask_not_instruct}</p>
    <section class="rows" id="duties"><h2>${t("rights.must")}</h2>${entry_list(duties_of(book), "")}</section>
    <p class="small soft">${book.restated} ${t("rights.plain")}</p>`;
}
