// @ts-check
/** The signed facts under a verdict: person, term, revocation, and the list that answered. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { group } from "../credential/certificate_number.js";
import { show_age, show_day, show_moment } from "./dates.js";
import { election_name } from "./election_names.js";
import { icon } from "./icons.js";
import { has_text, t } from "./text.js";

/** @typedef {import("../credential/verdict.js").Verdict} Verdict */

/**
 * Name in both scripts, photo if carried, organisation, citizenship, number. Shown only when the
 * signature held: the verdict carries no claims otherwise.
 * @param {NonNullable<Verdict["claims"]>} claims
 * @param {string | null} photo
 * @param {string | null} election
 */
export function person(claims, photo, election) {
  return html`
    ${photo ? html`<img class="face" src=${photo} alt=${t("claim.photo")} width="96" height="120">` : nothing}
    <p class="person" id="person"><span class="visually-hidden">${t("claim.name")}: </span>
      <span class="latin" lang="en" dir="auto">${claims.name_latin}</span>
      ${claims.name_cyrillic ? html`<span class="cyrillic" lang="ky" dir="auto">${claims.name_cyrillic}</span>` : nothing}</p>
    <dl class="facts">
      <div><dt>${t("claim.organisation")}</dt><dd dir="auto">${claims.organisation}</dd></div>
      <div><dt>${t("claim.citizenship")}</dt><dd>${country(claims.citizenship)}</dd></div>
      <div><dt>${t("claim.number")}</dt><dd class="number" dir="ltr">${group(claims.number)}</dd></div>
      ${election_fact(election)}
    </dl>`;
}

/**
 * Which number was asked about, as it was read from what was typed, and of which election.
 * @param {string} number ungrouped
 * @param {string | null} election
 */
export function number_asked(number, election) {
  return html`<section class="card" id="number-asked"><dl class="facts">
    <div><dt>${t("claim.number")}</dt><dd class="number" dir="ltr">${group(number)}</dd></div>
    ${election_fact(election)}
  </dl></section>`;
}

/** @param {string | null} election */
export function election_fact(election) {
  return election ? html`<div><dt>${t("claim.election")}</dt><dd class="election">${election_name(election)}</dd></div>` : nothing;
}

/**
 * The name of a country where the catalogue has it, with its code: "Estonia (EST)", else the code.
 * @param {string} code ISO 3166-1 alpha-3
 */
export function country(code) {
  const key = `country.${code}`;
  return has_text(key) ? `${t(key)} (${code})` : code;
}

/**
 * The term in words; no end date is printed because nobody knows it before the results are published.
 * @param {Verdict} verdict
 */
export function term({ term, as_of }) {
  if (!term) return nothing;
  const last = term.last_day === null ? "–" : show_day(term.last_day);
  return html`<dl class="facts" id="term"><div><dt>${t("claim.term")} <span class="clause">${t("rights.clause", { clause: "3.8" })}</span></dt>
    <dd>${term.from_day === null ? nothing : t("term.from", { from: show_day(term.from_day) })} ${t(`term.${term.basis}`, { as_of: as_of === null ? "–" : show_moment(as_of), last })}</dd></div></dl>`;
}

/** @param {NonNullable<Verdict["revocation"]>} notice */
export function revocation({ effective_minute, kind, decree_number, decree_day }) {
  return html`<section class="card" id="revocation"><ul class="rows">
    <li><strong>${t(`revoked.${kind}`)}</strong></li>
    <li>${t("revoked.at", { time: show_moment(effective_minute) })}</li>
    <li>${t("revoked.decree", { number: decree_number, date: show_day(decree_day) })}</li>
  </ul></section>`;
}

/**
 * Which list answered and how old it is.
 * @param {Verdict} verdict
 * @param {number} now unix seconds
 */
export function source({ seq, as_of, age_seconds }, now) {
  if (seq === null || as_of === null) return nothing;
  const age = show_age(Math.max(age_seconds ?? now - as_of, 0));
  return html`<p class="source small soft" id="source">${icon("list")}<span>${t("source", { time: show_moment(as_of), seq, age })}</span></p>`;
}
