// @ts-check
/** The verdict: family, what it means, who it is, where it comes from, what the human still has to do. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { page_form } from "./forms.js";
import { icon, verdict_shape } from "./icons.js";
import { phrase_chip } from "./phrase_view.js";
import { has_text, t } from "./text.js";
import { show_moment } from "./dates.js";
import { number_asked, person, revocation, source, term } from "./verdict_facts.js";

/** @typedef {import("../credential/verdict.js").Verdict} Verdict */
/**
 * @typedef {object} VerdictModel
 * @property {Verdict} verdict
 * @property {import("./phrase_view.js").Phrase} phrase
 * @property {number} now unix seconds
 * @property {boolean} changed a state that came while the verdict was shown changed it
 * @property {string} typed what stands in the field of the document's number
 * @property {boolean} compared whether what stands there was compared
 * @property {boolean} doubted whether a document's number did not match: the field then stays on top
 * @property {string | null} number the certificate's number where only that was asked about, ungrouped
 * @property {number | null} seconds_left until the screen clears; null while stopped
 * @property {string | null} photo address of the face carried by the certificate
 */
/**
 * @typedef {object} VerdictActions
 * @property {() => void} next
 * @property {() => void} pause
 * @property {() => void} rights
 * @property {() => void} calls
 * @property {(document_number: string) => void} compare
 * @property {(document_number: string) => void} edit the field changed after an answer
 */

/** Russian needs words that would break in the middle on a narrow phone. */
const LONG_WORD = /\p{L}{12,}/u;
const GENUINE = new Set(["green", "amber"]);

/**
 * The family word, what it says and what to do, by the verdict's code and fields.
 * @param {Verdict} verdict
 * @returns {{colour: "green" | "amber" | "red" | "grey", word: string, say: string, advice: string}}
 */
export function wording(verdict) {
  const { code, colour } = verdict;
  if (verdict.document_match === false && GENUINE.has(colour)) {
    return { colour, word: t("word.other_person"), say: t("say.other_person"), advice: t("do.other_person") };
  }
  return { colour, word: t(has_text(`word.${code}`) ? `word.${code}` : `word.${colour}`), say: t(`say.${code}`), advice: t(`do.${code}`) };
}

/**
 * @param {VerdictModel} model
 * @param {VerdictActions} act
 */
export function verdict_view(model, act) {
  const { verdict, phrase, now } = model;
  const { colour, word, say, advice } = wording(verdict);
  const identity = verdict.claims && GENUINE.has(colour) ? identity_step(model, act) : nothing;
  const what_to_do = html`<p class="notice ${colour === "grey" ? "" : colour}" id="verdict-advice">${advice}</p>`;
  return html`
    <section class="verdict ${colour}" id="verdict" data-code=${verdict.code} data-colour=${colour} role="status" aria-atomic="true">
      ${phrase_chip(phrase)}
      ${verdict_shape(colour)}
      <h1 class=${LONG_WORD.test(word) ? "long" : ""} tabindex="-1" data-focus id="verdict-word">${word}</h1>
      <p class="say" id="verdict-say">${say}</p>
    </section>
    ${model.changed ? html`<p class="notice amber" id="changed" role="alert">${t("changed.live")}</p>` : nothing}
    ${verdict.clock_wrong ? html`<p class="notice amber" id="clock-wrong">${t("clock.wrong", { time: right_time(verdict) })}</p>` : nothing}
    ${model.doubted ? identity : nothing}
    ${colour === "green" ? [who(model), what_to_do] : [what_to_do, verdict.revocation ? revocation(verdict.revocation) : nothing, who(model)]}
    ${source(verdict, now)}
    ${model.doubted ? nothing : identity}
    <div class="rows">
      ${GENUINE.has(colour) ? html`<button type="button" class="wide" id="open-rights" @click=${act.rights}>${icon("law")}${t("rights.open")}</button>` : nothing}
      <button type="button" class="wide ${GENUINE.has(colour) ? "" : "main"}" id="open-calls" @click=${act.calls}>${icon("phone")}${t("calls.open")}</button>
    </div>
    ${footer_line(model, act)}
  `;
}

/**
 * The person and the term: only where the signature held.
 * @param {VerdictModel} model
 */
function who({ verdict, photo, number }) {
  if (number !== null) return number_asked(number, verdict.election);
  return verdict.claims ? html`<section class="card">${person(verdict.claims, photo, verdict.election)}${term(verdict)}</section>` : nothing;
}

/** @param {Verdict} verdict */
function right_time(verdict) {
  return verdict.right_time === null ? "–" : show_moment(verdict.right_time);
}

/**
 * 4.3: compare with the identity document; the number, when typed, stays on the phone.
 * @param {VerdictModel} model
 * @param {VerdictActions} act
 */
function identity_step({ verdict, typed, compared, doubted }, act) {
  const country = verdict.claims?.document_country;
  const match = verdict.document_match;
  return html`<section class="card stack" id="identity">
    <h2>${t("doc.heading")} <span class="clause">${t("rights.clause", { clause: "4.3" })}</span></h2>
    ${doubted ? nothing : html`<p class="small">${t("doc.text")}</p>`}
    <form class="rows" novalidate @submit=${page_form("document", act.compare)}>
      <label for="document">${country ? t("doc.label", { country }) : t("doc.label.plain")}</label>
      <input type="text" class="code" id="document" name="document" .value=${typed} @input=${(/** @type {Event} */ event) => act.edit(/** @type {HTMLInputElement} */ (event.target).value)} autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" dir="ltr" aria-describedby="document-answer">
      <div id="document-answer" role="status">
        ${match === true ? html`<p class="notice green">${t("doc.match")}</p>` : nothing}
        ${match === false ? html`<p class="notice amber">${t("doc.again")}</p>` : nothing}
        ${compared && match === null ? html`<p class="notice">${t("doc.none")}</p>` : nothing}
      </div>
      <button class="wide" id="document-go">${icon("check")}${t("doc.go")}</button>
    </form>
  </section>`;
}

/**
 * @param {VerdictModel} model
 * @param {VerdictActions} act
 */
function footer_line({ seconds_left }, act) {
  const stopped = seconds_left === null;
  const long = stopped ? t("countdown.stopped.long") : t("countdown.long", { n: seconds_left });
  return html`<div class="sticky">
    <button type="button" id="countdown-pause" @click=${act.pause}>${icon(stopped ? "play" : "pause")}<span id="countdown">${stopped ? t("countdown.stopped") : t("countdown", { n: seconds_left })}</span><span class="visually-hidden">. ${long}</span></button>
    <button type="button" class="main" id="next" @click=${act.next}>${icon("scan")}${t("next")}</button>
  </div>`;
}

/** @param {string} code whether every language has words for it (tested) */
export function has_wording(code) {
  return has_text(`say.${code}`) && has_text(`do.${code}`);
}
