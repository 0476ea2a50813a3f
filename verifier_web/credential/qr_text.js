// @ts-check
/** The text of a QR code: a URL whose fragment is one big base-10 integer, or the interop Base45. */
import { decode as base45Decode } from "./base45.js";
import { CredentialError, malformed } from "./errors.js";
import { inflate, QR_LIMIT } from "./inflate.js";

const DEFLATED = 1;
const PLAIN = 2;
const DIGITS = /^[1-9][0-9]{0,4295}$/;
const OTHER_HOST = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#]+\/[VS]#/;
const LONGEST_BASE45 = 65_536;
const MOST_DIGITS = 4296;
const COSE_SIGN1_PREFIX = [0xd2, 0x84];

/** @typedef {"V"|"S"} Path V for a credential, S for an election state */

/**
 * The COSE bytes that a QR text carries.
 * @param {string} text exactly as scanned
 * @param {{origins: string[], path?: Path}} options origins such as "https://o.shailoo.gov.kg"; the path wanted
 * @returns {Uint8Array} refuses with `malformed`, `other_host` or `not_a_credential`
 */
export function read_text(text, { origins, path = "V" }) {
  const rest = afterOrigin(text, origins);
  if (rest !== null) {
    if (path === "V" && rest.startsWith("S#")) throw new CredentialError("not_a_credential", "an election state");
    if (path === "S" && rest.startsWith("V#")) throw new CredentialError("not_a_credential", "a credential");
    const digits = rest.slice(2);
    if (!rest.startsWith(`${path}#`) || !DIGITS.test(digits)) throw malformed("URL outside the grammar");
    return unpack(integerBytes(digits));
  }
  if (OTHER_HOST.test(text)) throw new CredentialError("other_host", "another site's address");
  return fromBase45(text);
}

/**
 * What follows `origin/`, or null when the text doesn't begin with one of the origins.
 * @param {string} text
 * @param {string[]} origins
 * @returns {string|null}
 */
function afterOrigin(text, origins) {
  let slash = -1;
  for (let i = 0; i < 3; i += 1) {
    slash = text.indexOf("/", slash + 1);
    if (slash < 0) return null;
  }
  const origin = asciiLower(text.slice(0, slash));
  return origins.some((known) => asciiLower(known) === origin) ? text.slice(slash + 1) : null;
}

/**
 * @param {string} text
 * @returns {string} with A–Z in lower case and all else untouched
 */
function asciiLower(text) {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * The big-endian bytes of a positive integer in base 10.
 * @param {string} digits
 * @returns {Uint8Array<ArrayBuffer>}
 */
function integerBytes(digits) {
  let hex = BigInt(digits).toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i += 1) {
    bytes[i] = nibble(hex.charCodeAt(2 * i)) * 16 + nibble(hex.charCodeAt(2 * i + 1));
  }
  return bytes;
}

/**
 * @param {number} code of a lower-case hexadecimal digit
 * @returns {number}
 */
function nibble(code) {
  return code < 58 ? code - 48 : code - 87;
}

/**
 * @param {Uint8Array} packed prefix byte and content
 * @returns {Uint8Array}
 */
function unpack(packed) {
  if (packed[0] === DEFLATED) return inflate(packed.subarray(1), { limit: QR_LIMIT });
  if (packed[0] === PLAIN) return packed.subarray(1);
  throw malformed("unknown prefix byte");
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
function fromBase45(text) {
  let bytes;
  try {
    if (text.length > LONGEST_BASE45) throw malformed("longer than a QR code");
    bytes = inflate(base45Decode(text), { limit: QR_LIMIT });
  } catch {
    throw new CredentialError("not_a_credential", "neither our URL nor compressed Base45");
  }
  if (bytes[0] !== COSE_SIGN1_PREFIX[0] || bytes[1] !== COSE_SIGN1_PREFIX[1]) {
    throw new CredentialError("not_a_credential", "no COSE_Sign1 inside");
  }
  return bytes;
}

/**
 * The URL text that carries signed bytes, as a QR code shows it.
 * @param {Uint8Array} sealed a credential or an election state
 * @param {{origin: string, path?: Path}} options
 * @returns {Promise<string>} `HTTPS://…/V#digits`; rejects with `malformed` when the bytes need too many digits
 */
export async function to_text(sealed, { origin, path = "V" }) {
  const deflated = await deflate(sealed);
  const [prefix, content] = deflated.length < sealed.length ? [DEFLATED, deflated] : [PLAIN, sealed];
  let hex = `0${prefix}`;
  for (const byte of content) hex += byte.toString(16).padStart(2, "0");
  const digits = BigInt(`0x${hex}`).toString();
  if (digits.length > MOST_DIGITS) throw malformed("too long for a QR code");
  return `${origin.toUpperCase()}/${path}#${digits}`;
}

/**
 * The three QR segments of a URL text, in order: joined they are the text again.
 * @param {string} text as `to_text` made it
 * @returns {[mode: "alphanumeric"|"byte"|"numeric", text: string][]}
 */
export function segments(text) {
  const hash = text.indexOf("#");
  return [
    ["alphanumeric", text.slice(0, hash)],
    ["byte", "#"],
    ["numeric", text.slice(hash + 1)],
  ];
}

/**
 * A zlib stream of the bytes where the browser has one, else the bytes themselves (readers take either).
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
async function deflate(bytes) {
  if (typeof CompressionStream === "undefined") return bytes;
  const stream = new CompressionStream("deflate");
  const writer = stream.writable.getWriter();
  const written = Promise.all([writer.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes)), writer.close()]);
  const whole = new Uint8Array(await new Response(stream.readable).arrayBuffer());
  await written;
  return whole;
}
