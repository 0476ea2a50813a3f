// @ts-check
/** One's own certificate: the status strip, the white card with the code, and the card over the whole screen. */
import { group } from "../credential/certificate_number.js";
import { segments } from "../credential/qr_text.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { show_moment } from "./dates.js";
import { election_name } from "./election_names.js";
import { full_screen } from "./dialog.js";
import { icon, verdict_shape } from "./icons.js";
import { qr_path, qr_picture } from "./state_view.js";
import { has_text, t } from "./text.js";
import { election_fact, revocation, source, term } from "./verdict_facts.js";
import { wording } from "./verdict_view.js";

/** @typedef {import("../credential/verdict.js").Verdict} Verdict */
/**
 * @typedef {object} OwnPaper
 * @property {string} number
 * @property {string} text of the code
 * @property {Verdict} verdict of now
 */

/** @type {{text: string, code: {size: number, path: string} | null}} drawn once: drawing takes longer than showing */
let drawn = { text: "", code: null };

/** @param {string} text */
function code_of(text) {
  if (drawn.text !== text) drawn = { text, code: qr_path(segments(text)) };
  return drawn.code;
}

/**
 * What the observer should do, by the verdict's code or else its colour.
 * @param {Verdict} verdict
 */
export function own_advice({ code, colour }) {
  const key = `mine.do.${code}`;
  return t(has_text(key) ? key : `mine.do.${colour}`);
}

/**
 * The verdict in one strip: shape, word and what it means.
 * @param {Verdict} verdict
 */
export function status_strip(verdict) {
  const { colour, word, say } = wording(verdict);
  return html`<section class="verdict strip ${colour}" id="status" data-code=${verdict.code} data-colour=${colour} role="status" aria-atomic="true">
    ${verdict_shape(colour)}
    <p><strong id="status-word">${word}</strong> <span class="say">${say}</span></p>
  </section>`;
}

/**
 * The white card: code with its quiet zone, name in both scripts, organisation, number, term.
 * @param {OwnPaper} paper
 * @param {number} now unix seconds
 */
function card({ number, text, verdict }, now) {
  const code = code_of(text);
  const { claims } = verdict;
  return html`<section class="paper" id="paper">
    ${code ? qr_picture(code, t("mine.code", { number: group(number) })) : html`<p class="notice amber">${t("mine.code.none")}</p>`}
    <div class="beside">
      ${
        claims
          ? html`<p class="person" id="person"><span class="visually-hidden">${t("claim.name")}: </span><span class="latin" lang="en" dir="auto">${claims.name_latin}</span>
              ${claims.name_cyrillic ? html`<span class="cyrillic" lang="ky" dir="auto">${claims.name_cyrillic}</span>` : nothing}</p>`
          : nothing
      }
      <dl class="facts">
        ${claims ? html`<div><dt>${t("claim.organisation")}</dt><dd dir="auto">${claims.organisation}</dd></div>` : nothing}
        <div><dt>${t("claim.number")}</dt><dd class="number" dir="ltr">${group(number)}</dd></div>
        ${election_fact(claims ? verdict.election : null)}
      </dl>
      ${term(verdict)}
      ${source(verdict, now)}
    </div>
  </section>`;
}

/**
 * The card over the whole screen, for the official who scans it.
 * @param {{paper: OwnPaper, now: number}} model
 * @param {{close: () => void}} act
 */
export function paper_dialog({ paper, now }, act) {
  const body = html`
    <h1 class="visually-hidden" id="dialog-heading">${t("door.mine")}</h1>
    ${status_strip(paper.verdict)}
    <p class="only-a-scan" id="only-a-scan">${icon("scan")}${t("mine.only_scan")}</p>
    ${card(paper, now)}
    <p class="small soft" id="brightness">${t("mine.brightness")}</p>`;
  const bar = html`<button type="button" class="main wide" id="close" autofocus @click=${act.close}>${t("close")}</button>`;
  return full_screen({ id: "paper-dialog", label: "dialog-heading", body, bar }, act.close);
}

/**
 * What tells one's own certificates apart: election, state, number.
 * @param {OwnPaper} paper
 */
function one_of_mine({ number, verdict }) {
  return html`<span>${verdict.election ? html`${election_name(verdict.election)}<br>` : nothing}<span class="clause">${wording(verdict).word} · ${group(number)}</span></span>`;
}

/**
 * The home screen once a certificate is kept.
 * @param {{papers: OwnPaper[], shown: OwnPaper, now: number, changed: boolean}} model
 * @param {{choose: (number: string) => void, full: () => void}} act
 */
export function paper_view({ papers, shown, now, changed }, act) {
  const { verdict } = shown;
  const { colour } = verdict;
  const advice = html`<p class="notice ${colour === "grey" ? "" : colour}" id="advice">${own_advice(verdict)}</p>`;
  const the_card = html`${card(shown, now)}<button type="button" class="main wide" id="open-full" @click=${act.full}>${icon("qr")}${t("mine.full")}</button>`;
  return html`
    <h1 class="visually-hidden" tabindex="-1" data-focus>${t("door.mine")}</h1>
    ${
      papers.length > 1
        ? html`<div class="tabs" role="group" aria-label=${t("mine.all")} tabindex="0">${papers.map(
            (one) => html`<button type="button" data-number=${one.number} aria-pressed=${one === shown ? "true" : "false"} @click=${() => act.choose(one.number)}>${one_of_mine(one)}</button>`,
          )}</div>`
        : nothing
    }
    ${status_strip(verdict)}
    ${changed ? html`<p class="notice amber" id="changed" role="alert">${t("changed.live")}</p>` : nothing}
    ${verdict.clock_wrong && verdict.right_time !== null ? html`<p class="notice amber" id="clock-wrong">${t("clock.wrong", { time: show_moment(verdict.right_time) })}</p>` : nothing}
    ${colour === "green" ? [the_card, advice] : [advice, verdict.revocation ? revocation(verdict.revocation) : nothing, the_card]}`;
}

/**
 * The question before a certificate leaves this phone.
 * @param {{paper: OwnPaper}} model
 * @param {{erase: () => void, back: () => void}} act
 */
export function erase_view({ paper: { number, verdict } }, act) {
  return html`
    <h1 tabindex="-1" data-focus>${t("mine.erase.heading")}</h1>
    <section class="card"><p class="person"><span class="latin" lang="en" dir="auto">${verdict.claims?.name_latin ?? nothing}</span></p>
      <dl class="facts"><div><dt>${t("claim.number")}</dt><dd class="number" dir="ltr">${group(number)}</dd></div></dl></section>
    <p>${t("mine.erase.text")}</p>
    <div class="rows">
      <button type="button" class="wide danger" id="erase-go" @click=${act.erase}>${t("mine.erase.go")}</button>
      <button type="button" class="wide" id="erase-no" @click=${act.back}>${t("mine.erase.no")}</button>
    </div>`;
}
