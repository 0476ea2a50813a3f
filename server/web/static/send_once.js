// @ts-check
/** A form is sent once: further clicks wait for the answer (the server would do the work once anyway). */
export function send_once() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    if (form.dataset.wait) say_wait(form, form.dataset.wait);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete (/** @type {HTMLElement} */ (form).dataset.sent);
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
      form.querySelector("[data-waiting]")?.remove();
    }
  });
}

/**
 * Say what is being done and for how long already, beside the button that started it.
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function say_wait(form, text) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.dataset.waiting = "1";
  line.textContent = text;
  form.append(line);
  const clock = document.createElement("span");
  clock.setAttribute("aria-hidden", "true");
  line.append(" ", clock);
  let seconds = 0;
  const tick = () => {
    if (!line.isConnected) return;
    clock.textContent = `${seconds++} s`;
    setTimeout(tick, 1000);
  };
  tick();
}
