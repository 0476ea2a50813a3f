// @ts-check
/** The scanner that both doors use: camera, reading worker, files, and the ten-second message. */
import { Camera } from "./device/camera.js";
import { read_file } from "./device/picture.js";
import { QrReader } from "./device/qr_reader.js";

const SLOW_AFTER_MS = 10_000;
const SAME_CODE_AGAIN_MS = 1500;

export class Scanner {
  #video = document.createElement("video");
  #reader = new QrReader();
  /** @type {Camera} */
  #camera;
  #on_text;
  #on_change;
  #active = false;
  #paused_at = 0;
  #last_text = "";
  #seen = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #slow_timer;
  /** @type {import("./ui/scan_view.js").ScanModel} */
  model;

  /**
   * @param {{on_text: (text: string) => void, on_change: () => void}} events `on_text`: a code was read;
   *   `on_change`: draw `model` again
   */
  constructor({ on_text, on_change }) {
    this.#on_text = on_text;
    this.#on_change = on_change;
    Object.assign(this.#video, { muted: true, playsInline: true, autoplay: true });
    this.#camera = new Camera(this.#video, (event) => void this.#follow(event));
    this.model = {
      video: this.#video, camera: "off", problem: "", slow: "", abilities: { torch: false, torch_on: false, zoom: null },
      cameras: [], pasting: false, reading: false, file_problem: "",
    };
  }

  /** What the scan screen's buttons do. */
  actions = {
    start: () => void this.#start(),
    restart: () => {
      this.#set({ camera: "starting", problem: "" });
      void this.#camera.restart();
    },
    torch: () => void this.#camera.set_torch(!this.#camera.torch_on).then(() => this.#look_at_camera()),
    zoom: (/** @type {number} */ value) => void this.#camera.set_zoom(value),
    choose: (/** @type {string} */ id) => void this.#camera.choose(id),
    paste: () => this.#set({ pasting: !this.model.pasting, file_problem: "" }),
    file: (/** @type {File} */ file) => void this.#read(file),
  };

  /** The scan screen is shown: camera on (asked for once), frames are read. Safe to call on every drawing. */
  go_on() {
    if (this.#active) return;
    this.#active = true;
    this.#paused_at = performance.now();
    this.#video.setAttribute("aria-hidden", "true");
    if (this.model.camera === "live") this.#watch();
    else if (this.model.camera === "off") void this.#start();
  }

  /** Another screen is shown: frames are not read; the camera stays for the next one. */
  rest() {
    if (!this.#active) return;
    this.#active = false;
    this.#reader.rest();
    clearTimeout(this.#slow_timer);
    Object.assign(this.model, { slow: "", pasting: false, file_problem: "", reading: false });
  }

  /** The camera is not needed any more: its light goes out. Safe to call on every drawing. */
  stop() {
    this.rest();
    if (this.model.camera === "off") return;
    this.model.camera = "off";
    this.#camera.stop();
  }

  /** Something was read that is not shown as a verdict: begin the ten seconds anew. */
  forget_slowness() {
    this.#arm();
    this.#set({ slow: "", pasting: false });
  }

  async #start() {
    this.model.camera = "starting";
    queueMicrotask(this.#on_change);
    await this.#camera.start();
  }

  /** @param {{state: "live"} | {state: "stopped"} | {state: "failed", code: string}} event */
  async #follow(event) {
    if (event.state === "live") {
      this.#set({ camera: "live", problem: "" });
      if (this.#active) this.#watch();
      await this.#look_at_camera();
    } else if (event.state === "stopped") {
      this.#reader.rest();
      clearTimeout(this.#slow_timer);
      this.#set({ camera: document.hidden ? "starting" : this.model.camera, slow: "" });
    } else {
      this.#set({ camera: "failed", problem: event.code, slow: "" });
    }
  }

  async #look_at_camera() {
    const cameras = await this.#camera.cameras();
    this.#set({ cameras, abilities: { ...this.#camera.abilities(), torch_on: this.#camera.torch_on } });
  }

  #watch() {
    void this.#video.play().catch(() => undefined);
    this.#arm();
    this.#reader.watch(this.#video, ({ texts: [text] }) => {
      if (!text) return this.#unreadable();
      const fresh = performance.now() - this.#paused_at;
      if (!this.#active || (text === this.#last_text && fresh < SAME_CODE_AGAIN_MS)) return;
      this.#last_text = text;
      this.#paused_at = performance.now();
      this.#set({ slow: "" });
      this.#on_text(text);
    });
  }

  /** A code is in view and cannot be read: after the ten seconds that is said, and not that none is there. */
  #unreadable() {
    this.#seen = true;
    if (this.model.slow === "unseen") this.#set({ slow: "seen" });
  }

  #arm() {
    clearTimeout(this.#slow_timer);
    this.#seen = false;
    this.#slow_timer = setTimeout(() => this.#set({ slow: this.#seen ? "seen" : "unseen" }), SLOW_AFTER_MS);
  }

  /** @param {File} file */
  async #read(file) {
    this.#set({ reading: true, file_problem: "" });
    const answer = await read_file(file, (picture) => this.#reader.read_picture(picture));
    this.#set({ reading: false, file_problem: "problem" in answer ? answer.problem : "" });
    if ("text" in answer) this.#on_text(answer.text);
  }

  /** @param {Partial<import("./ui/scan_view.js").ScanModel>} change */
  #set(change) {
    Object.assign(this.model, change);
    this.#on_change();
  }
}
