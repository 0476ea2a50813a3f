// @ts-check
/** The election state: a Token Status List CWT that also carries the term, one token for each election. */
import { decode, sameBytes } from "./cbor.js";
import { is_prefix } from "./certificate_number.js";
import { bytes, mapOf, natural, onlyKeys, text } from "./claims.js";
import { open_sign1, sig_structure } from "./cose.js";
import { CredentialError, malformed, coded } from "./errors.js";
import { inflate, LIST_LIMIT } from "./inflate.js";
import { KEY_ID_LENGTH } from "./key_id.js";
import { covers, keys_of } from "./root.js";
import { SIGNATURE_LENGTH, sha256, verify_es256 } from "./signature.js";

export const STATUS_LIST_DRAFT = "draft-ietf-oauth-status-list-20";
export const CONTENT_TYPE = "application/statuslist+cwt";
export const TTL = 65534;
export const STATUS_LIST = 65533;
export const OBSERVER_STATE = -65802;
export const BITS = 4;
export const SLOTS_STEP = 1024;
export const VALID = 0x00;
export const REVOKED = 0x01;
export const NOT_ISSUED = 0x03;
export const REPLACED = 0x0c;
export const BASIS_OPEN = 0;
export const BASIS_PUBLISHED = 1;
export const BASIS_REPEAT_VOTING = 2;
export const BASIS_ANNULLED = 3;
const HEADER = [0xa3, 0x01, 0x26, 0x04, 0x48]; // {1: -7, 4: 8 bytes, 16: type}
const OBSERVER_KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

/** @typedef {import("./root.js").Root} Root */
/** @typedef {import("./root.js").Trust} Trust */
/**
 * @typedef {object} Mark what is remembered of an accepted state; every ElectionState is one
 * @property {string} election
 * @property {Uint8Array} kid
 * @property {number} seq
 * @property {number} iat unix seconds
 * @property {Uint8Array} digest SHA-256 of its Sig_structure
 */
/**
 * @typedef {object} ElectionState instants are unix seconds, days are days since 1970-01-01
 * @property {string} uri
 * @property {number} iat
 * @property {number} exp
 * @property {number} ttl seconds
 * @property {Uint8Array} statuses two slots a byte
 * @property {number} slots how many indices the list has
 * @property {string} election
 * @property {number} seq
 * @property {Uint8Array} previous SHA-256 of the previous Sig_structure
 * @property {number} opens_day
 * @property {number[]} voting_days
 * @property {number[]} repeat_days
 * @property {number|null} published_day
 * @property {Uint8Array} registry_hash 16 bytes
 * @property {Uint8Array|null} checkpoint
 * @property {number} root_version
 * @property {Uint8Array} regulation_hash 16 bytes
 * @property {Uint8Array} notices_hash 16 bytes
 * @property {number} basis 0–3
 * @property {string} prefix of certificate numbers
 * @property {Uint8Array} kid 8 bytes
 * @property {Uint8Array} digest SHA-256 of the Sig_structure
 */
/** @typedef {Omit<ElectionState, "kid"|"digest">} StateClaims */

/**
 * The status value at an index; one beyond the list was not issued.
 * @param {{statuses: Uint8Array}} state
 * @param {number} idx
 * @returns {number} 0–15
 */
export function status({ statuses }, idx) {
  if (idx >= statuses.length * 2) return NOT_ISSUED;
  return (statuses[idx >> 1] >> (4 * (idx & 1))) & 15;
}

/**
 * Accepts a state, or refuses it: rejects with `state_malformed`, `root_older` (fetch the root first), `state_signature`
 * (unknown, wrong-role, retired or compromised key, or a bad signature), `state_older` or `state_forked` (same seq,
 * other content: keep the held one and tell the CEC). The one already held comes back as no change.
 * @param {Uint8Array} data
 * @param {{trust: Trust, held: Iterable<Mark>}} options accepted states or remembered marks, of any election and
 *   key; those of this election count, except under keys that the root now calls compromised
 * @returns {Promise<ElectionState>}
 */
export function open_state(data, { trust, held }) {
  return coded("state_malformed", async () => {
    const { kid, payload, signed, signature } = openEnvelope(data);
    const claims = parse_payload(payload);
    if (claims.uri !== `${trust.issuer}/s/${claims.election}` || claims.election.includes("/")) {
      throw malformed("uri isn't <issuer>/s/<election>");
    }
    await checkSignature(claims, trust.root, { kid, signed, signature });
    const state = { ...claims, kid: kid.slice(), digest: await sha256(signed) };
    checkMarks(state, marksThatCount(state.election, trust.root, held));
    return state;
  });
}

/**
 * The clock floor: the newest iat among the root and accepted states, compromised keys' left out.
 * @param {Root} root
 * @param {Iterable<Mark>} held
 * @returns {number} unix seconds
 */
export function floor_of(root, held) {
  let floor = root.iat;
  for (const mark of held) if (mark.iat > floor && !isCompromised(root, mark.kid)) floor = mark.iat;
  return floor;
}

/**
 * @param {string} election
 * @param {Root} root
 * @param {Iterable<Mark>} held
 * @returns {Mark[]}
 */
function marksThatCount(election, root, held) {
  return Array.from(held).filter((mark) => mark.election === election && !isCompromised(root, mark.kid));
}

/**
 * @param {ElectionState} state
 * @param {Mark[]} marks
 */
