// @ts-check
/**
 * The verdict on a scanned text or a typed number: eight steps, the same in both languages. Pure, never rejects.
 *
 * 1 shape · 2 key · 3 signature · 4 content · 5 registry digest · 6 status · 7 term · 8 freshness and clock.
 * A failure in steps 1–4 stops; a red from 5–7 beats any amber; otherwise the lowest step wins.
 */
import { compareArrays, sameBytes } from "./cbor.js";
import { check } from "./certificate_number.js";
import { local_day, PROFILE, parse, start_of_day } from "./claims.js";
import { matches } from "./document_commitment.js";
import { BASIS_ANNULLED, BASIS_PUBLISHED, NOT_ISSUED, REPLACED, REVOKED, status, VALID } from "./election_state.js";
import { open_credential } from "./envelope.js";
import { CredentialError } from "./errors.js";
import { read_text } from "./qr_text.js";
import { entry_of, NOT_ISSUED as NO_ENTRY } from "./registry_digests.js";
import { covers, keys_of } from "./root.js";
import { verify_es256 } from "./signature.js";
import { COLOURS, shown_claims, term_of } from "./verdict.js";

export const CLOCK_TOLERANCE_SECONDS = 300;
export const LATE_ISSUE_SECONDS = 3600;

/** @typedef {import("./claims.js").CredentialClaims} CredentialClaims */
/** @typedef {import("./election_state.js").ElectionState} ElectionState */
/** @typedef {import("./envelope.js").Sealed} Sealed */
/** @typedef {import("./notices.js").Notice} Notice */
/** @typedef {import("./registry_digests.js").Digests} Digests */
/** @typedef {import("./root.js").Trust} Trust */
/** @typedef {import("./verdict.js").Verdict} Verdict */
/**
 * @typedef {object} Held what a verifier holds of one election
 * @property {ElectionState} state accepted by `open_state`
 * @property {Digests|null} [digests]
 * @property {Map<number, Notice>|null} [notices] by index
 */
/** @typedef {Record<string, Held>} States by election id */
/**
 * @typedef {object} Findings what the steps have found so far
 * @property {Held} [held]
 * @property {CredentialClaims} [claims]
 * @property {string} [election]
 * @property {boolean|null} [document_match]
 * @property {number} [idx] whose status and term were judged
 */

/**
 * The verdict on a scanned text.
 * @param {string} text exactly as scanned
 * @param {{trust: Trust, states: States, device_now: number, document_number?: string|null}} circumstances device_now
 *   in unix seconds by the device's clock; document_number as typed by an official
 * @returns {Promise<Verdict>} never rejects; a device without WebCrypto confirms nothing
 */
export async function verify(text, { trust, states, device_now, document_number = null }) {
  const moment = { trust, device_now };
  try {
    return await judge(text, moment, states, document_number);
  } catch (fault) {
    return answer(fault instanceof CredentialError ? fault.code : "malformed", moment);
  }
}

/**
 * The verdict on a typed certificate number: never green, as the paper was not checked.
 * Where two held elections share a prefix, the lowest election id answers.
 * @param {string} number
 * @param {{trust: Trust, states: States, device_now: number}} circumstances
 * @returns {Promise<Verdict>} never rejects
 */
export async function verify_number(number, { trust, states, device_now }) {
  const moment = { trust, device_now };
  try {
    const { prefix, index } = check(number);
    const held = electionOf(prefix, states);
    if (held === undefined) return answer("election_unknown", moment);
    const now = Math.max(device_now, trust.floor);
    const code = first(numberStatus(held.state, index, now), term(held.state, now, null));
    return answer(code ?? "number_in_force", moment, { held, idx: index });
  } catch (fault) {
    return answer(fault instanceof CredentialError ? fault.code : "malformed", moment);
  }
}

/**
 * @param {string} text
 * @param {Moment} moment
 * @param {States} states
 * @param {string|null} documentNumber
 * @returns {Promise<Verdict>} rejects with CredentialError where step 1 fails
 */
