// @ts-check
/** A card over the whole screen, as a native dialog: everything behind it rests, Escape closes it. */
import { html } from "../vendor/lit-html/lit-html.js";

/**
 * @param {{id: string, label: string, body: unknown, bar: unknown}} model `label`: id of the heading inside; `bar`: buttons that stay in sight
 * @param {() => void} close called when the person closes it
 */
export function full_screen({ id, label, body, bar }, close) {
  const cancelled = (/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  };
  return html`<dialog class="full" id=${id} aria-labelledby=${label} @cancel=${cancelled}>
    <div class="sheet stack">${body}</div>
    <div class="bar">${bar}</div>
  </dialog>`;
}

/** Open the dialog just drawn, if there is one; it begins at its top. */
export function open_drawn_dialog() {
  const dialog = document.querySelector("dialog.full");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** Close the open dialog before it is drawn away, so that the focus goes back to where it came from. */
export function close_drawn_dialog() {
  const dialog = document.querySelector("dialog.full");
  if (dialog instanceof HTMLDialogElement) dialog.close();
}
