// @ts-check
/** The frame around every screen of both doors: name, languages, freshness line, notices, footer. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { show_age, show_recent } from "./dates.js";
import { election_name } from "./election_names.js";
import { icon, own_mark } from "./icons.js";
import { LANGUAGES, LANGUAGE_NAMES, language, t } from "./text.js";

/**
 * @typedef {object} Freshness
 * @property {{election: string, seq: number, as_of: number, old: boolean, running: boolean}[]} lists newest state of each election
 * @property {"live" | "polling" | "none"} link how changes arrive
 * @property {boolean} busy a refresh is running
 * @property {string | null} result what the last manual refresh answered
 * @property {boolean} open whether all lists are shown
 * @property {number} now unix seconds by the verifier's own floor and clock
 * @property {{election: string, megabytes: string}[]} large registries fetched only by choice
 */

/**
 * @typedef {object} Notice
 * @property {string} id
 * @property {"amber" | "red" | "green" | ""} colour
 * @property {string} text
 * @property {{id: string, text: string, run: () => void}[]} [buttons]
 */

/**
 * The whole page.
 * @param {{title: string, freshness: Freshness | null, notices: Notice[], body: unknown, foot?: unknown, privacy?: string}} model
 * @param {{speak: (language: string) => void, refresh: () => void, toggle_lists: () => void, load_registry: (election: string) => void}} act
 */
export function page({ title, freshness, notices, body, foot, privacy = t("privacy") }, act) {
  return html`
    <header class="top">
      <div class="column">
        <div class="bar">
          <a class="home" href="/">${own_mark()}<span class="name">${title}<span class="visually-hidden">. ${t("home")}</span></span></a>
          ${language_switch(act.speak)}
        </div>
        ${freshness ? freshness_line(freshness, act) : nothing}
      </div>
    </header>
    <main class="column stack" id="main">
      ${freshness?.open ? all_lists(freshness, act) : nothing}
      <div class="rows" role="status" aria-live="polite">${notices.map(notice)}</div>
      ${body}
    </main>
    <footer class="column stack">${foot ?? nothing}<p>${privacy}</p></footer>
  `;
}

/** @param {(language: string) => void} speak */
export function language_switch(speak) {
  return html`<div class="languages" role="group" aria-label=${t("language")}>
    ${LANGUAGES.map(
      (one) => html`<button type="button" lang=${one} id="language-${one}" aria-label="${one} ${LANGUAGE_NAMES[one]}"
        aria-pressed=${one === language() ? "true" : "false"} @click=${() => speak(one)}>${one}</button>`,
    )}
  </div>`;
}

/**
 * @param {Freshness} freshness
 * @param {{refresh: () => void, toggle_lists: () => void}} act
 */
function freshness_line(freshness, act) {
  const shown = freshness.lists.find((list) => list.running) ?? freshness.lists[0];
  const old = Boolean(shown?.old);
  const dot = old ? "old" : freshness.link === "live" ? "live" : "";
  return html`<div class="freshness" id="freshness">
    <button type="button" class="which" id="lists-toggle" aria-expanded=${freshness.open ? "true" : "false"} @click=${act.toggle_lists}>
      <span class="dot ${dot}"></span>
      <span>${
        shown
          ? html`${t("fresh.list", { seq: shown.seq })} · ${show_age(freshness.now - shown.as_of)}${old ? html` · <strong>${t("fresh.old")}</strong>` : nothing}`
          : t("fresh.none")
      }<span class="visually-hidden">. ${link_text(freshness.link)}</span></span>
    </button>
    <button type="button" class="round" id="refresh" aria-label=${t("fresh.refresh")} aria-busy=${freshness.busy ? "true" : "false"} @click=${act.refresh}>${icon("refresh")}</button>
  </div>`;
}

/** @param {Freshness["link"]} link */
function link_text(link) {
  return t({ live: "fresh.live", polling: "fresh.polling", none: "fresh.nonet" }[link]);
}

/**
 * @param {Freshness} freshness
 * @param {{load_registry: (election: string) => void}} act
 */
function all_lists(freshness, act) {
  return html`<section class="card stack" id="lists" aria-label=${t("fresh.details")}>
    <h2>${t("fresh.details")}</h2>
    ${freshness.lists.length ? nothing : html`<p>${t("fresh.none.hint")}</p>`}
    <ul class="rows">${freshness.lists.map(
      (list) => html`<li>${t("fresh.election", { election: election_name(list.election), seq: list.seq, time: show_recent(list.as_of, freshness.now) })}${list.old ? html` · <strong>${t("fresh.old")}</strong>` : nothing}</li>`,
    )}</ul>
    ${freshness.large.map(
      ({ election, megabytes }) => html`<p>${t("fresh.registry", { election: election_name(election), size: megabytes })}</p>
        <button type="button" @click=${() => act.load_registry(election)}>${t("fresh.registry.load")}</button>`,
    )}
    <p class="small soft">${link_text(freshness.link)}</p>
  </section>`;
}

/** @param {Notice} one */
function notice(one) {
  return html`<div class="notice ${one.colour}" id=${one.id}>
    <p>${one.text}</p>
    ${one.buttons?.length ? html`<p class="two">${one.buttons.map((button) => html`<button type="button" id=${button.id} @click=${button.run}>${button.text}</button>`)}</p>` : nothing}
  </div>`;
}

/** A new screen stands: its heading is read first. */
export function focus_heading() {
  scrollTo(0, 0);
  const heading = document.querySelector("[data-focus]");
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/**
 * A heading with a way back, for every screen below the first.
 * @param {string} text
 * @param {() => void} back
 */
export function heading(text, back) {
  return html`<div class="rows">
    <button type="button" class="plain back" id="back" @click=${back}>${icon("back")}${t("back")}</button>
    <h1 tabindex="-1" data-focus>${text}</h1>
  </div>`;
}
