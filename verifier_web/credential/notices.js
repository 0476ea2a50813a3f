// @ts-check
/** Revocation notices: why and when each revoked index was revoked, one file whose hash stands in the state. */
import { decode as decodeCbor, sameBytes } from "./cbor.js";
import { mapOf, natural, text } from "./claims.js";
import { CredentialError, malformed } from "./errors.js";
import { sha256 } from "./signature.js";

export const KINDS = ["V1", "V2", "V3", "W1", "W2"];
export const HASH_LENGTH = 16;

/**
 * @typedef {object} Notice one revocation
 * @property {number} effective_minute unix seconds
 * @property {string} kind "V1" … "W2"
 * @property {string} decree_number
 * @property {number} decree_day days since 1970-01-01
 */

/**
 * The notices by index; refuses with `notices_malformed`.
 * @param {Uint8Array} data
 * @returns {Map<number, Notice>}
 */
export function decode(data) {
  /** @type {Map<number, Notice>} */
  const notices = new Map();
  try {
    for (const [idx, value] of mapOf(decodeCbor(data), "notices")) notices.set(natural(idx, "index"), notice(value));
  } catch (fault) {
    if (fault instanceof CredentialError) throw new CredentialError("notices_malformed", fault.detail);
    throw fault;
  }
  return notices;
}

/**
 * @param {any} value
 * @returns {Notice}
 */
function notice(value) {
  if (!Array.isArray(value) || value.length !== 4) throw malformed("a notice isn't an array of four");
  const [minute, kind, number, day] = value;
  if (!KINDS.includes(kind)) throw malformed("unknown kind");
  return {
    effective_minute: natural(minute, "minute"),
    kind,
    decree_number: text(number, "decree number"),
    decree_day: natural(day, "decree day"),
  };
}

/**
 * The SHA-256 of encoded notices cut to 16 bytes: the state's claim 12.
 * @param {Uint8Array} data
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function notices_hash(data) {
  return (await sha256(data)).slice(0, HASH_LENGTH);
}

/**
 * Fetched notices after comparing them with claim 12 of an accepted state; rejects with `notices_malformed`.
 * @param {Uint8Array} data
 * @param {{expected: Uint8Array}} options
 * @returns {Promise<Map<number, Notice>>}
 */
export async function open_notices(data, { expected }) {
  if (!sameBytes(await notices_hash(data), expected)) {
    throw new CredentialError("notices_malformed", "not the notices the state names");
  }
  return decode(data);
}
