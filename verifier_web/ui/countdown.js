// @ts-check
/** The visible, stoppable countdown after which a verdict clears itself. */

export class Countdown {
  #left = 0;
  #stopped = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #on_tick;
  #on_end;

  /**
   * @param {{on_tick: () => void, on_end: () => void}} events each second, and once at the end
   */
  constructor({ on_tick, on_end }) {
    this.#on_tick = on_tick;
    this.#on_end = on_end;
  }

  /** @returns {number | null} whole seconds left; null while stopped */
  get left() {
    return this.#stopped ? null : this.#left;
  }

  /** @param {number} seconds start anew */
  start(seconds) {
    this.end();
    this.#left = seconds;
    this.#stopped = false;
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  /** Stop until {@link Countdown.toggle} or a new start; a reading or typing person is not rushed. */
  stop() {
    this.#stopped = true;
    this.#on_tick();
  }

  /** Stop, or go on. */
  toggle() {
    this.#stopped = !this.#stopped;
    this.#on_tick();
  }

  /** No more ticks. */
  end() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick() {
    if (this.#stopped) return;
    this.#left -= 1;
    if (this.#left > 0) return this.#on_tick();
    this.end();
    this.#on_end();
  }
}
