// @ts-check
/** Base45 of RFC 9285, strict in both directions. */
import { malformed } from "./errors.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i += 1) VALUES[ALPHABET.charCodeAt(i)] = i;

/**
 * The bytes of a Base45 text; refuses with `malformed` other characters, lengths and values.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decode(text) {
  const rest = text.length % 3;
  if (rest === 1) throw malformed("Base45 length");
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (rest === 2 ? 1 : 0));
  let at = 0;
  for (let i = 0; i + 2 < text.length; i += 3) {
    const value = digit(text, i) + digit(text, i + 1) * 45 + digit(text, i + 2) * 2025;
    if (value > 0xffff) throw malformed("Base45 value");
    bytes[at++] = value >> 8;
    bytes[at++] = value & 255;
  }
  if (rest === 2) {
    const value = digit(text, text.length - 2) + digit(text, text.length - 1) * 45;
    if (value > 0xff) throw malformed("Base45 value");
    bytes[at] = value;
  }
  return bytes;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} 0–44
 */
function digit(text, at) {
  const code = text.charCodeAt(at);
  const value = code < 128 ? VALUES[code] : -1;
  if (value < 0) throw malformed("character outside Base45");
  return value;
}

/**
 * The Base45 text of some bytes.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function encode(bytes) {
  let text = "";
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const value = bytes[i] * 256 + bytes[i + 1];
    text += ALPHABET[value % 45] + ALPHABET[Math.floor(value / 45) % 45] + ALPHABET[Math.floor(value / 2025)];
  }
  if (bytes.length % 2 === 1) {
    const value = bytes[bytes.length - 1];
    text += ALPHABET[value % 45] + ALPHABET[Math.floor(value / 45)];
  }
  return text;
}
