// @ts-check
/**
 * The service worker's life: registered without HTTP caching, a new version announced and never taken
 * by itself, reload when it took over, with a timer where the browser forgets to say so.
 */
import { own_script } from "./trusted_urls.js";

const RELOAD_ANYWAY_MS = 3000;
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** @type {ServiceWorker | null} */
let waiting = null;

/**
 * Register the worker that keeps the pages for offline use.
 * @param {{on_update: () => void, on_ready: () => void}} events `on_update` when a new version waits,
 *   `on_ready` when the pages are kept and the next visit needs no network
 */
export async function keep_pages({ on_update, on_ready }) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(own_script("/service_worker.js"), { scope: "/", updateViaCache: "none" });
    const announce = (/** @type {ServiceWorker | null} */ worker) => {
      if (!worker || !navigator.serviceWorker.controller) return;
      waiting = worker;
      on_update();
    };
    announce(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed") announce(worker);
      });
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN_MS);
    await navigator.serviceWorker.ready;
    on_ready();
  } catch {
    // No worker (private window, policy): the page still works while the network does.
  }
}

/** Take the waiting version now: the page reloads. Called only from the person's own tap. */
export function take_update() {
  let done = false;
  const reload = () => {
    if (done) return;
    done = true;
    location.reload();
  };
  navigator.serviceWorker?.addEventListener("controllerchange", reload);
  setTimeout(reload, RELOAD_ANYWAY_MS);
  waiting?.postMessage("take over");
}

/**
 * Ask the browser not to evict what is kept here.
 * @returns {Promise<boolean>}
 */
export async function ask_to_persist() {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
