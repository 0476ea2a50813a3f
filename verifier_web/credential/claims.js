// @ts-check
/** The claims of a KGO-1 credential: exactly these keys, types and lengths. */
import { decode } from "./cbor.js";
import { malformed } from "./errors.js";

export const PROFILE = 1;
const ISS = 1;
const NBF = 5;
const IAT = 6;
const CTI = 7;
const CNF = 8;
const IDENTITY = 169;
const STATUS = 65535;
const OBSERVER = -65801;
const PHOTO = 16;
const PHOTO_FORMAT = 17;
const WEBP = 4;
const NAME_CYRILLIC = 19;
const LANGUAGE = 20;
const LANGUAGES = ["kir", "rus"];
const LONGEST_TEXT = 400;
const SECONDS_A_DAY = 86_400;
const BISHKEK_OFFSET_SECONDS = 21_600;
const ALPHA_3 = /^[A-Z]{3}$/;
const utf8 = new TextEncoder();

/** @typedef {import("./cbor.js").CborMap} CborMap */
/**
 * @typedef {object} CredentialClaims
 * @property {number} profile
 * @property {number} issued_at unix seconds
 * @property {string} election
 * @property {string} issuer
 * @property {number} not_before unix seconds
 * @property {Uint8Array} credential_id cti, 8 bytes
 * @property {Uint8Array|null} holder_key 32-byte thumbprint, only on the phone carrier
 * @property {string} number
 * @property {string} name_latin
 * @property {string|null} name_cyrillic
 * @property {string|null} language "kir" or "rus" with name_cyrillic
 * @property {string} citizenship alpha-3
 * @property {Uint8Array|null} photo WebP
 * @property {number} idx
 * @property {string} uri of the election state
 * @property {string} organisation
 * @property {number} accreditation_day days since 1970-01-01
 * @property {string} category
 * @property {string} document_country alpha-3
 * @property {Uint8Array} document_commitment 2 bytes
 * @property {string} regulation
 * @property {number} first_seq seq of the first state that lists this credential
 */
/** @typedef {{profile: number, issued_at: number, election: string}} ForeignProfile those of another profile */

/**
 * The unix second at which a local day of Asia/Bishkek (UTC+6, no summer time) begins.
 * @param {number} day days since 1970-01-01
 * @returns {number}
 */
export function start_of_day(day) {
  return day * SECONDS_A_DAY - BISHKEK_OFFSET_SECONDS;
}

/**
 * The local day of Asia/Bishkek in which a unix second falls.
 * @param {number} instant
 * @returns {number} days since 1970-01-01
 */
export function local_day(instant) {
  return Math.floor((instant + BISHKEK_OFFSET_SECONDS) / SECONDS_A_DAY);
}

/**
 * The claims that a payload holds; refuses with `malformed` whatever isn't exactly them.
 * @param {Uint8Array} payload
 * @returns {CredentialClaims|ForeignProfile} with `profile` 1 the whole claims, else only these three
 */
export function parse(payload) {
  const claims = decode(payload);
  if (!(claims instanceof Map)) throw malformed("claims aren't a map");
  const observer = mapOf(claims.get(OBSERVER), "observer");
  const profile = integer(observer.get(1), "profile");
  const issued_at = natural(claims.get(IAT), "iat");
  const election = text(observer.get(3), "election");
  if (profile !== PROFILE) return { profile, issued_at, election };
  onlyKeys(claims, [ISS, NBF, IAT, CTI, IDENTITY, STATUS, OBSERVER], [CNF]);
  return {
    profile,
    issued_at,
    election,
    issuer: text(claims.get(ISS), "iss"),
    not_before: integer(claims.get(NBF), "nbf"),
    credential_id: bytes(claims.get(CTI), 8, "cti"),
    holder_key: claims.has(CNF) ? confirmation(claims.get(CNF)) : null,
    ...identity(mapOf(claims.get(IDENTITY), "identity")),
    ...status(mapOf(claims.get(STATUS), "status")),
    ...observation(observer),
  };
}

/**
 * @param {CborMap} map claim 169
 */
