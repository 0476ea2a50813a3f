// @ts-check
/** Opening credentials: COSE_Sign1, ES256, protected header exactly `{1: -7, 4: kid}`, nothing unprotected. */
import { sig_structure as coseSigStructure, open_sign1 } from "./cose.js";
import { malformed } from "./errors.js";
import { KEY_ID_LENGTH } from "./key_id.js";
import { SIGNATURE_LENGTH, sha256 } from "./signature.js";

const HEADER = [0xa2, 0x01, 0x26, 0x04, 0x48]; // {1: -7, 4: 8 bytes}

/**
 * @typedef {object} Sealed a credential's bytes taken apart; nothing is checked beyond the envelope's shape
 * @property {Uint8Array} kid 8 bytes
 * @property {Uint8Array} payload
 * @property {Uint8Array<ArrayBuffer>} sig_structure
 * @property {Uint8Array} signature 64 bytes
 */

/**
 * Takes a credential's bytes apart; anything but the profile's frame is `malformed`.
 * @param {Uint8Array} sealed
 * @returns {Sealed}
 */
export function open_credential(sealed) {
  const { protected: header, unprotected, payload, signature } = open_sign1(sealed);
  const ours = header.length === HEADER.length + KEY_ID_LENGTH && HEADER.every((byte, i) => header[i] === byte);
  if (!ours) throw malformed("protected header isn't exactly {1: -7, 4: kid}");
  if (unprotected.size !== 0) throw malformed("unprotected header isn't empty");
  if (payload === null) throw malformed("detached payload");
  if (signature.length !== SIGNATURE_LENGTH) throw malformed("signature isn't 64 bytes");
  const kid = header.subarray(HEADER.length);
  return { kid, payload, sig_structure: sig_structure(header, payload), signature };
}

/**
 * The bytes that a credential's signature covers: `["Signature1", protected, h'', payload]`.
 * @param {Uint8Array} protectedBytes
 * @param {Uint8Array} payload
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function sig_structure(protectedBytes, payload) {
  return coseSigStructure(protectedBytes, payload);
}

/**
 * The SHA-256 of a Sig_structure: what a credential or state is identified by, never its signature.
 * @param {Uint8Array} signed
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function digest(signed) {
  return sha256(signed);
}
