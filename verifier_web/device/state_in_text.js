// @ts-check
/** Tells an election state's code (`…/S#…`) from everything else that may be scanned. */
import { read_text } from "../credential/qr_text.js";

/**
 * The state's bytes in a scanned text.
 * @param {string} text
 * @param {string[]} origins the root's
 * @returns {Uint8Array | null} null where the text is no state's code of ours; empty where it is a damaged one
 */
export function state_in_text(text, origins) {
  const rest = text.split("/").slice(3).join("/");
  if (!rest.startsWith("S#")) return null;
  try {
    return read_text(text, { origins, path: "S" });
  } catch (error) {
    return /** @type {any} */ (error).code === "malformed" ? new Uint8Array() : null;
  }
}
