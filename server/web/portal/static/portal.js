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
  const lang = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const written = Intl.DateTimeFormat.supportedLocalesOf(lang).length > 0; // else the month as a number
  const look = /** @type {Intl.DateTimeFormatOptions} */ ({
    day: "numeric", month: written ? "long" : "2-digit", year: "numeric",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "shortOffset",
  });
  const clock = new Intl.DateTimeFormat(written ? lang : "ru", look);
  for (const place of document.querySelectorAll("[data-instant]")) {
    const { instant, text } = /** @type {HTMLElement} */ (place).dataset;
    const moment = new Date(instant ?? "");
    if (Number.isNaN(moment.getTime())) continue;
    place.textContent = (text ?? "").replace("#at", clock.format(moment)).replace("#zone", zone.replaceAll("_", " "));
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
