// @ts-check
/** Files sent in parts: after a lost connection the upload goes on by itself. Without this file plain forms do. */
import { choose_part } from "/static/photo_crop.js";
import { Upload } from "/static/upload_in_parts.js";

const MOST_BYTES = 25 * 1024 * 1024;
const desk = /** @type {HTMLElement | null} */ (document.getElementById("uploads"));
/** @type {Record<string, string>} */
const words = JSON.parse(desk?.dataset.words ?? "{}");
let running = 0;

for (const form of document.querySelectorAll("form[data-upload]")) enhance(/** @type {HTMLFormElement} */ (form));
addEventListener("beforeunload", (event) => {
  if (running) event.preventDefault();
});

/** @param {HTMLFormElement} form */
function enhance(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    take(form, input);
  }, true);
  input.addEventListener("change", () => take(form, input));
  add_camera(form, input);
  accept_drops(form, input);
  /** @type {HTMLElement} */ (form.querySelector(".buttons")).hidden = true;
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
async function take(form, input) {
  const file = input.files?.[0];
  if (!file || form.dataset.busy) return;
  if (file.size > MOST_BYTES) return say(form, words.too_large, "error");
  form.dataset.busy = "1";
  try {
    const crop = form.dataset.crop === undefined ? null : await cropped(form, file);
    if (crop === undefined) return;
    await send(form, file, crop);
  } finally {
    delete form.dataset.busy;
  }
}

/** Resolves with the chosen part, null where the browser can't show the picture, undefined for one too small.
 * @param {HTMLFormElement} form @param {File} file */
async function cropped(form, file) {
  const place = /** @type {HTMLElement} */ (form.querySelector(".crop-tool"));
  const part = await choose_part(place, file, words);
  if (part === undefined) say(form, words.crop_small, "error");
  return part;
}

/** @param {HTMLFormElement} form @param {File} file @param {import("/static/photo_crop.js").Part | null} crop */
async function send(form, file, crop) {
  const { nomination = "", csrf = "" } = desk?.dataset ?? {};
  const { kind = "", replaces = "" } = form.dataset;
  const upload = new Upload({ nomination, csrf, kind, file, said: (state, percent) => show(form, state, percent) });
  running += 1;
  try {
    const kept = await upload.run({ crop, replaces: replaces || null });
    running -= 1;
    say(form, words.kept, "done");
    location.hash = `copy-${kept.id}`;
    location.reload();
  } catch (error) {
    running -= 1;
    say(form, error instanceof Error && error.message ? error.message : words.failed, "error");
  }
}

/** @param {HTMLFormElement} form @param {string} state @param {number} percent */
function show(form, state, percent) {
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  bar.hidden = false;
  if (state === "checking") bar.removeAttribute("value");
  else bar.value = percent;
  say(form, (words[state] ?? state).replace("{percent}", String(Math.floor(percent))), state);
}

/** @param {HTMLFormElement} form @param {string} text @param {string} state */
function say(form, text, state) {
  const live = /** @type {HTMLElement} */ (form.querySelector(".upload-live"));
  const line = /** @type {HTMLElement} */ (live.querySelector("[data-said]"));
  live.hidden = false;
  live.dataset.state = state;
  if (line.textContent !== text) line.textContent = text;
  if (state === "error") /** @type {HTMLElement} */ (live.querySelector("progress")).hidden = true;
}

/** A button that opens the camera, where the device is held in the hand.
 * @param {HTMLFormElement} form @param {HTMLInputElement} input */
function add_camera(form, input) {
  if (form.dataset.kind === "evidence" || !matchMedia("(pointer: coarse)").matches) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = words.camera;
  const camera = document.createElement("input");
  camera.type = "file";
  camera.accept = "image/jpeg,image/png";
  camera.setAttribute("capture", form.dataset.kind === "photo" ? "user" : "environment");
  camera.hidden = true;
  button.addEventListener("click", () => camera.click());
  camera.addEventListener("change", () => {
    if (camera.files?.length) input.files = camera.files;
    take(form, input);
  });
  input.after(button, camera);
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
function accept_drops(form, input) {
  const hint = document.createElement("span");
  hint.className = "drop-hint";
  hint.textContent = words.drop;
  input.after(hint);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("dropping");
    });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    take(form, input);
  });
}