async function judge(text, moment, states, documentNumber) {
  const { trust, device_now } = moment;
  const sealed = open_credential(read_text(text, { origins: trust.origins }));
  const claims = parse(sealed.payload);
  const held = Object.hasOwn(states, claims.election) ? states[claims.election] : undefined;
  const now = Math.max(device_now, trust.floor);
  const [unsigned, own] = await Promise.all([
    checkSignature(sealed, claims.issued_at, trust, held?.state, now),
    entry_of(sealed.sig_structure),
  ]);
  if (unsigned !== null) return answer(unsigned, moment, { held });
  if (claims.profile !== PROFILE) return answer("profile_unknown", moment, { held, election: claims.election });
  const whole = /** @type {CredentialClaims} */ (claims);
  if (!contentAgrees(whole, trust, held?.state)) return answer("malformed", moment, { held });
  const { number: certificate_number, document_country: country } = whole;
  const document_match = await matches(whole.document_commitment, documentNumber, { certificate_number, country });
  if (held === undefined) {
    return answer("election_unknown", moment, { claims: whole, election: claims.election, document_match });
  }
  const unlisted = await registry(held, own, whole);
  const code = first(
    unlisted,
    credentialStatus(held.state, whole, unlisted === null),
    term(held.state, now, whole.accreditation_day),
  );
  const fresh = now < held.state.exp ? "valid" : "valid_stale";
  return answer(code ?? fresh, moment, { held, claims: whole, document_match, idx: whole.idx });
}

/**
 * Steps 2 and 3: a key that may issue, and its signature.
 * @param {Sealed} sealed
 * @param {number} issuedAt
 * @param {Trust} trust
 * @param {ElectionState|undefined} state
 * @param {number} now
 * @returns {Promise<string|null>} the code of the refusal
 */
async function checkSignature(sealed, issuedAt, { root }, state, now) {
  const keys = keys_of(root, sealed.kid);
  if (keys.length === 0) {
    const lacking =
      state === undefined || root.version < state.root_version || issuedAt > state.iat || now >= state.exp;
    return lacking ? "key_unknown" : "signature_invalid";
  }
  for (const key of keys) {
    if (key.role !== "issue" || !covers(key, issuedAt)) continue;
    if (await verify_es256(sealed.sig_structure, sealed.signature, key)) return null;
  }
  return "signature_invalid";
}

/**
 * Step 4: the claims agree with one another, with the root's issuer and with the state where one is held.
 * @param {CredentialClaims} claims
 * @param {Trust} trust
 * @param {ElectionState|undefined} state
 * @returns {boolean}
 */
function contentAgrees(claims, trust, state) {
  if (claims.issuer !== trust.issuer) return false;
  if (state === undefined) return true;
  const { uri } = claims;
  return (
    uri === state.uri &&
    claims.not_before === start_of_day(claims.accreditation_day) &&
    claims.election === state.election &&
    uri.slice(uri.lastIndexOf("/") + 1) === claims.election &&
    uri.startsWith(claims.issuer)
  );
}

/**
 * Step 5: null where the registry lists exactly this credential.
 * @param {Held} held
 * @param {Uint8Array} own this credential's entry
 * @param {CredentialClaims} claims
 * @returns {Promise<string|null>}
 */
async function registry({ state, digests }, own, claims) {
  if (!digests) return "registry_missing";
  if (digests.seq === state.seq && !sameBytes(await digests.index_hash(), state.registry_hash)) {
    return "registry_missing";
  }
  const entry = await digests.entry(claims.idx);
  if (entry === null) return "registry_missing";
  if (sameBytes(entry, NO_ENTRY)) return notListed(digests.seq, claims, state);
  return sameBytes(entry, own) ? null : "not_issued";
}

/**
 * What it means that a list as of `seq` lacks the credential: late data, or never issued.
 * @param {number} seq
 * @param {CredentialClaims} claims
 * @param {ElectionState} state
 * @returns {string}
 */
