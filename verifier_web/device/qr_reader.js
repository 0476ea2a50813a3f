// @ts-check
/**
 * Hands camera frames and pictures to the reading worker. One frame is in the worker at a time; the
 * others are dropped, never queued, so the phone does not slow down in an hour of scanning.
 */
import { own_script } from "./trusted_urls.js";

const LONGEST_SIDE = 1280;
const HUNG_AFTER_MS = 8000;

/** @typedef {import("./qr_decode.js").Look} Look */
/** @type {Look} */
const NOTHING = { texts: [], seen: false };

export class QrReader {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, (look: Look) => void>} */
  #waiting = new Map();
  #next = 1;
  /** @type {HTMLVideoElement | null} */
  #video = null;
  /** @type {(look: Look) => void} */
  #on_look = () => undefined;
  #busy = false;
  /** @type {HTMLCanvasElement | null} */
  #canvas = null;

  /**
   * Read this video's frames until {@link QrReader.rest}.
   * @param {HTMLVideoElement} video
   * @param {(look: Look) => void} on_look called once for each frame in which a code is read or seen
   */
  watch(video, on_look) {
    this.#video = video;
    this.#on_look = on_look;
    this.#start_worker().postMessage({ warm: true });
    this.#next_frame();
  }

  /** Stop reading frames; the worker stays warm. */
  rest() {
    this.#video = null;
  }

  /**
   * The QR codes in a picture.
   * @param {ImageData} picture
   * @returns {Promise<Look>}
   */
  read_picture(picture) {
    return this.#ask({ picture }, [picture.data.buffer], 30_000);
  }

  /** End the worker. */
  close() {
    this.rest();
    this.#worker?.terminate();
    this.#worker = null;
  }

  #start_worker() {
    if (this.#worker) return this.#worker;
    const worker = new Worker(own_script("/device/qr_worker.js"), { type: "module" });
    worker.addEventListener("message", (event) => this.#settle(event.data.id, event.data.look));
    worker.addEventListener("error", () => this.#replace_worker());
    this.#worker = worker;
    return worker;
  }

  #replace_worker() {
    this.#worker?.terminate();
    this.#worker = null;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, NOTHING);
  }

  /**
   * @param {number} id
   * @param {Look} look
   */
  #settle(id, look) {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(look);
  }

  /**
   * @param {Record<string, unknown>} message
   * @param {Transferable[]} transfer
   * @param {number} patience_ms
   * @returns {Promise<Look>}
   */
  #ask(message, transfer, patience_ms) {
    const id = this.#next++;
    return new Promise((resolve) => {
      const alarm = setTimeout(() => this.#replace_worker(), patience_ms);
      this.#waiting.set(id, (look) => {
        clearTimeout(alarm);
        resolve(look);
      });
      this.#start_worker().postMessage({ id, ...message }, transfer);
    });
  }

  #next_frame() {
    const video = this.#video;
    if (!video) return;
    const step = () => void this.#look(video);
    if (typeof video.requestVideoFrameCallback === "function" && !video.paused) video.requestVideoFrameCallback(step);
    else setTimeout(step, 60);
  }

  /** @param {HTMLVideoElement} video */
  async #look(video) {
    if (this.#video !== video) return;
    if (this.#busy || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !video.videoWidth) return this.#next_frame();
    this.#busy = true;
    const frame = await this.#grab(video);
    const look = frame ? await this.#ask({ frame }, [frame instanceof ImageData ? frame.data.buffer : frame], HUNG_AFTER_MS) : NOTHING;
    this.#busy = false;
    if (look.seen && this.#video === video) this.#on_look(look);
    this.#next_frame();
  }

  /**
   * @param {HTMLVideoElement} video
   * @returns {Promise<ImageBitmap | ImageData | null>}
   */
  async #grab(video) {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    try {
      if (typeof OffscreenCanvas !== "undefined") {
        return await createImageBitmap(video, { resizeWidth: width, resizeHeight: height });
      }
      this.#canvas ??= document.createElement("canvas");
      Object.assign(this.#canvas, { width, height });
      const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", { willReadFrequently: true }));
      context.drawImage(video, 0, 0, width, height);
      return context.getImageData(0, 0, width, height);
    } catch {
      return null; // The camera stopped between two frames.
    }
  }
}
