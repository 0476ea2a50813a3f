// @ts-check
/** Bounded, strict zlib (RFC 1950): no bomb, no trailing byte, no preset dictionary, Adler-32 checked. */
import { Inflate } from "../vendor/pako/pako_inflate.js";
import { malformed } from "./errors.js";

/** Greatest size in bytes of a credential or state carried by a QR code. */
export const QR_LIMIT = 16 * 1024;
/** Greatest size in bytes of a status list. */
export const LIST_LIMIT = 512 * 1024;

const CHUNK = 64 * 1024;
const DEFLATE = 8;
const PRESET_DICTIONARY = 0x20;

/**
 * The plain bytes of one whole zlib stream.
 * @param {Uint8Array} data the stream, nothing after it
 * @param {{limit: number}} options greatest size of the result in bytes
 * @returns {Uint8Array} refuses with `malformed` a damaged, longer, truncated or trailed stream
 */
export function inflate(data, { limit }) {
  checkHeader(data);
  const stream = data.slice();
  // zlib uses a 32 KiB window whatever the header says; pako would obey it and refuse farther distances.
  stream[0] = 0x78;
  stream[1] = 0x9c;
  const inflater = new Inflate({ windowBits: 15, chunkSize: Math.min(limit + 1, CHUNK) });
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  inflater.onData = (chunk) => {
    size += chunk.length;
    if (size > limit) throw malformed("inflates beyond its limit");
    chunks.push(chunk);
  };
  inflater.onEnd = () => {};
  inflater.push(stream, true);
  if (inflater.err !== 0 || !inflater.ended) throw malformed("not a whole zlib stream");
  if (inflater.strm.avail_in !== 0) throw malformed("bytes after the zlib stream");
  return chunks.length === 1 ? chunks[0] : joined(chunks, size);
}

/** @param {Uint8Array} data */
function checkHeader(data) {
  if (data.length < 2) throw malformed("no zlib header");
  const [method, flags] = data;
  const right = (method & 15) === DEFLATE && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0;
  if (!right || (flags & PRESET_DICTIONARY) !== 0) throw malformed("zlib header");
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size their sizes' sum
 * @returns {Uint8Array}
 */
function joined(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
