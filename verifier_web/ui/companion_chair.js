// @ts-check
/**
 * One right or situation over the whole screen, to be shown to the chair: Kyrgyz and Russian at once with
 * the clause, then for the observer what it says, what to do and whom to call.
 */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { call_button, contacts_of, lines_of } from "./calls_view.js";
import { full_screen } from "./dialog.js";
import { icon } from "./icons.js";
import { clauses } from "./rights_view.js";
import { LANGUAGE_NAMES, t } from "./text.js";

/** @typedef {import("./rights_view.js").Entry} Entry */
/** @typedef {import("./text.js").Language} Language */
/** @typedef {import("./rights_view.js").Book & {ask_not_instruct: string}} Book */

/** The languages of the chair. */
const CHAIR = /** @type {Language[]} */ (["ky", "ru"]);

/**
 * The entry of an id in one language's book.
 * @param {Book} book
 * @param {string} id of a situation or a right
 */
function entry_of(book, id) {
  return [...book.situations, ...book.rights].find((entry) => entry.id === id) ?? null;
}

/**
 * What a chair reads first: the sentence and its clause.
 * @param {Book | null} book
 * @param {{id: string, language: Language}} which
 */
function for_chair(book, { id, language }) {
  const entry = book && entry_of(book, id);
  if (!entry) return nothing;
  return html`<section class="chair" lang=${language} aria-label=${LANGUAGE_NAMES[language]}>
    <p class="tongue" aria-hidden="true">${LANGUAGE_NAMES[language]}</p>
    <p class="sentence">${entry.chair ?? entry.text}</p>
    <p class="clause">${icon("law")}<span>${clauses(entry)}</span></p>
    <p class="small soft">${book.ask_not_instruct}</p>
  </section>`;
}

/**
 * The rights a situation rests on, in full.
 * @param {Book | null} book
 * @param {{id: string, language: Language}} which
 */
function grounds(book, { id, language }) {
  const rights = book ? (entry_of(book, id)?.rights ?? []).flatMap((right) => entry_of(book, right) ?? []) : [];
  return rights.length ? html`<div class="grounds" lang=${language}>${rights.map((right) => html`<p><strong>${right.title}.</strong> ${right.text}</p>`)}</div>` : nothing;
}

/**
 * @param {{id: string, language: Language, books: Record<Language, Book | null>, directory: import("./calls_view.js").Directory | null}} model
 *   `language`: the observer's
 * @param {{close: () => void, open: (id: string) => void}} act
 */
export function chair_dialog({ id, language, books, directory }, act) {
  const own = books[language];
  const entry = own && entry_of(own, id);
  if (!own || !entry) return nothing;
  const [team] = directory ? contacts_of(directory, directory.topics.find((topic) => topic.id === "obstruction")?.answers ?? []) : [];
  const body = html`
    <h1 class="small soft" id="dialog-heading">${t("mine.for_chair")}: ${entry.title}</h1>
    ${CHAIR.map((one) => for_chair(books[one], { id, language: one }))}
    ${CHAIR.map((one) => grounds(books[one], { id, language: one }))}
    <section class="for-you stack" id="for-you">
      <h2>${t("mine.for_you")}</h2>
      ${CHAIR.includes(language) ? nothing : html`<p>${entry.chair ?? entry.text}</p><p class="clause">${clauses(entry)}</p>`}
      ${entry.chair ? html`<p class="notice">${entry.text}</p>` : nothing}
      <p>${own.ask_not_instruct}</p>
      ${(entry.rights ?? []).map((right) => related(entry_of(own, right), act.open))}
      ${team ? html`<div class="contact"><p>${team.title}</p>${lines_of(team).map((line) => call_button(team.title, line))}</div>` : nothing}
    </section>`;
  const bar = html`<button type="button" class="main wide" id="close" autofocus @click=${act.close}>${t("close")}</button>`;
  return full_screen({ id: "chair-dialog", label: "dialog-heading", body, bar }, act.close);
}

/**
 * @param {Entry | null} right
 * @param {(id: string) => void} open
 */
function related(right, open) {
  if (!right) return nothing;
  return html`<button type="button" class="row" data-entry=${right.id} @click=${() => open(right.id)}>${icon(right.icon)}<span>${right.title}<span class="clause">${clauses(right)}</span></span></button>`;
}
