// @ts-check
/**
 * The strict CBOR subset of KGO-1 (RFC 8949 §4.2.1 deterministic encoding, and less of it).
 *
 * Integers within ±(2^53−1), byte strings, UTF-8 text, arrays, maps with integer or text keys, null; tags 18 and
 * 98 outermost only; shortest forms, bytewise ordered keys, depth ≤ 6, nothing after the end.
 */
import { malformed } from "./errors.js";

/** @typedef {Map<number|string, any>} CborMap */

export const MAX_DEPTH = 6;
const OUTERMOST_TAGS = new Set([18, 98]);
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A tagged outermost value: 18 (COSE_Sign1) or 98 (COSE_Sign). */
export class Tagged {
  /**
   * @param {number} tag 18 or 98
   * @param {any} value the tagged content
   */
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

/**
 * The one value that the bytes hold; refuses with `malformed` whatever isn't in the subset.
 * @param {Uint8Array} data the whole encoding
 * @returns {any} number, string, Uint8Array (a view into `data`), null, Array, Map or Tagged
 */
export function decode(data) {
  const reader = new Reader(data);
  /** @type {any} */
  let value;
  if (data.length > 0 && data[0] >> 5 === 6) {
    const tag = reader.head();
    if (!OUTERMOST_TAGS.has(tag)) throw malformed(`tag ${tag}`);
    value = new Tagged(tag, reader.item(0));
  } else {
    value = reader.item(0);
  }
  if (reader.at !== data.length) throw malformed("bytes after the end");
  return value;
}

/** Walks one encoding from front to back. */
class Reader {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  /**
   * The argument of the head at the cursor, in its shortest form.
   * @returns {number}
   */
  head() {
    const { data } = this;
    const info = data[this.at++] & 31;
    if (info < 24) return info;
    if (info > 27) throw malformed("indefinite or reserved length");
    const size = 1 << (info - 24);
    if (this.at + size > data.length) throw malformed("ends inside a number");
    let value = 0;
    for (let i = 0; i < size; i += 1) value = value * 256 + data[this.at++];
    const least = size === 1 ? 24 : 2 ** (4 * size);
    if (value < least) throw malformed("not the shortest form");
    if (value > Number.MAX_SAFE_INTEGER) throw malformed("beyond 2^53-1");
    return value;
  }

  /**
   * The next data item.
   * @param {number} depth arrays and maps around it
   * @returns {any}
   */
  item(depth) {
    const { data } = this;
    if (this.at >= data.length) throw malformed("ends too early");
    const initial = data[this.at];
    if (initial === 0xf6) {
      this.at += 1;
      return null;
    }
    const major = initial >> 5;
    if (major > MAP) throw malformed(`item 0x${initial.toString(16)} outside the subset`);
    const argument = this.head();
    if (major === 0) return argument;
    if (major === 1) {
      if (argument === Number.MAX_SAFE_INTEGER) throw malformed("beyond -(2^53-1)");
      return -1 - argument;
    }
    if (argument > data.length - this.at) throw malformed("length beyond the end");
    if (major === BYTES) return this.slice(argument);
    if (major === TEXT) return this.text(argument);
    if (depth >= MAX_DEPTH) throw malformed("nested too deep");
    return major === ARRAY ? this.array(argument, depth + 1) : this.map(argument, depth + 1);
  }

  /**
   * @param {number} length bytes, known to be there
   * @returns {Uint8Array}
   */
  slice(length) {
    const start = this.at;
    this.at += length;
    return this.data.subarray(start, this.at);
  }

  /**
   * @param {number} length bytes
   * @returns {string}
   */
  text(length) {
    const bytes = this.slice(length);
    try {
      return utf8.decode(bytes);
    } catch {
      throw malformed("text isn't UTF-8");
    }
  }

  /**
   * @param {number} count items
   * @param {number} depth this array's own
   * @returns {any[]}
   */
  array(count, depth) {
    const items = [];
    for (let i = 0; i < count; i += 1) items.push(this.item(depth));
    return items;
  }

