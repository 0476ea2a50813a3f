// @ts-check
/**
 * Small choices kept on this device (language, camera, sound), in localStorage.
 * Nothing about a scan is ever written here. A browser that forbids storage just forgets.
 */

const PREFIX = "observers.";

/**
 * The kept choice, or null.
 * @param {string} name
 * @returns {string | null}
 */
export function read_setting(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/**
 * Keep a choice; null forgets it.
 * @param {string} name
 * @param {string | null} value
 */
export function write_setting(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage forbidden or full: the choice lasts as long as the page.
  }
}
