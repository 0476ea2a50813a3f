// @ts-check
/** Rights by stage, what the commission owes, what the observer may not do: with clauses, searchable. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icons.js";
import { duties_of, matches, same_clause } from "./law_entries.js";
import { heading } from "./page.js";
import { t } from "./text.js";

/** @typedef {{id: string, icon: string, title: string, text: string, clauses: {id: string, label: string}[], stages?: string[], rights?: string[], chair?: string}} Entry */
/** @typedef {{act: string, restated: string, source: {title: string, as_of: string}, first: string[], stages: Entry[], rights: Entry[], duties: Entry[], limits: Entry[], obligations: Entry[], situations: Entry[]}} Book */

/**
 * @param {{book: Book | null, stage: string, query: string, opened: string}} model `opened`: id of the entry shown open
 * @param {{back: () => void, stage: (id: string) => void, search: (text: string) => void, open: (id: string) => void}} act
 */
export function rights_view({ book, stage, query, opened }, act) {
  if (!book) return html`${heading(t("rights.heading"), act.back)}<p class="notice amber">${t("rights.missing")}</p>`;
  const fits = (/** @type {Entry} */ entry) => at_stage(entry, stage) && matches(entry, query);
  const sections = [
    { id: "may", title: t("rights.may"), entries: book.rights.filter((right) => (book.first.includes(right.id) || !same_clause(right, book.obligations)) && fits(right)) },
    { id: "owe", title: t("rights.owe"), entries: book.obligations.filter(fits) },
    { id: "must", title: t("rights.must"), entries: duties_of(book).filter(fits) },
  ];
  const count = sections.reduce((sum, { entries }) => sum + entries.length, 0);
  return html`
    ${heading(t("rights.heading"), act.back)}
    ${query ? nothing : six(book, act)}
    <label for="rights-search">${t("rights.search")}</label>
    <input type="search" id="rights-search" .value=${query} autocomplete="off" @input=${(/** @type {Event} */ event) => act.search(/** @type {HTMLInputElement} */ (event.target).value)}>
    <div class="tabs" role="group" aria-label=${t("rights.stage")} tabindex="0">
      ${[{ id: "", title: t("rights.all") }, ...book.stages].map(
        (one) => html`<button type="button" data-stage=${one.id} aria-pressed=${one.id === stage ? "true" : "false"} @click=${() => act.stage(one.id)}>${one.title}</button>`,
      )}
    </div>
    <p class="visually-hidden" role="status">${query ? t("rights.found", { n: count }) : nothing}</p>
    ${count ? nothing : html`<p class="notice">${t("rights.none")}</p>`}
    ${sections.map(({ id, title, entries }) => (entries.length ? html`<section class="rows" id="rights-${id}"><h2>${title}</h2>${entry_list(entries, opened)}</section>` : nothing))}
    <p class="small soft">${book.restated} ${book.act} ${t("rights.plain")}</p>
  `;
}

/**
 * The six rights asked about most, as large buttons that open the entry below.
 * @param {Book} book
 * @param {{open: (id: string) => void}} act
 */
function six(book, act) {
  const first = book.first.slice(0, 6).flatMap((id) => book.rights.find((right) => right.id === id) ?? []);
  return html`<div class="six" role="group" aria-label=${t("rights.main")}>
    ${first.map((right) => html`<button type="button" data-right=${right.id} @click=${() => act.open(right.id)}>${icon(right.icon)}<span>${right.title}</span></button>`)}
  </div>`;
}

/**
 * Entries that fold open, clause beside the title.
 * @param {Entry[]} entries
 * @param {string} opened id of the one shown open
 */
export function entry_list(entries, opened) {
  return html`<div class="items">${entries.map(
    (entry) => html`<details class="item" id="entry-${entry.id}" ?open=${entry.id === opened}>
      <summary>${icon(entry.icon)}<span class="title">${entry.title}<span class="clause">${entry.clauses[0]?.label}</span></span></summary>
      <div class="body rows"><p>${entry.text}</p>${entry.clauses.length > 1 ? html`<p class="clause">${clauses(entry)}</p>` : nothing}</div>
    </details>`,
  )}</div>`;
}

/** @param {Entry} entry */
export function clauses(entry) {
  return entry.clauses.map((clause) => clause.label).join(" · ");
}

/**
 * @param {Entry} entry
 * @param {string} stage
 */
function at_stage(entry, stage) {
  return !stage || !entry.stages?.length || entry.stages.includes(stage);
}
