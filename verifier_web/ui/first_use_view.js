// @ts-check
/** Before the keys were ever fetched: say that the network is needed once. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icons.js";
import { t } from "./text.js";

/**
 * @param {() => void} retry
 * @param {{trying: boolean}} [state] `trying`: the first attempt is still under way, nothing failed yet
 */
export function first_use_view(retry, { trying } = { trying: false }) {
  return html`<h1 tabindex="-1" data-focus>${t("starting")}</h1>
    ${
      trying
        ? nothing
        : html`<p class="notice amber" id="no-trust">${t("notrust")}</p>
            <button type="button" class="main wide" id="retry" @click=${retry}>${icon("refresh")}${t("notrust.retry")}</button>`
    }`;
}
