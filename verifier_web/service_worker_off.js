// @ts-check
/// <reference lib="webworker" />
/**
 * The kill switch. Served in place of `service_worker.js` it makes every phone forget the kept pages and
 * go back to the network at its next visit. Lists, keys and the device phrase stay.
 */
const closing = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

closing.addEventListener("install", () => void closing.skipWaiting());
closing.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) await caches.delete(name);
      await closing.registration.unregister();
      for (const client of await closing.clients.matchAll({ type: "window" })) await client.navigate(client.url);
    })(),
  ),
);
