// @ts-check
/** The COSE_Key of a P-256 point and its thumbprint (RFC 9679). */
import { encode } from "./cbor.js";
import { malformed } from "./errors.js";
import { sha256 } from "./signature.js";

/** @typedef {import("./signature.js").PublicKey} PublicKey */

export const KEY_ID_LENGTH = 8;
const COORDINATE_LENGTH = 32;

/**
 * The SHA-256 thumbprint of a key.
 * @param {PublicKey} key
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function thumbprint({ x, y }) {
  return sha256(
    encode(
      new Map(
        /** @type {[number, any][]} */ ([
          [1, 2],
          [-1, 1],
          [-2, x],
          [-3, y],
        ]),
      ),
    ),
  );
}

/**
 * The `kid` of a key: the first 8 bytes of its thumbprint.
 * @param {PublicKey} key
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function key_id(key) {
  return (await thumbprint(key)).slice(0, KEY_ID_LENGTH);
}

/**
 * The point of a decoded COSE_Key that is exactly `{1: 2, -1: 1, -2: x, -3: y}`; else `malformed`.
 * @param {any} coseKey a decoded CBOR value
 * @returns {PublicKey}
 */
export function public_key(coseKey) {
  if (!(coseKey instanceof Map) || coseKey.size !== 4 || coseKey.get(1) !== 2 || coseKey.get(-1) !== 1) {
    throw malformed("COSE_Key");
  }
  const x = coseKey.get(-2);
  const y = coseKey.get(-3);
  if (!isCoordinate(x) || !isCoordinate(y)) throw malformed("COSE_Key coordinates");
  return { x, y };
}

/**
 * @param {any} value
 * @returns {boolean}
 */
function isCoordinate(value) {
  return value instanceof Uint8Array && value.length === COORDINATE_LENGTH;
}