function identity(map) {
  onlyKeys(map, [1, 3, 4, 13], [PHOTO, PHOTO_FORMAT, NAME_CYRILLIC, LANGUAGE]);
  if (map.get(3) !== "eng") throw malformed("language of the Latin name");
  if (map.has(PHOTO) !== map.has(PHOTO_FORMAT)) throw malformed("photo without its format");
  if (map.has(NAME_CYRILLIC) !== map.has(LANGUAGE)) throw malformed("Cyrillic name without its language");
  if (map.has(LANGUAGE) && !LANGUAGES.includes(map.get(LANGUAGE))) throw malformed("language");
  if (map.has(PHOTO) && map.get(PHOTO_FORMAT) !== WEBP) throw malformed("photo format");
  return {
    number: text(map.get(1), "number"),
    name_latin: text(map.get(4), "name"),
    citizenship: alpha3(map.get(13), "citizenship"),
    photo: map.has(PHOTO) ? picture(map.get(PHOTO)) : null,
    name_cyrillic: map.has(NAME_CYRILLIC) ? text(map.get(NAME_CYRILLIC), "Cyrillic name") : null,
    language: map.has(LANGUAGE) ? map.get(LANGUAGE) : null,
  };
}

/**
 * @param {CborMap} map claim 65535
 */
function status(map) {
  onlyKeys(map, ["status_list"], []);
  const list = mapOf(map.get("status_list"), "status_list");
  onlyKeys(list, ["idx", "uri"], []);
  return { idx: natural(list.get("idx"), "idx"), uri: text(list.get("uri"), "uri") };
}

/**
 * @param {CborMap} map claim -65801 of profile 1
 */
function observation(map) {
  onlyKeys(map, [1, 2, 3, 4, 5, 6, 7, 8, 9], []);
  return {
    organisation: text(map.get(2), "organisation"),
    accreditation_day: natural(map.get(4), "accreditation day"),
    category: text(map.get(5), "category"),
    document_country: alpha3(map.get(6), "document country"),
    document_commitment: bytes(map.get(7), 2, "document commitment"),
    regulation: text(map.get(8), "regulation"),
    first_seq: natural(map.get(9), "first seq"),
  };
}

/**
 * @param {any} value claim 8
 * @returns {Uint8Array}
 */
function confirmation(value) {
  const map = mapOf(value, "cnf");
  onlyKeys(map, [3], []);
  return bytes(map.get(3), 32, "cnf thumbprint");
}

/**
 * @param {any} value
 * @returns {Uint8Array}
 */
function picture(value) {
  if (!(value instanceof Uint8Array) || value.length === 0) throw malformed("photo");
  return value;
}

/**
 * Refuses a map that lacks one of the required keys or has one that is neither required nor optional.
 * @param {CborMap} map
 * @param {(number|string)[]} required
 * @param {(number|string)[]} optional
 */
export function onlyKeys(map, required, optional) {
  let known = required.length;
  for (const key of required) if (!map.has(key)) throw malformed(`no claim ${key}`);
  for (const key of optional) if (map.has(key)) known += 1;
  if (map.size !== known) throw malformed("a claim nobody knows");
}

/**
 * @param {any} value
 * @param {string} name for the refusal
 * @returns {CborMap}
 */
export function mapOf(value, name) {
  if (!(value instanceof Map)) throw malformed(`${name} isn't a map`);
  return value;
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {string} of 1–400 UTF-8 bytes
 */
export function text(value, name) {
  if (typeof value !== "string" || value === "" || value.length > LONGEST_TEXT) throw malformed(`${name} isn't a text`);
  if (value.length * 3 > LONGEST_TEXT && utf8.encode(value).length > LONGEST_TEXT) throw malformed(`${name} too long`);
  return value;
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {number}
 */
export function integer(value, name) {
  if (typeof value !== "number") throw malformed(`${name} isn't an integer`);
  return value;
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {number} ≥ 0
 */
export function natural(value, name) {
  if (typeof value !== "number" || value < 0) throw malformed(`${name} isn't a natural number`);
  return value;
}

/**
 * @param {any} value
 * @param {number} length
 * @param {string} name
 * @returns {Uint8Array}
 */
export function bytes(value, length, name) {
  if (!(value instanceof Uint8Array) || value.length !== length) throw malformed(`${name} isn't ${length} bytes`);
  return value;
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {string}
 */
function alpha3(value, name) {
  if (typeof value !== "string" || !ALPHA_3.test(value)) throw malformed(`${name} isn't an alpha-3 code`);
  return value;
}
