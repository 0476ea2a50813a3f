// @ts-check
/** "Show my list as QR": the newest election state handed to another phone, no network needed. */
import { html, nothing, svg } from "../vendor/lit-html/lit-html.js";
import { qrcode } from "../vendor/qrcode-generator/qrcode.js";
import { election_name } from "./election_names.js";
import { heading } from "./page.js";
import { t } from "./text.js";

/** @type {Record<string, "Alphanumeric" | "Byte" | "Numeric">} */
const MODES = { alphanumeric: "Alphanumeric", byte: "Byte", numeric: "Numeric" };
const QUIET_ZONE = 4;

/**
 * A QR code of mixed segments as one run-length path; null where it does not fit.
 * @param {[mode: string, text: string][]} segments as `credential/qr_text` cuts them
 * @param {"L" | "M"} [level] error correction: L on screens, M where paper may get dirty
 * @returns {{size: number, path: string} | null} modules a side with the quiet zone, SVG path data
 */
export function qr_path(segments, level = "L") {
  try {
    const code = qrcode(0, level);
    for (const [mode, text] of segments) code.addData(text, MODES[mode]);
    code.make();
    const count = code.getModuleCount();
    let path = "";
    for (let row = 0; row < count; row += 1) {
      for (let column = 0; column < count; column += 1) {
        let run = 0;
        while (column + run < count && code.isDark(row, column + run)) run += 1;
        if (run) path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h${run}v1h-${run}z`;
        column += run;
      }
    }
    return { size: count + 2 * QUIET_ZONE, path };
  } catch {
    return null;
  }
}

/**
 * The drawn code, white around it in dark mode too.
 * @param {{size: number, path: string}} code
 * @param {string} label
 */
export function qr_picture({ size, path }, label) {
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label}>${svg`<path d=${path}/>`}</svg>`;
}

/**
 * @param {{lists: {election: string, seq: number, segments: [string, string][]}[], chosen: string}} model
 * @param {{choose: (election: string) => void, back: () => void}} act
 */
export function state_view({ lists, chosen }, act) {
  const list = lists.find((one) => one.election === chosen) ?? lists[0];
  const code = list ? qr_path(list.segments) : null;
  return html`
    ${heading(t("state.heading"), act.back)}
    <p>${t("state.text")}</p>
    ${
      lists.length > 1
        ? html`<div class="tabs" role="group" aria-label=${t("claim.election")}>${lists.map(
            (one) => html`<button type="button" aria-pressed=${one === list ? "true" : "false"} @click=${() => act.choose(one.election)}>${election_name(one.election)}</button>`,
          )}</div>`
        : nothing
    }
    ${
      !list
        ? html`<p class="notice amber">${t("state.none")}</p>`
        : code
          ? html`<div id="state-code">${qr_picture(code, t("state.code", { election: election_name(list.election), seq: list.seq }))}</div>
              <p class="small soft">${t("fresh.list", { seq: list.seq })} · ${election_name(list.election)}</p>`
          : html`<p class="notice amber">${t("state.too_large")}</p>`
    }
  `;
}
