// @ts-check
/** Whom to call, by topic; information resources. Works offline; says as of when and from where. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icons.js";
import { heading } from "./page.js";
import { t } from "./text.js";

/** @typedef {{id: string, title: string, room?: string, lines: string[], secretary_lines?: string[], mailbox?: string | null}} Contact */
/** @typedef {{notice: string, topics: {id: string, title: string, answers: string[]}[], contacts: Contact[], groups: Contact[], resources: {id: string, url: string, title: string, text: string}[], networks_without_address: string[]}} Directory */

/** Topics shown first at the door: who answers at once on the day, then who knows the certificate. */
const AT_THE_DOOR = ["obstruction", "accreditation"];

/**
 * @param {{directory: Directory | null, first?: string[]}} model in the current language; `first`: the topics on top
 * @param {{back: () => void}} act
 */
export function calls_view({ directory, first = AT_THE_DOOR }, act) {
  if (!directory) return html`${heading(t("calls.heading"), act.back)}<p class="notice amber">${t("calls.none")}</p>`;
  const place = (/** @type {string} */ id) => (first.indexOf(id) + first.length + 1) % (first.length + 1);
  const topics = [...directory.topics].sort((a, b) => place(a.id) - place(b.id));
  return html`
    ${heading(t("calls.heading"), act.back)}
    <p class="notice small" id="calls-notice">${directory.notice} ${t("calls.hours")}</p>
    ${topics.map((topic) => topic_card(topic.title, contacts_of(directory, topic.answers)))}
    <section class="rows" id="resources">
      <h2>${t("calls.resources")}</h2>
      <ul class="items">${directory.resources.map(resource)}</ul>
      <p class="small soft">${directory.networks_without_address.join(", ")}: ${t("calls.noaddress")}</p>
    </section>
  `;
}

/**
 * @param {Directory} directory
 * @param {string[]} ids
 */
export function contacts_of(directory, ids) {
  const all = [...directory.groups, ...directory.contacts];
  return ids.flatMap((id) => all.find((contact) => contact.id === id) ?? []);
}

/**
 * @param {string} title
 * @param {Contact[]} contacts
 */
function topic_card(title, contacts) {
  return html`<section class="card stack"><h2>${title}</h2>${contacts.map(
    (contact) => html`<div class="contact">
      <p>${contact.title}${contact.room ? html` <span class="clause">${t("calls.room", { room: contact.room })}</span>` : nothing}</p>
      ${lines_of(contact).map((line) => call_button(contact.title, line))}
      ${contact.mailbox ? html`<p class="small"><a href="mailto:${contact.mailbox}">${contact.mailbox}</a></p>` : nothing}
    </div>`,
  )}</section>`;
}

/** @param {Contact} contact */
export function lines_of({ lines, secretary_lines = [] }) {
  return [...new Set([...lines, ...secretary_lines])];
}

/**
 * A button that dials.
 * @param {string} name whom
 * @param {string} line E.164, e.g. "+996312623569"
 */
export function call_button(name, line) {
  const shown = line.replace(/^\+996(\d{3})(\d{2})(\d{2})(\d{2})$/, "+996 $1 $2 $3 $4");
  return html`<a class="button phone-link" href="tel:${line}" aria-label=${t("call", { name, phone: shown })}>${icon("phone")}${shown}</a>`;
}

/** @param {Directory["resources"][number]} one */
function resource({ url, title, text }) {
  return html`<li class="card rows"><a href=${url} rel="noopener noreferrer" target="_blank">${title}</a><span class="small soft">${text}</span></li>`;
}
