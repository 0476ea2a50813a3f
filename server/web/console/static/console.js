// @ts-check
/** Small comforts of the console; every page works without this file. */
import { choose_all } from "/static/choose_all.js";
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

/** Refuse a file that is too large before it is sent, so that nothing typed is lost. */
function mind_file_sizes() {
  document.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.type !== "file" || !input.dataset.limit) return;
    const large = (input.files?.[0]?.size ?? 0) > Number(input.dataset.limit);
    input.setCustomValidity(large ? (input.dataset.tooLarge ?? "") : "");
    input.reportValidity();
  });
}

/** A page that answers a refused form is an ordinary page of the history: going back to it sends nothing again. */
function forget_sending() {
  if (document.getElementById("problems")) history.replaceState(history.state, "", location.href);
}

send_once();
mind_file_sizes();
forget_sending();
choose_all();
follow_ground();
follow_decree();
follow_batch();
document.getElementById("problems")?.focus();
