// @ts-check
/** The root: the list of keys, signed offline by k of n custodians (COSE_Sign, tag 98), versions in a chain. */
import { compareArrays, decode, encode, sameBytes, Tagged } from "./cbor.js";
import { bytes, mapOf, natural, onlyKeys, text } from "./claims.js";
import { CredentialError, malformed, coded } from "./errors.js";
import { KEY_ID_LENGTH, key_id, public_key } from "./key_id.js";
import { SIGNATURE_LENGTH, sha256, verify_es256 } from "./signature.js";

export const ROOT_TAG = 98;
export const ROLES = ["issue", "state"];
export const STANDINGS = ["active", "retired", "compromised"];
const SIGN_HEADER = [0xa2, 0x01, 0x26, 0x04, 0x48]; // {1: -7, 4: 8 bytes}
const EMPTY = new Uint8Array(0);

/**
 * @typedef {object} Key a public key of the root
 * @property {Uint8Array} kid 8 bytes
 * @property {Uint8Array} x 32 bytes
 * @property {Uint8Array} y 32 bytes
 * @property {string} role "issue", "state" or "root"
 * @property {string} standing "active", "retired" or "compromised"
 * @property {number|null} not_after unix seconds, for retired keys
 */
/**
 * @typedef {object} Root an opened root
 * @property {number} version
 * @property {number} iat unix seconds
 * @property {string} issuer
 * @property {string[]} origins
 * @property {number} threshold
 * @property {Key[]} root_keys
 * @property {Key[]} keys
 * @property {Uint8Array} digest SHA-256 of the payload
 */
/**
 * @typedef {object} Trust what verification starts from
 * @property {Root} root
 * @property {string} issuer
 * @property {string[]} origins
 * @property {number} floor newest iat among accepted states and roots, unix seconds
 */
/** @typedef {{kid: Uint8Array, signature: Uint8Array}} RootSignature one custodian's signature */

/**
 * Accepts a root, or refuses it: rejects with `root_malformed`, `root_rollback` (older, or another of the same version),
 * `root_skipped` (a version between is missing) or `root_signature` (below a threshold).
 * @param {Uint8Array} data
 * @param {{held: Root|null}} options the root to follow; null only for the trust anchor
 * @returns {Promise<Root>}
 */
export function open_root(data, { held }) {
  return coded("root_malformed", async () => {
    const { payload, signatures } = openCoseSign(data);
    const root = await parse_payload(payload);
    if (held !== null) {
      if (root.version === held.version && sameBytes(root.digest, held.digest)) return held;
      if (root.version <= held.version) throw new CredentialError("root_rollback", `not after ${held.version}`);
      if (root.version > held.version + 1) throw new CredentialError("root_skipped", `doesn't follow ${held.version}`);
    }
    for (const signedBy of held === null ? [root] : [held, root]) {
      const count = await distinctSigners(payload, signatures, signedBy.root_keys);
      if (count < signedBy.threshold) {
        throw new CredentialError("root_signature", `${count} of ${signedBy.threshold} of ${signedBy.version}`);
      }
    }
    return root;
  });
}

/**
 * A root's payload, signatures not judged; rejects with `malformed`.
 * @param {Uint8Array} payload
 * @returns {Promise<Root>}
 */
async function parse_payload(payload) {
  const fields = mapOf(decode(payload), "root");
  onlyKeys(fields, [1, 2, 3, 4, 5, 6, 7], []);
  const root_keys = await Promise.all(array(fields.get(6)).map((key) => makeKey(key, "root", "active", null)));
  const keys = await Promise.all(array(fields.get(7)).map(roleKey));
  const every = [...root_keys, ...keys].map(({ x, y }) => `${x} ${y}`);
  if (new Set(every).size !== every.length) throw malformed("a key has two roles or stands twice");
  const threshold = natural(fields.get(5), "threshold");
  if (threshold < 1 || threshold > root_keys.length) throw malformed("threshold out of range");
  return {
    version: natural(fields.get(1), "version"),
    iat: natural(fields.get(2), "iat"),
    issuer: text(fields.get(3), "issuer"),
    origins: array(fields.get(4)).map((origin) => text(origin, "origin")),
    threshold,
    root_keys,
    keys,
    digest: await sha256(payload),
  };
}

