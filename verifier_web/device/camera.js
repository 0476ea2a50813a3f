// @ts-check
/**
 * The camera: opened once a visit, stopped on hide and restarted on show, rear lens with continuous
 * focus, torch and zoom where the device has them, the chosen lens remembered.
 */
import { read_setting, write_setting } from "./settings.js";

/** Why there is no picture: `denied`, `missing`, `busy`, `insecure` (no HTTPS), `failed`. */
export class CameraError extends Error {
  /** @param {"denied" | "missing" | "busy" | "insecure" | "failed"} code */
  constructor(code) {
    super(code);
    this.name = "CameraError";
    this.code = code;
  }
}

/** @type {Record<string, "denied" | "missing" | "busy">} */
const CODES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/**
 * @typedef {{torch: boolean, zoom: {min: number, max: number, step: number, value: number} | null}} Abilities
 */

export class Camera {
  /** @type {MediaStream | null} */
  #stream = null;
  #wanted = false;
  #torch = false;
  /** @type {HTMLVideoElement} */
  #video;
  #on_change;

  /**
   * @param {HTMLVideoElement} video where the picture goes
   * @param {(event: {state: "live"} | {state: "stopped"} | {state: "failed", code: string}) => void} on_change
   */
  constructor(video, on_change) {
    this.#video = video;
    this.#on_change = on_change;
    document.addEventListener("visibilitychange", this.#follow_visibility);
  }

  /** Ask for the camera and show it; failures arrive as `failed` with the code of {@link CameraError}. */
  async start() {
    this.#wanted = true;
    if (this.#stream) return;
    try {
      const stream = await open_stream();
      if (!this.#wanted || document.hidden) return void stop_tracks(stream);
      this.#stream = stream;
      for (const track of stream.getVideoTracks()) track.addEventListener("ended", this.#lost);
      this.#video.srcObject = stream;
      await this.#video.play().catch(() => undefined);
      this.#on_change({ state: "live" });
    } catch (error) {
      const code = error instanceof CameraError ? error.code : (CODES[/** @type {Error} */ (error).name] ?? "failed");
      this.#on_change({ state: "failed", code });
    }
  }

  /** Let the camera go (its light goes out). */
  stop() {
    this.#wanted = false;
    this.#release();
  }

  /** Let go and open anew: what helps when a lens froze or went black. */
  async restart() {
    this.#release();
    await this.start();
  }

  /** Forget this camera for good. */
  close() {
    this.stop();
    document.removeEventListener("visibilitychange", this.#follow_visibility);
  }

  /**
   * The device's cameras; names are empty until permission was given.
   * @returns {Promise<{id: string, name: string, chosen: boolean}[]>}
   */
  async cameras() {
    const devices = await (navigator.mediaDevices?.enumerateDevices?.() ?? Promise.resolve([]));
    const current = this.#track()?.getSettings().deviceId;
    return devices
      .filter((device) => device.kind === "videoinput")
      .map((device) => ({ id: device.deviceId, name: device.label, chosen: device.deviceId === current }));
  }

  /**
   * Use another lens, now and next time.
   * @param {string} id from {@link Camera.cameras}
   */
  async choose(id) {
    write_setting("camera", id);
    await this.restart();
  }

  /**
   * What the open lens can do.
   * @returns {Abilities}
   */
  abilities() {
    const track = this.#track();
    /** @type {any} */
    const can = track?.getCapabilities?.() ?? {};
    /** @type {any} */
    const now = track?.getSettings?.() ?? {};
    const zoom = can.zoom && can.zoom.max > can.zoom.min
      ? { min: can.zoom.min, max: can.zoom.max, step: can.zoom.step || 0.1, value: now.zoom ?? can.zoom.min }
      : null;
    return { torch: Boolean(can.torch), zoom };
  }

  /** Whether the torch was switched on here. */
  get torch_on() {
    return this.#torch;
  }

  /** @param {boolean} on */
  async set_torch(on) {
    await this.#constrain({ torch: on });
    this.#torch = on;
  }

  /** @param {number} value within {@link Abilities}' zoom */
  async set_zoom(value) {
    await this.#constrain({ zoom: value });
  }

  #track() {
    return this.#stream?.getVideoTracks()[0];
  }

  /** @param {Record<string, unknown>} wish */
  async #constrain(wish) {
    await this.#track()?.applyConstraints(/** @type {any} */ ({ advanced: [wish] })).catch(() => undefined);
  }

  #release() {
    if (!this.#stream) return;
    for (const track of this.#stream.getVideoTracks()) track.removeEventListener("ended", this.#lost);
    stop_tracks(this.#stream);
    this.#stream = null;
    this.#torch = false;
    this.#video.srcObject = null;
    this.#on_change({ state: "stopped" });
  }

  #follow_visibility = () => {
    if (document.hidden) this.#release();
    else if (this.#wanted) void this.start();
  };

  #lost = () => {
    this.#release();
    this.#on_change({ state: "failed", code: "busy" });
  };
}

/** @param {MediaStream} stream */
function stop_tracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** The remembered lens, else the rear one; a remembered lens that is gone is forgotten. */
async function open_stream() {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError(globalThis.isSecureContext ? "missing" : "insecure");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, advanced: /** @type {any} */ ([{ focusMode: "continuous" }]) };
  const remembered = read_setting("camera");
  if (remembered) {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, deviceId: { exact: remembered } } });
    } catch (error) {
      if (/** @type {Error} */ (error).name === "NotAllowedError") throw error;
      write_setting("camera", null);
    }
  }
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, facingMode: { ideal: "environment" } } });
}
