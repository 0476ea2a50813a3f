// @ts-check
/** Small comforts of the console; every page works without this file. */
import { follow_batch, follow_decree } from "/static/watch.js";

/** A form is sent once: further clicks wait for the answer (the server would do the work once anyway). */
function send_once() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete (/** @type {HTMLElement} */ (form).dataset.sent);
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    }
  });
}

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
