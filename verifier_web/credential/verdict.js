// @ts-check
/** The answer of `verify`: a code, its colour, and what stands behind them. */
import { BASIS_PUBLISHED } from "./election_state.js";

/** @typedef {"green"|"amber"|"red"|"grey"} Colour */

/**
 * Every verdict code with its colour; `valid` turns amber by a wrong clock or another document number.
 * @type {Readonly<Record<string, Colour>>}
 */
export const COLOURS = Object.freeze({
  valid: "green",
  valid_stale: "amber",
  election_unknown: "amber",
  registry_missing: "amber",
  state_older_than_credential: "amber",
  status_unknown: "amber",
  profile_unknown: "amber",
  term_unknown: "amber",
  not_started: "amber",
  key_unknown: "amber",
  number_in_force: "amber",
  term_ended: "red",
  revoked: "red",
  replaced: "red",
  not_issued: "red",
  signature_invalid: "red",
  malformed: "grey",
  other_host: "grey",
  not_a_credential: "grey",
});

/**
 * @typedef {object} Term the term of authority; days are days since 1970-01-01
 * @property {number} basis 0–3 of the state
 * @property {number|null} from_day null for a typed number
 * @property {number|null} published_day
 * @property {number|null} last_day null while the term is open
 */
/** @typedef {import("./notices.js").Notice} Revocation why and when */
/**
 * @typedef {object} ShownClaims
 * @property {string} number
 * @property {string} name_latin
 * @property {string|null} name_cyrillic
 * @property {string} citizenship
 * @property {string} organisation
 * @property {string} election
 * @property {number} accreditation_day
 * @property {string} category
 * @property {string} document_country
 * @property {number} issued_at unix seconds
 * @property {number} idx
 * @property {string} regulation
 * @property {Uint8Array|null} photo WebP
 */
/**
 * @typedef {object} Verdict what a verifier shows; instants are unix seconds
 * @property {string} code
 * @property {Colour} colour
 * @property {ShownClaims|null} claims only where the signature held
 * @property {string|null} election
 * @property {number|null} seq
 * @property {number|null} as_of the state's iat
 * @property {number|null} age_seconds since then
 * @property {boolean} clock_wrong
 * @property {number|null} right_time least possible present time, where the device clock is wrong
 * @property {boolean|null} document_match
 * @property {Term|null} term
 * @property {Revocation|null} revocation
 */

/**
 * The term of authority as a state tells it.
 * @param {import("./election_state.js").ElectionState} state
 * @param {import("./claims.js").CredentialClaims} [claims] none for a typed number
 * @returns {Term}
 */
export function term_of({ basis, published_day }, claims) {
  const last_day = basis === BASIS_PUBLISHED ? published_day : null;
  return { basis, from_day: claims?.accreditation_day ?? null, published_day, last_day };
}

/**
 * The claims a verifier may show.
 * @param {import("./claims.js").CredentialClaims} claims
 * @returns {ShownClaims}
 */
export function shown_claims(claims) {
  const { number, name_latin, name_cyrillic, citizenship, organisation, election, accreditation_day } = claims;
  const { category, document_country, issued_at, idx, regulation, photo } = claims;
  return {
    ...{ number, name_latin, name_cyrillic, citizenship, organisation, election, accreditation_day },
    ...{ category, document_country, issued_at, idx, regulation, photo },
  };
}
