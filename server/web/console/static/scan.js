// @ts-check
/** Read a certificate's QR with the phone's camera or from a file, and look it up; nothing is stored. */
import { Camera } from "/device/camera.js";
import { one_of, read_file } from "/device/picture.js";
import { QrReader } from "/device/qr_reader.js";

const panel = /** @type {HTMLElement} */ (document.getElementById("scan"));
const video = /** @type {HTMLVideoElement} */ (document.getElementById("camera"));
const status_line = /** @type {HTMLElement} */ (document.getElementById("scan-status"));
const start = /** @type {HTMLButtonElement} */ (document.getElementById("scan-start"));
const stop = /** @type {HTMLButtonElement} */ (document.getElementById("scan-stop"));
const file = /** @type {HTMLInputElement} */ (document.getElementById("scan-file"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("find-form"));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
const reader = new QrReader();

/** @param {string} name a word of the page's data attributes */
function say(name) {
  status_line.textContent = panel.dataset[name] ?? panel.dataset.failed ?? "";
}

/** @param {string} found */
function look_up(found) {
  reader.rest();
  camera.stop();
  say("found");
  text.value = found;
  form.requestSubmit();
}

/**
 * Look up the code of a frame; of several nobody could tell which is meant, so the camera goes on.
 * @param {{texts: string[]}} look
 */
function look_up_seen(look) {
  const answer = look.texts.length ? one_of(look.texts) : { problem: "no_code" };
  if ("text" in answer) look_up(answer.text);
}

const camera = new Camera(video, (event) => {
  const live = event.state === "live";
  video.hidden = stop.hidden = !live;
  start.hidden = live;
  if (live) {
    say("live");
    reader.watch(video, look_up_seen);
  } else if (event.state === "failed") {
    reader.rest();
    say(event.code);
  }
});

start.addEventListener("click", () => void camera.start());
stop.addEventListener("click", () => {
  reader.rest();
  camera.stop();
});
file.addEventListener("change", async () => {
  const chosen = file.files?.[0];
  if (!chosen) return;
  const answer = await read_file(chosen, (picture) => reader.read_picture(picture));
  if ("text" in answer) look_up(answer.text);
  else say("none");
});
panel.hidden = false;