/**
 * @param {any} value an entry of field 7
 * @returns {Promise<Key>}
 */
async function roleKey(value) {
  const [role, coseKey, standing, notAfter] = tuple(value, 4);
  if (!ROLES.includes(role) || !STANDINGS.includes(standing)) throw malformed("unknown role or standing");
  return makeKey(coseKey, role, standing, notAfter === null ? null : natural(notAfter, "not-after"));
}

/**
 * @param {any} coseKey
 * @param {string} role
 * @param {string} standing
 * @param {number|null} not_after
 * @returns {Promise<Key>}
 */
async function makeKey(coseKey, role, standing, not_after) {
  const key = public_key(coseKey);
  return { kid: await key_id(key), ...key, role, standing, not_after };
}

/**
 * Every key of the root that has a kid, root keys included.
 * @param {Root} root
 * @param {Uint8Array} kid
 * @returns {Key[]}
 */
export function keys_of(root, kid) {
  const found = [];
  for (const key of root.root_keys) if (compareArrays(key.kid, kid) === 0) found.push(key);
  for (const key of root.keys) if (compareArrays(key.kid, kid) === 0) found.push(key);
  return found;
}

/**
 * Whether a signature with this `iat` can count: the key was not retired before it.
 * @param {Key} key
 * @param {number} issuedAt unix seconds
 * @returns {boolean}
 */
export function covers(key, issuedAt) {
  return key.standing !== "retired" || key.not_after === null || issuedAt <= key.not_after;
}

/**
 * The Sig_structure `["Signature", body_protected, sign_protected, h'', payload]` of one custodian.
 * @param {Uint8Array} payload
 * @param {{kid: Uint8Array}} options
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function signing_input(payload, { kid }) {
  return encode(["Signature", EMPTY, Uint8Array.of(...SIGN_HEADER, ...kid), EMPTY, payload]);
}

/**
 * @param {Uint8Array} payload
 * @param {RootSignature[]} signatures
 * @param {Key[]} keys
 * @returns {Promise<number>} how many different keys have signed
 */
async function distinctSigners(payload, signatures, keys) {
  /** @type {Set<Key>} */
  const signers = new Set();
  for (const { kid, signature } of signatures) {
    for (const key of keys) {
      if (!sameBytes(key.kid, kid)) continue;
      if (await verify_es256(signing_input(payload, { kid }), signature, key)) signers.add(key);
    }
  }
  return signers.size;
}

/**
 * @param {Uint8Array} data
 * @returns {{payload: Uint8Array, signatures: RootSignature[]}}
 */
function openCoseSign(data) {
  const outer = decode(data);
  if (!(outer instanceof Tagged) || outer.tag !== ROOT_TAG) throw malformed("not a tagged COSE_Sign");
  const [body, unprotected, payload, entries] = tuple(outer.value, 4);
  bytes(body, 0, "body's protected header");
  onlyKeys(mapOf(unprotected, "body's unprotected header"), [], []);
  if (!(payload instanceof Uint8Array) || !Array.isArray(entries)) throw malformed("COSE_Sign members");
  return { payload, signatures: entries.map(rootSignature) };
}

/**
 * @param {any} entry
 * @returns {RootSignature}
 */
function rootSignature(entry) {
  const [header, unprotected, signature] = tuple(entry, 3);
  onlyKeys(mapOf(unprotected, "unprotected header"), [], []);
  bytes(header, SIGN_HEADER.length + KEY_ID_LENGTH, "protected header");
  if (!SIGN_HEADER.every((byte, i) => header[i] === byte)) throw malformed("header isn't exactly {1: -7, 4: kid}");
  return { kid: header.subarray(SIGN_HEADER.length), signature: bytes(signature, SIGNATURE_LENGTH, "signature") };
}

/**
 * @param {any} value
 * @param {number} length
 * @returns {any[]}
 */
function tuple(value, length) {
  if (!Array.isArray(value) || value.length !== length) throw malformed(`not an array of ${length}`);
  return value;
}

/**
 * @param {any} value
 * @returns {any[]} with members
 */
function array(value) {
  if (!Array.isArray(value) || value.length === 0) throw malformed("not an array with members");
  return value;
}
