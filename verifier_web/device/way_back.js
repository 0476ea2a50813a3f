// @ts-check
/**
 * The phone's own "back" (button or gesture) leads one screen up and not out of the app. For every screen
 * above the first one empty entry is put into the browser's history; none ever holds a scanned text.
 */

export class WayBack {
  #on_back;
  /** Entries of ours that lie behind the present one. */
  #pushed = 0;
  #depth = 0;
  /** @type {{destroy(): void} | null} */
  #watcher = null;

  /** @param {() => void} on_back the person went back while something was open */
  constructor(on_back) {
    this.#on_back = on_back;
    addEventListener("popstate", () => {
      if (location.hash.length > 1 || !this.#pushed) return; // A code was opened by its link, or not our entry.
      this.#pushed -= 1;
      if (this.#pushed >= this.#depth) history.back(); // Its screen was closed by a button before.
      else this.#on_back();
    });
  }

  /**
   * So many screens lie over the first one now. Safe to call on every drawing.
   * @param {number} depth
   */
  stand_at(depth) {
    this.#depth = depth;
    for (; this.#pushed < depth; this.#pushed += 1) history.pushState(null, "");
    this.#watch();
  }

  /** Android skips history entries made without a touch (a code was scanned): there its "back" is asked for by name. */
  #watch() {
    const kind = /** @type {any} */ (globalThis).CloseWatcher;
    if (!kind || !matchMedia("(pointer: coarse)").matches) return;
    if (!this.#depth) {
      this.#watcher?.destroy();
      this.#watcher = null;
    } else if (!this.#watcher) {
      this.#watcher = new kind();
      /** @type {any} */ (this.#watcher).onclose = () => {
        this.#watcher = null;
        history.back();
      };
    }
  }
}