function checkMarks(state, marks) {
  let newestSeq = -1;
  let newestIat = -1;
  for (const mark of marks) {
    newestSeq = Math.max(newestSeq, mark.seq);
    newestIat = Math.max(newestIat, mark.iat);
  }
  if (state.seq === newestSeq) {
    for (const mark of marks) {
      if (mark.seq === newestSeq && !sameBytes(mark.digest, state.digest)) {
        throw new CredentialError("state_forked", `another state with seq ${state.seq} is held`);
      }
    }
  } else if (state.seq < newestSeq || state.iat < newestIat) {
    throw new CredentialError("state_older", `seq ${state.seq} or its iat is before what is held`);
  }
}

/**
 * @param {Root} root
 * @param {Uint8Array} kid
 * @returns {boolean}
 */
function isCompromised(root, kid) {
  return keys_of(root, kid).some((key) => key.standing === "compromised");
}

/**
 * @param {StateClaims} state
 * @param {Root} root
 * @param {{kid: Uint8Array, signed: Uint8Array, signature: Uint8Array}} envelope
 */
async function checkSignature(state, root, { kid, signed, signature }) {
  const keys = keys_of(root, kid);
  if (keys.length === 0 && state.root_version > root.version) {
    throw new CredentialError("root_older", `signed under root ${state.root_version}, held is ${root.version}`);
  }
  for (const key of keys) {
    const usable = key.role === "state" && key.standing !== "compromised" && covers(key, state.iat);
    if (usable && (await verify_es256(signed, signature, key))) return;
  }
  throw new CredentialError("state_signature", "no key that may sign states has signed this");
}

/**
 * @param {Uint8Array} data
 * @returns {{kid: Uint8Array, payload: Uint8Array, signed: Uint8Array, signature: Uint8Array}}
 */
function openEnvelope(data) {
  const { protected: header, headers, unprotected, payload, signature } = open_sign1(data);
  const start = HEADER.length;
  const framed = HEADER.every((byte, i) => header[i] === byte);
  if (!framed || headers.get(16) !== CONTENT_TYPE) throw malformed("protected header");
  if (unprotected.size !== 0 || payload === null) throw malformed("unprotected header or detached payload");
  bytes(signature, SIGNATURE_LENGTH, "signature");
  const kid = header.subarray(start, start + KEY_ID_LENGTH);
  return { kid, payload, signed: sig_structure(header, payload), signature };
}

/**
 * A state's claims, signature and sequence not judged; refuses with `malformed`.
 * @param {Uint8Array} payload
 * @returns {StateClaims}
 */
function parse_payload(payload) {
  const claims = mapOf(decode(payload), "claims");
  onlyKeys(claims, [2, 4, 6, STATUS_LIST, TTL, OBSERVER_STATE], []);
  const observer = mapOf(claims.get(OBSERVER_STATE), "observer claim");
  onlyKeys(observer, OBSERVER_KEYS, []);
  const list = mapOf(claims.get(STATUS_LIST), "status list");
  onlyKeys(list, ["bits", "lst"], []);
  if (list.get("bits") !== BITS) throw malformed("bits aren't 4");
  const statuses = inflate(someBytes(list.get("lst")), { limit: LIST_LIMIT });
  if (statuses.length === 0 || (statuses.length * 2) % SLOTS_STEP !== 0) throw malformed("slots aren't 1,024s");
  return {
    uri: text(claims.get(2), "uri"),
    iat: natural(claims.get(6), "iat"),
    exp: natural(claims.get(4), "exp"),
    ttl: natural(claims.get(TTL), "ttl"),
    statuses,
    slots: statuses.length * 2,
    ...observed(observer),
  };
}

/** @param {import("./cbor.js").CborMap} claim -65802 */
function observed(claim) {
  const basis = natural(claim.get(13), "term basis");
  const published_day = claim.get(7) === null ? null : natural(claim.get(7), "publication day");
  const prefix = claim.get(14);
  if (basis > BASIS_ANNULLED) throw malformed("unknown term basis");
  if (basis !== BASIS_ANNULLED && (published_day !== null) !== (basis === BASIS_PUBLISHED)) {
    throw malformed("publication day and term basis disagree");
  }
  if (typeof prefix !== "string" || !is_prefix(prefix)) throw malformed("certificate-number prefix");
  return {
    election: text(claim.get(1), "election"),
    seq: natural(claim.get(2), "seq"),
    previous: bytes(claim.get(3), 32, "previous"),
    opens_day: natural(claim.get(4), "opening day"),
    voting_days: days(claim.get(5)),
    repeat_days: days(claim.get(6)),
    published_day,
    registry_hash: bytes(claim.get(8), 16, "registry hash"),
    checkpoint: claim.get(9) === null ? null : someBytes(claim.get(9)),
    root_version: natural(claim.get(10), "root version"),
    regulation_hash: bytes(claim.get(11), 16, "regulation hash"),
    notices_hash: bytes(claim.get(12), 16, "notices hash"),
    basis,
    prefix,
  };
}

/**
 * @param {any} value
 * @returns {number[]}
 */
function days(value) {
  if (!Array.isArray(value)) throw malformed("days aren't an array");
  return value.map((day) => natural(day, "day"));
}

/**
 * @param {any} value
 * @returns {Uint8Array}
 */
function someBytes(value) {
  if (!(value instanceof Uint8Array)) throw malformed("not a byte string");
  return value;
}
