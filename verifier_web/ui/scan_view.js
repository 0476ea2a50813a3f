// @ts-check
/** The scanner with its ladder of ways that need no camera. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { page_form } from "./forms.js";
import { icon } from "./icons.js";
import { t } from "./text.js";

/**
 * @typedef {object} ScanModel
 * @property {HTMLVideoElement} video kept by the caller, shown here
 * @property {"off" | "starting" | "live" | "failed"} camera
 * @property {string} problem code of the camera's failure, or ""
 * @property {"" | "seen" | "unseen"} slow ten seconds passed without a read: of a code that is in view, or of none
 * @property {{torch: boolean, torch_on: boolean, zoom: {min: number, max: number, step: number, value: number} | null}} abilities
 * @property {{id: string, name: string, chosen: boolean}[]} cameras
 * @property {boolean} pasting
 * @property {boolean} reading a file is being read
 * @property {string} file_problem code, or ""
 */

/**
 * @typedef {object} ScanActions
 * @property {() => void} start
 * @property {() => void} restart
 * @property {() => void} torch
 * @property {(value: number) => void} zoom
 * @property {(id: string) => void} choose
 * @property {() => void} number
 * @property {() => void} paste
 * @property {(text: string) => void} pasted
 * @property {(file: File) => void} file
 * @property {() => void} state
 * @property {() => void} calls
 * @property {() => void} rights
 */

/**
 * @param {ScanModel} model
 * @param {ScanActions} act
 */
export function scan_view(model, act) {
  return html`
    <h1 tabindex="-1" data-focus>${t("scan.heading")}</h1>
    ${finder_view(model, act, { slow: t(model.slow === "seen" ? "scan.slow.text" : "scan.unseen.text"), without: t(`scan.${model.problem}.hint`) })}
    ${other_ways(model, act, act.number)}
    <div class="rows">
      <button type="button" class="wide" id="open-rights" @click=${act.rights}>${icon("law")}${t("rights.heading")}</button>
      <button type="button" class="wide" id="open-calls" @click=${act.calls}>${icon("phone")}${t("calls.open")}</button>
      <button type="button" class="wide" id="open-state" @click=${act.state}>${icon("qr")}${t("state.open")}</button>
    </div>
  `;
}

/** @typedef {Pick<ScanActions, "start" | "restart" | "torch" | "zoom" | "choose">} CameraActions */
/** @typedef {Pick<ScanActions, "paste" | "pasted" | "file">} FileActions */

/**
 * The camera's picture, its tools, and what it has to say.
 * @param {ScanModel} model
 * @param {CameraActions} act
 * @param {{slow: string, without: string}} advice what to do after ten seconds without a read, and without a camera
 */
export function finder_view(model, act, { slow, without }) {
  return html`
    <div class="viewfinder ${model.slow ? "low" : ""}" id="viewfinder" data-camera=${model.camera}>
      ${model.video}
      ${model.camera === "live" ? html`<div class="frame"></div>` : veil(model, act, without)}
    </div>
    ${model.camera === "live" && !model.slow ? html`<p class="soft">${t("scan.hint")}</p>` : nothing}
    <div role="status" aria-live="polite" class="rows">
      ${model.slow ? html`<div class="notice amber" id="slow" data-slow=${model.slow}><strong>${t(`scan.${model.slow === "seen" ? "slow" : "unseen"}.title`)}</strong>${slow}</div>` : nothing}
      ${model.reading ? html`<p class="notice" id="reading">${t("scan.reading")}</p>` : nothing}
      ${model.file_problem ? html`<p class="notice amber" id="file-problem">${t(`file.${model.file_problem}`)}</p>` : nothing}
    </div>
    ${model.camera === "live" ? tools(model, act) : nothing}
  `;
}

/**
 * @param {ScanModel} model
 * @param {CameraActions} act
 * @param {string} without
 */