  /**
   * @param {number} count pairs
   * @param {number} depth this map's own
   * @returns {CborMap}
   */
  map(count, depth) {
    /** @type {CborMap} */
    const map = new Map();
    let previous = this.data.subarray(0, 0);
    for (let i = 0; i < count; i += 1) {
      const start = this.at;
      const key = this.item(depth);
      if (typeof key !== "number" && typeof key !== "string") throw malformed("map key neither integer nor text");
      const encoded = this.data.subarray(start, this.at);
      if (compareArrays(previous, encoded) >= 0) throw malformed("map keys out of order or twice");
      previous = encoded;
      map.set(key, this.item(depth));
    }
    return map;
  }
}

/**
 * The deterministic encoding of a value; refuses with `malformed` what the subset cannot hold.
 * @param {any} value number, string, Uint8Array, null, Array, Map or an outermost Tagged
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encode(value) {
  const writer = new Writer();
  if (value instanceof Tagged) {
    if (!OUTERMOST_TAGS.has(value.tag)) throw malformed(`tag ${value.tag}`);
    writer.head(6, value.tag);
    writer.item(value.value, 0);
  } else {
    writer.item(value, 0);
  }
  return writer.taken();
}

/** Grows one encoding. */
class Writer {
  constructor() {
    this.bytes = new Uint8Array(512);
    this.at = 0;
  }

  /** @returns {Uint8Array<ArrayBuffer>} what was written */
  taken() {
    return this.bytes.slice(0, this.at);
  }

  /** @param {number} more bytes about to be written */
  reserve(more) {
    if (this.at + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + more));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  /**
   * @param {number} major 0–6
   * @param {number} argument 0 … 2^53−1
   */
  head(major, argument) {
    this.reserve(9);
    const type = major << 5;
    if (argument < 24) {
      this.bytes[this.at++] = type | argument;
      return;
    }
    const log = argument < 0x100 ? 0 : argument < 0x10000 ? 1 : argument < 0x100000000 ? 2 : 3;
    this.bytes[this.at++] = type | (24 + log);
    for (let shift = (1 << log) - 1; shift >= 0; shift -= 1) {
      this.bytes[this.at++] = Math.floor(argument / 2 ** (8 * shift)) % 256;
    }
  }

  /** @param {Uint8Array} bytes */
  raw(bytes) {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /**
   * @param {any} value
   * @param {number} depth arrays and maps around it
   */
  item(value, depth) {
    if (value === null) {
      this.raw(Uint8Array.of(0xf6));
    } else if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) throw malformed("number outside ±(2^53-1)");
      if (value < 0) this.head(1, -1 - value);
      else this.head(0, value);
    } else if (typeof value === "string") {
      if (LONE_SURROGATE.test(value)) throw malformed("text isn't Unicode");
      const bytes = utf8Encoder.encode(value);
      this.head(TEXT, bytes.length);
      this.raw(bytes);
    } else if (value instanceof Uint8Array) {
      this.head(BYTES, value.length);
      this.raw(value);
    } else if (depth >= MAX_DEPTH) {
      throw malformed("nested too deep");
    } else if (Array.isArray(value)) {
      this.head(ARRAY, value.length);
      for (const item of value) this.item(item, depth + 1);
    } else if (value instanceof Map) {
      this.map(value, depth + 1);
    } else {
      throw malformed("value outside the subset");
    }
  }

  /**
   * @param {CborMap} map
   * @param {number} depth this map's own
   */
  map(map, depth) {
    this.head(MAP, map.size);
    const pairs = [];
    for (const [key, value] of map) {
      if (typeof key !== "number" && typeof key !== "string") throw malformed("map key neither integer nor text");
      pairs.push({ key: encode(key), value });
    }
    pairs.sort((a, b) => compareArrays(a.key, b.key));
    for (const pair of pairs) {
      this.raw(pair.key);
      this.item(pair.value, depth);
    }
  }
}

/**
 * Bytewise order of two byte strings.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {number} negative, zero or positive
 */
export function compareArrays(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/**
 * Whether two byte strings are the same.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @returns {boolean}
 */
export function sameBytes(a, b) {
  return a.length === b.length && compareArrays(a, b) === 0;
}
