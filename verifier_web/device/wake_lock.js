// @ts-check
/** Keeps the screen awake while a card is shown to somebody; where the browser cannot, nothing happens. */

let wanted = false;
/** @type {{release(): Promise<void>} | null} */
let lock = null;

/** @param {boolean} on whether the screen should stay awake from now on */
export function keep_awake(on) {
  if (wanted === on) return;
  wanted = on;
  if (on) return void take();
  void lock?.release().catch(() => undefined);
  lock = null;
}

async function take() {
  try {
    const taken = await /** @type {any} */ (navigator).wakeLock?.request("screen");
    if (wanted) lock = taken ?? null;
    else void taken?.release();
  } catch {
    lock = null; // Battery saver, or the page is hidden: the person's own setting counts.
  }
}

document.addEventListener("visibilitychange", () => {
  if (wanted && !document.hidden) void take(); // The browser lets the lock go when the page is hidden.
});
