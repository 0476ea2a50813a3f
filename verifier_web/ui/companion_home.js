// @ts-check
/** The companion's first screen, the ways to load a certificate, and the answer when one is refused. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon, verdict_shape } from "./icons.js";
import { heading } from "./page.js";
import { finder_view, other_ways } from "./scan_view.js";
import { t } from "./text.js";

/** @typedef {"rights" | "duties" | "calls" | "load"} Place */

/** Before a certificate is kept: what this is and where the certificate stays. */
export function welcome_view() {
  return html`
    <h1 tabindex="-1" data-focus>${t("door.mine")}</h1>
    <p>${t("mine.intro")}</p>
    <p class="card mine-private">${icon("secret")}<span>${t("mine.private")}</span></p>`;
}

/**
 * Where to go from the first screen; large targets for one hand.
 * @param {{has_paper: boolean}} model
 * @param {(place: Place) => void} go
 */
export function places(model, go) {
  const tile = (/** @type {Place} */ place, /** @type {string} */ sign, /** @type {string} */ text) =>
    html`<button type="button" class="tile" id="open-${place}" @click=${() => go(place)}>${icon(sign)}<span>${text}</span></button>`;
  return html`<nav class="tiles" aria-label=${t("mine.places")}>
    ${model.has_paper ? nothing : html`<button type="button" class="main wide" id="open-load" @click=${() => go("load")}>${icon("scan")}${t("mine.load")}</button>`}
    ${tile("rights", "law", t("mine.rights"))}
    ${tile("duties", "facts", t("mine.duties"))}
    ${tile("calls", "phone", t("calls.open"))}
    ${model.has_paper ? tile("load", "scan", t("mine.add")) : nothing}
  </nav>`;
}

/**
 * Loading: the camera, a file, or the text; the number alone is not the certificate.
 * @param {import("./scan_view.js").ScanModel} model
 * @param {import("./scan_view.js").CameraActions & import("./scan_view.js").FileActions & {back: () => void}} act
 */
export function load_view(model, act) {
  return html`
    ${heading(t("mine.load.heading"), act.back)}
    ${finder_view(model, act, { slow: t("mine.load.slow"), without: t("mine.load.without") })}
    ${other_ways(model, act)}
    <p class="small soft">${t("mine.private")}</p>`;
}

/**
 * Nothing was kept, and why.
 * @param {{colour: "green" | "amber" | "red" | "grey", code: string, word: string, say: string, advice: string}} model
 * @param {{again: () => void, back: () => void, calls: () => void}} act
 */
export function refused_view({ colour, code, word, say, advice }, act) {
  return html`
    <section class="verdict ${colour}" id="refused" data-code=${code} role="status" aria-atomic="true">
      ${verdict_shape(colour)}
      <h1 tabindex="-1" data-focus>${word}</h1>
      <p class="say" id="refused-say">${say}</p>
    </section>
    <p class="notice ${colour === "grey" ? "" : colour}"><strong>${t("mine.refused")}</strong>${advice}</p>
    <div class="rows">
      <button type="button" class="main wide" id="again" @click=${act.again}>${icon("scan")}${t("mine.again")}</button>
      <button type="button" class="wide" id="open-calls" @click=${act.calls}>${icon("phone")}${t("calls.open")}</button>
      <button type="button" class="wide plain" id="back" @click=${act.back}>${icon("back")}${t("back")}</button>
    </div>`;
}
