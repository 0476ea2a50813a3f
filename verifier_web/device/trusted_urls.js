// @ts-check
/**
 * The one Trusted Types policy for script addresses (`own-urls`): only the two worker scripts of this
 * origin. lit-html brings a policy of its own for templates.
 */

const OWN_SCRIPTS = new Set(["/service_worker.js", "/device/qr_worker.js"]);

/** @type {{createScriptURL(url: string): any} | null} */
let policy = null;

/**
 * An address that `Worker` and `register` accept under `require-trusted-types-for 'script'`.
 * @param {string} path absolute path of an own worker script; anything else is refused
 * @returns {any} a TrustedScriptURL, or the text where the browser has no Trusted Types
 */
export function own_script(path) {
  if (!OWN_SCRIPTS.has(path)) throw new TypeError(`not an own worker script: ${path}`);
  const factory = /** @type {any} */ (globalThis).trustedTypes;
  if (!factory) return path;
  policy ??= factory.createPolicy("own-urls", { createScriptURL: (/** @type {string} */ url) => url });
  return /** @type {{createScriptURL(url: string): any}} */ (policy).createScriptURL(path);
}
