// @ts-check
/** The only cryptography here: ES256 verification and SHA-256, both by WebCrypto. */

const ES256 = { name: "ECDSA", hash: "SHA-256" };
const P256 = { name: "ECDSA", namedCurve: "P-256" };
export const SIGNATURE_LENGTH = 64;
const UNCOMPRESSED = 4;

/** @typedef {{x: Uint8Array, y: Uint8Array}} PublicKey 32-byte big-endian coordinates of a P-256 point */

/** @type {WeakMap<PublicKey, Promise<CryptoKey|null>>} */
const imported = new WeakMap();

/**
 * Whether a signature of 64 bytes (r‖s, high-s accepted) over the message is by the key.
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @param {PublicKey} key held as one object for as long as it is used: its import is remembered by identity
 * @returns {Promise<boolean>} false too for points off the curve and other lengths; rejects only without WebCrypto,
 *   which is no statement about the signature
 */
export async function verify_es256(message, signature, key) {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  let pending = imported.get(key);
  if (pending === undefined) {
    pending = importKey(key);
    imported.set(key, pending);
  }
  const cryptoKey = await pending;
  return cryptoKey !== null && crypto.subtle.verify(ES256, cryptoKey, plain(signature), plain(message));
}

/**
 * @param {PublicKey} key
 * @returns {Promise<CryptoKey|null>} null for what isn't a point of the curve
 */
async function importKey({ x, y }) {
  const point = new Uint8Array(1 + 2 * x.length);
  point[0] = UNCOMPRESSED;
  point.set(x, 1);
  point.set(y, 1 + x.length);
  try {
    return await crypto.subtle.importKey("raw", point, P256, false, ["verify"]);
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "DataError") return null;
    throw fault;
  }
}

/**
 * The SHA-256 of some bytes.
 * @param {Uint8Array} data
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", plain(data)));
}

/**
 * The same bytes, typed as WebCrypto asks for them (never a view of shared memory).
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
function plain(bytes) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (bytes);
}
