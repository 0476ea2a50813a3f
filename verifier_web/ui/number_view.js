// @ts-check
/** Typing the certificate's number; the phone resolves it itself. */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { page_form } from "./forms.js";
import { heading } from "./page.js";
import { t } from "./text.js";

/**
 * @param {{problem: "" | "empty" | "short" | "long" | "letters" | "wrong", letter: string, typed: string}} model `letter`: the first that is not Latin
 * @param {{check: (typed: string) => void, back: () => void}} act
 */
export function number_view({ problem, letter, typed }, act) {
  return html`
    ${heading(t("number.heading"), act.back)}
    <form class="card stack" novalidate @submit=${page_form("number", act.check)}>
      <label for="number">${t("number.label")}</label>
      <input type="text" class="code" id="number" name="number" .value=${typed} autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" dir="ltr"
        aria-describedby="number-hint number-problem" aria-invalid=${problem ? "true" : "false"}>
      <p class="error" id="number-problem" role="alert">${problem ? t(`number.${problem}`, { letter }) : nothing}</p>
      <p class="small soft" id="number-hint">${t("number.hint")}</p>
      <button class="main wide" id="number-go">${t("number.go")}</button>
    </form>
  `;
}