function veil(model, act, without) {
  if (model.camera === "starting") return html`<div class="veil"><p>${t("scan.starting")}</p></div>`;
  if (model.camera === "off") {
    return html`<div class="veil">${icon("scan")}<button type="button" class="main" id="camera-start" @click=${act.start}>${t("scan.start")}</button></div>`;
  }
  return html`<div class="veil" id="camera-problem" role="status">
    ${icon("warning")}<p><strong>${t(`scan.${model.problem}`)}</strong></p><p>${without}</p>
    <button type="button" id="camera-restart" @click=${act.restart}>${icon("restart")}${t("scan.restart")}</button>
  </div>`;
}

/**
 * @param {ScanModel} model
 * @param {CameraActions} act
 */
function tools({ abilities, cameras }, act) {
  return html`<div class="rows">
    <div class="tools">
      ${
        abilities.torch
          ? html`<button type="button" id="torch" aria-pressed=${abilities.torch_on ? "true" : "false"} @click=${act.torch}>${icon("torch")}${t(abilities.torch_on ? "scan.torch.off" : "scan.torch.on")}</button>`
          : nothing
      }
      <button type="button" id="camera-restart" @click=${act.restart}>${icon("restart")}${t("scan.restart")}</button>
    </div>
    ${
      abilities.zoom
        ? html`<label>${t("scan.zoom")}<input type="range" id="zoom" min=${abilities.zoom.min} max=${abilities.zoom.max} step=${abilities.zoom.step} .value=${String(abilities.zoom.value)}
            @input=${(/** @type {Event} */ event) => act.zoom(Number(/** @type {HTMLInputElement} */ (event.target).value))}></label>`
        : nothing
    }
    ${abilities.torch && abilities.zoom ? nothing : html`<p class="small soft" id="camera-lacks">${lacking(abilities)}</p>`}
    ${
      cameras.length > 1
        ? html`<label>${t("scan.camera")}<select id="camera-choice" @change=${(/** @type {Event} */ event) => act.choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
            ${cameras.map((camera, i) => html`<option value=${camera.id} ?selected=${camera.chosen}>${camera.name || t("scan.camera.n", { n: i + 1 })}</option>`)}
          </select></label>`
        : nothing
    }
  </div>`;
}

/** @param {ScanModel["abilities"]} abilities what this camera cannot do, in one short line */
function lacking({ torch, zoom }) {
  const without = [...(torch ? [] : [t("scan.torch.none")]), ...(zoom ? [] : [t("scan.zoom.none")])];
  return t("scan.without", { what: without.join(", ") });
}

/**
 * The ways that need no camera.
 * @param {ScanModel} model
 * @param {FileActions} act
 * @param {() => void} [number] to the screen where the number is typed, where a number is enough
 */
export function other_ways(model, act, number) {
  const take = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    input.value = "";
    if (file) act.file(file);
  };
  return html`<section class="rows" aria-labelledby="other-ways">
    <h2 id="other-ways">${t("scan.other")}</h2>
    ${number ? html`<button type="button" class="main wide" id="open-number" @click=${number}>${icon("keyboard")}${t("scan.number")}</button>` : nothing}
    <div class="two">
      <span class="button tall file">${icon("picture")}${t("scan.file")}<input type="file" id="file" accept="image/*,application/pdf" aria-label=${t("scan.file")} @change=${take}></span>
      <span class="button tall file">${icon("camera")}${t("scan.capture")}<input type="file" id="capture" accept="image/*" capture="environment" aria-label=${t("scan.capture")} @change=${take}></span>
    </div>
    <button type="button" class="wide" id="open-paste" aria-expanded=${model.pasting ? "true" : "false"} @click=${act.paste}>${icon("paste")}${t("scan.paste")}</button>
    ${model.pasting ? paste_form(act) : nothing}
    ${number ? html`<p class="small soft">${t("scan.wedge")}</p>` : nothing}
  </section>`;
}

/** @param {FileActions} act */
function paste_form(act) {
  return html`<form class="rows" @submit=${page_form("text", (text) => text && act.pasted(text))}>
    <label>${t("paste.label")}<textarea id="paste-text" name="text" rows="3" autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr"></textarea></label>
    <button class="main wide" id="paste-go">${t("paste.go")}</button>
  </form>`;
}
