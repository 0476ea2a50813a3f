// @ts-check
/** The device phrase: set up in two taps, then shown on every verdict. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { list_of, t } from "./text.js";

/** @typedef {{first: number, second: number, colour: number}} Phrase numbers into the word and colour lists */

/** @param {Phrase} phrase the two words in the current language */
export function phrase_words({ first, second }) {
  const words = list_of("phrase.words");
  return `${words[first]} · ${words[second]}`;
}

/** @param {Phrase} phrase */
function phrase_colour({ colour }) {
  return list_of("phrase.colours")[colour];
}

/**
 * The small sign on a verdict.
 * @param {Phrase} phrase
 */
export function phrase_chip(phrase) {
  return html`<span class="phrase-chip" id="phrase"><span class="visually-hidden">${t("phrase.yours")}: </span><span class="swatch colour-${phrase.colour}"></span>${phrase_words(phrase)}<span class="visually-hidden">, ${phrase_colour(phrase)}</span></span>`;
}

/**
 * @param {{phrase: Phrase, step: "choose" | "remember", ready: boolean, text_kept: boolean}} model `ready`: not yet while a double tap may still be under way
 * @param {{take: () => void, other: () => void, done: () => void}} act
 */
export function phrase_view({ phrase, step, ready, text_kept }, act) {
  const done = (/** @type {MouseEvent} */ event) => (ready || event.detail === 0) && act.done(); // Keys never come twice by mistake.
  return html`
    <h1 tabindex="-1" data-focus>${t("phrase.heading")}</h1>
    ${text_kept ? html`<p class="notice" id="phrase-kept">${t("phrase.kept")}</p>` : nothing}
    <p>${t(step === "choose" ? "phrase.why" : "phrase.remember")}</p>
    <div class="phrase-big"><span class="swatch colour-${phrase.colour}"></span><span class="words">${phrase_words(phrase)}</span><span>${phrase_colour(phrase)}</span></div>
    ${
      step === "choose"
        ? html`<div class="rows"><button type="button" class="main wide" id="phrase-take" @click=${act.take}>${t("phrase.take")}</button>
            <button type="button" class="wide" id="phrase-other" @click=${act.other}>${t("phrase.other")}</button></div>`
        : html`<button type="button" class="main wide" id="phrase-done" aria-disabled=${ready ? "false" : "true"} @click=${done}>${t("phrase.done")}</button>`
    }
  `;
}
