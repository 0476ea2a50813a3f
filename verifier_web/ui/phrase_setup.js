// @ts-check
/** Setting up the device phrase in two taps that a double tap cannot make in one. */
import { draw_phrase, keep_phrase, kept_phrase } from "../device/phrase.js";
import { phrase_view } from "./phrase_view.js";

/** So long a second tap may still belong to the first. */
const DOUBLE_TAP_MS = 500;

export class PhraseSetup {
  /** The phrase of this device; null until it is set up. */
  phrase = kept_phrase();
  #offered = draw_phrase();
  /** @type {"choose" | "remember"} */
  #step = "choose";
  #ready = false;
  #on_change;
  #on_done;

  /** @param {{on_change: () => void, on_done: () => void}} events `on_done`: there is a phrase now */
  constructor({ on_change, on_done }) {
    this.#on_change = on_change;
    this.#on_done = on_done;
  }

  /** @returns {number} steps over the first one */
  get depth() {
    return this.#step === "remember" ? 1 : 0;
  }

  /** Back to the choice. */
  up() {
    this.#step = "choose";
    this.#on_change();
  }

  /**
   * The present step, and its name for the focus.
   * @param {{text_kept: boolean}} model
   */
  screen({ text_kept }) {
    const model = { phrase: this.#offered, step: this.#step, ready: this.#ready, text_kept };
    return { name: `phrase-${this.#step}`, view: phrase_view(model, this.#actions) };
  }

  #actions = {
    take: () => {
      this.#step = "remember";
      this.#ready = false;
      this.#on_change();
      setTimeout(() => {
        this.#ready = true;
        this.#on_change();
      }, DOUBLE_TAP_MS);
    },
    other: () => {
      this.#offered = draw_phrase();
      this.#on_change();
    },
    done: () => {
      this.phrase = this.#offered;
      keep_phrase(this.phrase);
      this.#on_done();
    },
  };
}
