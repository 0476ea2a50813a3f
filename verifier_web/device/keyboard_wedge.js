// @ts-check
/**
 * A hand-held scanner that types like a keyboard. Keys are read by their place (`event.code`), because
 * under a Russian or Kyrgyz layout the same keys would give Cyrillic. A burst faster than any hand,
 * closed by Enter or Tab, is a scan; slow typing is left alone.
 */

const GREATEST_GAP_MS = 120;
const SHORTEST_SCAN = 10;

/** @type {Record<string, [string, string]>} code → [plain, with Shift] on the US layout that scanners send */
const KEYS = {
  Minus: ["-", "_"], Equal: ["=", "+"], Semicolon: [";", ":"], Quote: ["'", '"'], Comma: [",", "<"],
  Period: [".", ">"], Slash: ["/", "?"], Backslash: ["\\", "|"], BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"], Backquote: ["`", "~"], Space: [" ", " "],
  NumpadAdd: ["+", "+"], NumpadSubtract: ["-", "-"], NumpadMultiply: ["*", "*"],
  NumpadDivide: ["/", "/"], NumpadDecimal: [".", "."],
};
const SHIFTED_DIGITS = ")!@#$%^&*(";

/**
 * The character a key stands for, whatever the layout; null for keys without one.
 * @param {{code: string, shiftKey: boolean}} key
 * @returns {string | null}
 */
export function character_of(key) {
  const letter = /^Key([A-Z])$/.exec(key.code);
  if (letter) return key.shiftKey ? letter[1] : letter[1].toLowerCase();
  const digit = /^(Digit|Numpad)([0-9])$/.exec(key.code);
  if (digit) return digit[1] === "Digit" && key.shiftKey ? SHIFTED_DIGITS[Number(digit[2])] : digit[2];
  return KEYS[key.code]?.[key.shiftKey ? 1 : 0] ?? null;
}

/** Collects key presses into scans. */
export class KeyBurst {
  #text = "";
  #last_ms = -Infinity;

  /**
   * Take one key press.
   * @param {{code: string, shiftKey: boolean}} key
   * @param {number} at_ms when, in milliseconds
   * @returns {string | null} the scanned text when this key closed a burst
   */
  press(key, at_ms) {
    if (key.code.startsWith("Shift")) return null;
    const gap = at_ms - this.#last_ms;
    this.#last_ms = at_ms;
    if (gap > GREATEST_GAP_MS) this.#text = "";
    if (key.code === "Enter" || key.code === "NumpadEnter" || key.code === "Tab") {
      const text = this.#text;
      this.#text = "";
      return text.length >= SHORTEST_SCAN ? text : null;
    }
    this.#text += character_of(key) ?? "";
    return null;
  }
}

/**
 * Listen for scans anywhere on the page.
 * @param {(text: string) => void} on_text
 * @returns {() => void} stops listening
 */
export function listen_to_scanner(on_text) {
  const burst = new KeyBurst();
  const listener = (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const text = burst.press(event, event.timeStamp);
    if (text === null) return;
    event.preventDefault();
    event.stopPropagation();
    const field = event.target;
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = "";
    on_text(text);
  };
  document.addEventListener("keydown", listener, { capture: true });
  return () => document.removeEventListener("keydown", listener, { capture: true });
}
