// @ts-check
/** A form is sent once: further clicks wait for the answer (the server would do the work once anyway). */
export function send_once() {
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
