// @ts-check
/** One short message that goes away by itself: what was just done, with a way to undo it. */

const SECONDS = 15;

/** @typedef {import("./page.js").Notice} Notice */

export class Said {
  /** @type {(() => Notice) | null} */
  #words = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #on_end;

  /** @param {() => void} on_end called when the message goes away */
  constructor(on_end) {
    this.#on_end = on_end;
  }

  /** @returns {Notice[]} the message in the present language, or nothing */
  get notices() {
    return this.#words ? [this.#words()] : [];
  }

  /** @param {() => Notice} words */
  say(words) {
    this.hush();
    this.#words = words;
    this.#timer = setTimeout(() => {
      this.hush();
      this.#on_end();
    }, SECONDS * 1000);
  }

  /** Say nothing more. */
  hush() {
    clearTimeout(this.#timer);
    this.#words = null;
  }
}
