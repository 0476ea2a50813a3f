// @ts-check
/**
 * A half-typed form survives a lost connection or a closed tab: it is kept in this browser until it was sent and
 * taken, and forgotten when its owner signs out, when somebody else signs in, or after a day.
 */
const PREFIX = "half-typed:";
const KEPT_MS = 24 * 60 * 60 * 1000;
const NEVER = new Set(["csrf_token", "once", "step", "review"]);

/** @typedef {{ owner: string, at: number, fields: [string, string][] }} Kept */

/** Forget everything that isn't this owner's, or is old; everything, when nobody is named. @param {string} owner */
function forget_others(owner) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const kept = read(key);
    if (!kept || kept.owner !== owner || Date.now() - kept.at > KEPT_MS) localStorage.removeItem(key);
  }
}

/** @param {string} key @returns {Kept | null} */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @returns {[string, string][]} */
function fields_of(form) {
  /** @type {[string, string][]} */
  const fields = [];
  for (const [name, value] of new FormData(form)) {
    if (!NEVER.has(name) && typeof value === "string") fields.push([name, value]);
  }
  return fields;
}

/** @param {HTMLFormElement} form @param {[string, string][]} fields */
function put_back(form, fields) {
  /** @type {Map<string, string[]>} */
  const typed = new Map();
  for (const [name, value] of fields) typed.set(name, [...(typed.get(name) ?? []), value]);
  for (const [name, values] of typed) {
    const places = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    places.forEach((place, n) => {
      if (place instanceof HTMLInputElement && (place.type === "radio" || place.type === "checkbox")) {
        place.checked = values.includes(place.value);
      } else if (place instanceof HTMLInputElement || place instanceof HTMLSelectElement) {
        place.value = values[n] ?? "";
      } else if (place instanceof HTMLTextAreaElement) {
        place.value = values[n] ?? "";
      }
      place.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

/** Keep and put back every form that asks for it. */
export function keep_forms() {
  const owner = document.body.dataset.account ?? "";
  if (owner) forget_others(owner);
  for (const button of document.querySelectorAll("form[action$='/logout']")) {
    button.addEventListener("submit", () => forget_others(""));
  }
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-keep]"));
  const key = PREFIX + location.pathname;
  if (!owner) return;
  const came_from = document.body.dataset.taken;
  if (came_from !== undefined) forget_sent();
  if (!form) return;
  const kept = read(key);
  const fresh = document.getElementById("problems") === null && form.dataset.keep !== "sent";
  if (kept && fresh) {
    put_back(form, kept.fields);
    const said = document.querySelector("[data-kept-note]");
    if (said instanceof HTMLElement) said.hidden = false;
  }
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ owner, at: Date.now(), fields: fields_of(form) }));
    } catch {
      // No room or not allowed: the form still works.
    }
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => {
    keep();
    sessionStorage.setItem("sent", key);
  });
}

/** A page that says the work is done was reached: what was sent is the server's now. */
function forget_sent() {
  const key = sessionStorage.getItem("sent");
  if (key?.startsWith(PREFIX)) localStorage.removeItem(key);
  sessionStorage.removeItem("sent");
}