function notListed(seq, claims, state) {
  const late = seq < claims.first_seq && claims.issued_at > state.iat - LATE_ISSUE_SECONDS;
  return late ? "state_older_than_credential" : "not_issued";
}

/**
 * Step 6. The fill value under a credential that the registry proves present is late data, not a lie.
 * @param {ElectionState} state
 * @param {CredentialClaims} claims
 * @param {boolean} present
 * @returns {string|null}
 */
function credentialStatus(state, claims, present) {
  const value = status(state, claims.idx);
  if (value !== NOT_ISSUED) return otherStatus(value);
  if (present && state.seq < claims.first_seq) return "state_older_than_credential";
  return notListed(state.seq, claims, state);
}

/**
 * Step 6 for a typed number: only a state not past its exp can say that an index was never issued.
 * @param {ElectionState} state
 * @param {number} idx
 * @param {number} now
 * @returns {string|null}
 */
function numberStatus(state, idx, now) {
  const value = status(state, idx);
  if (value !== NOT_ISSUED) return otherStatus(value);
  return now < state.exp ? "not_issued" : "state_older_than_credential";
}

/**
 * @param {number} value of the status list, not the fill value
 * @returns {string|null}
 */
function otherStatus(value) {
  if (value === VALID) return null;
  if (value === REVOKED) return "revoked";
  return value === REPLACED ? "replaced" : "status_unknown";
}

/**
 * Step 7: null while the term runs; a red only where a state not past its exp was signed after the end.
 * @param {ElectionState} state
 * @param {number} now
 * @param {number|null} fromDay accreditation day, null for a typed number
 * @returns {string|null}
 */
function term(state, now, fromDay) {
  const published = state.basis === BASIS_PUBLISHED ? state.published_day : null;
  const ended = published !== null && state.iat >= start_of_day(published + 1);
  if (ended && now < state.exp) return "term_ended";
  const today = local_day(now);
  if (fromDay !== null && fromDay > today) return "not_started";
  const unsure = ended || state.basis === BASIS_ANNULLED || (published !== null && today > published);
  return unsure ? "term_unknown" : null;
}

/**
 * @param {...(string|null)} codes in the order of the steps
 * @returns {string|null} the first red, else the first amber, else null
 */
function first(...codes) {
  const found = codes.filter((code) => code !== null);
  return found.find((code) => COLOURS[code] === "red") ?? found[0] ?? null;
}

/**
 * @param {string} prefix
 * @param {States} states
 * @returns {Held|undefined}
 */
function electionOf(prefix, states) {
  const utf8 = new TextEncoder();
  const elections = Object.keys(states).filter((election) => states[election].state.prefix === prefix);
  elections.sort((a, b) => compareArrays(utf8.encode(a), utf8.encode(b)));
  return elections.length > 0 ? states[elections[0]] : undefined;
}

/** @typedef {{trust: Trust, device_now: number}} Moment */

/**
 * Step 8 and the verdict: colour, age and clock.
 * @param {string} code
 * @param {Moment} moment
 * @param {Findings} [findings]
 * @returns {Verdict}
 */
function answer(code, { trust, device_now }, { held, claims, election, document_match = null, idx } = {}) {
  const clock_wrong = device_now < trust.floor - CLOCK_TOLERANCE_SECONDS;
  const doubtful = COLOURS[code] === "green" && (clock_wrong || document_match === false);
  const state = held?.state;
  const notice = code === "revoked" && idx !== undefined ? held?.notices?.get(idx) : undefined;
  return {
    code,
    colour: doubtful ? "amber" : COLOURS[code],
    claims: claims === undefined ? null : shown_claims(claims),
    election: state?.election ?? election ?? null,
    seq: state?.seq ?? null,
    as_of: state?.iat ?? null,
    age_seconds: state === undefined ? null : Math.max(0, Math.max(device_now, trust.floor) - state.iat),
    clock_wrong,
    right_time: clock_wrong ? trust.floor : null,
    document_match,
    term: state === undefined || idx === undefined ? null : term_of(state, claims),
    revocation: notice ?? null,
  };
}
