// @ts-check
/** The only cryptography here: ES256 verification and SHA-256, both by WebCrypto. */

const ES256 = { name: "ECDSA", hash: "SHA-256" };
const P256 = { name: "ECDSA", namedCurve: "P-256" };
export const SIGNATURE_LENGTH = 64;

/** @typedef {{x: Uint8Array, y: Uint8Array}} PublicKey 32-byte big-endian coordinates of a P-256 point */

/** @type {WeakMap<PublicKey, Promise<CryptoKey|null>>} */
const imported = new WeakMap();

/**
 * Whether a signature of 64 bytes (r‖s, high-s accepted) over the message is by the key; never rejects.
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @param {PublicKey} key held as one object for as long as it is used: its import is remembered by identity
 * @returns {Promise<boolean>} false too for points off the curve and other lengths
 */
export async function verify_es256(message, signature, key) {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  let pending = imported.get(key);
  if (pending === undefined) {
    pending = importKey(key);
    imported.set(key, pending);
  }
  const cryptoKey = await pending;
  if (cryptoKey === null) return false;
  try {
    return await crypto.subtle.verify(ES256, cryptoKey, plain(signature), plain(message));
  } catch {
    return false;
  }
}

/**
 * @param {PublicKey} key
 * @returns {Promise<CryptoKey|null>} null for what isn't a point of the curve
 */
async function importKey({ x, y }) {
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(x, 1);
  point.set(y, 33);
  try {
    return await crypto.subtle.importKey("raw", point, P256, false, ["verify"]);
  } catch {
    return null;
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
