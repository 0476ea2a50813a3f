// @ts-check
/** Small comforts of the console; every page works without this file. */
import { send_once } from "/static/send_once.js";
import { follow_batch, follow_decree } from "/static/watch.js";

/** Show only the fields that the chosen ground of a revocation needs. */
function follow_ground() {
  const form = document.querySelector("form[data-revocation]");
  if (!form) return;
  const update = () => {
    const kind = new FormData(/** @type {HTMLFormElement} */ (form)).get("kind");
    for (const part of form.querySelectorAll("[data-when]")) {
      const wanted = /** @type {HTMLElement} */ (part).dataset.when;
      /** @type {HTMLElement} */ (part).hidden = typeof kind === "string" && !kind.startsWith(wanted ?? "");
    }
  };
  form.addEventListener("change", update);
  update();
}

send_once();
follow_ground();
follow_decree();
follow_batch();
document.getElementById("problems")?.focus();
