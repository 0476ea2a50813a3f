// @ts-check
/** Small comforts of the portal; every page works without this file. */
import { follow_batch } from "/static/watch.js";
import { choose_all } from "/static/choose_all.js";
import { send_once } from "/static/send_once.js";
import { keep_forms } from "/static/keep_forms.js";

/** Say an instant as the reader's own clock shows it, with the name of the zone, beside the time in Bishkek. */
function tell_in_own_zone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone === "Asia/Bishkek") return;
  for (const place of document.querySelectorAll("[data-instant]")) {
    const { instant, text } = /** @type {HTMLElement} */ (place).dataset;
    const moment = new Date(instant ?? "");
    if (Number.isNaN(moment.getTime())) continue;
    const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
    const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
    const at = `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
    place.textContent = (text ?? "").replace("#at", at).replace("#zone", zone.replace("_", " "));
  }
}

/** Warn while a citizenship is being chosen that bars accreditation. */
function warn_of_citizenship() {
  const warning = /** @type {HTMLElement | null} */ (document.querySelector("[data-citizen]"));
  const selects = /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("[name=citizenships]"));
  if (!warning) return;
  const look = () => {
    warning.hidden = ![...selects].some((select) => select.value === "KGZ");
  };
  for (const select of selects) select.addEventListener("change", look);
  look();
}

function offer_printing() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

send_once();
keep_forms();
follow_batch();
tell_in_own_zone();
warn_of_citizenship();
choose_all();
offer_printing();
document.getElementById("problems")?.focus();
