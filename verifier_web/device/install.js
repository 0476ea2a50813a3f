// @ts-check
/** "Put on the home screen": the browser's own offer, kept until the person asks for it. */

/** @type {any} */
let offer = null;

/**
 * Listen for the browser's offer.
 * @param {() => void} on_change called when installing becomes possible or is done
 */
export function watch_install(on_change) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    on_change();
  });
  addEventListener("appinstalled", () => {
    offer = null;
    on_change();
  });
}

/** `offer` (a button can do it), `by_hand` (iPhone: share menu), `installed` or `none`. */
export function install_way() {
  if (matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone) return "installed";
  if (offer) return "offer";
  return /iPhone|iPad/.test(navigator.userAgent) ? "by_hand" : "none";
}

/** Show the browser's offer. */
export async function install() {
  await offer?.prompt();
}
