// @ts-check
/** A code opened by the phone's own camera: its text comes in the fragment, which never reaches a server. */

/**
 * The opened text, or null; the fragment leaves the address bar and history at once.
 * @param {string} [path] of the codes that are meant, where this page stands at another
 */
export function take_fragment(path = location.pathname) {
  if (location.hash.length < 2) return null;
  const text = `${location.origin}${path}${location.hash}`;
  history.replaceState(null, "", location.pathname);
  return text;
}
