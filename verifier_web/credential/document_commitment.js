// @ts-check
/** The two bytes in a credential that tell whether an identity document's number fits, and little else. */
import { sameBytes } from "./cbor.js";
import { LOOK_ALIKES, ungroup } from "./certificate_number.js";
import { sha256 } from "./signature.js";

export const COMMITMENT_LENGTH = 2;
const utf8 = new TextEncoder();

/**
 * Only 0-9A-Z: Cyrillic look-alikes become Latin, ASCII letters upper-case, the rest is dropped.
 * @param {string} documentNumber as typed or printed
 * @returns {string} empty when nothing remains
 */
export function normalise_document_number(documentNumber) {
  let kept = "";
  for (const character of documentNumber) {
    const latin = LOOK_ALIKES.get(character) ?? character;
    if (/^[0-9A-Za-z]$/.test(latin)) kept += latin.toUpperCase();
  }
  return kept;
}

/**
 * The commitment of an identity document for one certificate.
 * @param {string} certificateNumber grouped or not
 * @param {{country: string, document_number: string}} document country as alpha-3
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 2 bytes
 */
export async function commit(certificateNumber, { country, document_number }) {
  const number = normalise_document_number(document_number);
  const digest = await sha256(utf8.encode(`KGO1|${ungroup(certificateNumber)}|${country}|${number}`));
  return digest.slice(0, COMMITMENT_LENGTH);
}

/**
 * Whether a typed document number fits.
 * @param {Uint8Array} commitment 2 bytes
 * @param {string|null} documentNumber
 * @param {{certificate_number: string, country: string}} certificate
 * @returns {Promise<boolean|null>} null without a number, or when nothing of it remains
 */
export async function matches(commitment, documentNumber, { certificate_number, country }) {
  if (documentNumber === null || normalise_document_number(documentNumber) === "") return null;
  return sameBytes(await commit(certificate_number, { country, document_number: documentNumber }), commitment);
}
