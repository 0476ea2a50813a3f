// @ts-check
/**
 * The phone's own "back" (button or gesture) leads one screen up and not out of the app. One entry of the
 * browser's history is put in while there is something to go back from; it holds nothing.
 */

export class WayBack {
  #ready = false;

  /** @param {() => void} on_back the person went back while something was open */
  constructor(on_back) {
    addEventListener("popstate", () => {
      if (!this.#ready) return;
      this.#ready = false;
      on_back();
    });
  }

  /** Something is open that "back" should close. Safe to call on every drawing. */
  keep_open() {
    if (this.#ready) return;
    this.#ready = true;
    history.pushState(null, "");
  }
}
