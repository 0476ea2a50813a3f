// @ts-check
/** COSE_Sign1 and its Sig_structure (RFC 9052 §4.2, §4.4), generic: whose headers and keys is for others to say. */
import { decode, encode, Tagged } from "./cbor.js";
import { malformed } from "./errors.js";

export const SIGN1_TAG = 18;
export const ALG = 1;
export const KID = 4;
export const TYPE = 16;
export const ES256 = -7;
const EMPTY = new Uint8Array(0);
const EMPTY_MAP = 0xa0;

/** @typedef {import("./cbor.js").CborMap} CborMap */
/**
 * @typedef {object} Sign1
 * @property {Uint8Array} protected the protected header's bytes as they came
 * @property {CborMap} headers the protected header
 * @property {CborMap} unprotected
 * @property {Uint8Array|null} payload null when detached
 * @property {Uint8Array} signature
 */

/**
 * Takes a tagged COSE_Sign1 apart without judging its headers or checking its signature; else `malformed`.
 * @param {Uint8Array} data
 * @returns {Sign1}
 */
export function open_sign1(data) {
  const outer = decode(data);
  if (!(outer instanceof Tagged) || outer.tag !== SIGN1_TAG) throw malformed("not a tagged COSE_Sign1");
  const members = outer.value;
  if (!Array.isArray(members) || members.length !== 4) throw malformed("COSE_Sign1 isn't an array of four");
  const [protectedBytes, unprotected, payload, signature] = members;
  if (
    !(protectedBytes instanceof Uint8Array) ||
    !(signature instanceof Uint8Array) ||
    !(unprotected instanceof Map) ||
    (payload !== null && !(payload instanceof Uint8Array))
  ) {
    throw malformed("COSE_Sign1 members have other types");
  }
  const headers = protectedBytes.length > 0 ? decode(protectedBytes) : new Map();
  if (!(headers instanceof Map)) throw malformed("protected header isn't a map");
  for (const label of headers.keys()) if (unprotected.has(label)) throw malformed("a header stands in both maps");
  return { protected: protectedBytes, headers, unprotected, payload, signature };
}

/**
 * The bytes that a COSE_Sign1 signature covers; an empty protected header sent as `a0` enters as no bytes.
 * @param {Uint8Array} protectedBytes
 * @param {Uint8Array} payload
 * @param {{external_aad?: Uint8Array}} [options]
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function sig_structure(protectedBytes, payload, { external_aad = EMPTY } = {}) {
  const entering = protectedBytes.length === 1 && protectedBytes[0] === EMPTY_MAP ? EMPTY : protectedBytes;
  return encode(["Signature1", entering, external_aad, payload]);
}
