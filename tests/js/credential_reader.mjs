/**
 * Runs one vector of tests/vectors through verifier_web/credential, in Node and in browsers alike (the twin of
 * tests/vectors/reader.py); refuses a vector with an unknown or a missing key.
 */
import { open_state } from "../../verifier_web/credential/election_state.js";
import { CredentialError } from "../../verifier_web/credential/errors.js";
import { Digests, ENTRY_LENGTH, SHARD_LENGTH } from "../../verifier_web/credential/registry_digests.js";
import { open_root } from "../../verifier_web/credential/root.js";
import { verify, verify_number } from "../../verifier_web/credential/verify.js";

const COMMON = ["name", "description", "kind", "traps", "expect"];
const KEYS = {
  verify: ["qr_text", "device_now", "trust", "states"],
  verify_number: ["number", "device_now", "trust", "states"],
  open_state: ["token", "trust", "held"],
  open_root: ["token", "held"],
};
const VERDICT = [
  ...["code", "colour", "claims", "election", "seq", "as_of", "age_seconds", "clock_wrong", "right_time"],
  ...["document_match", "term", "revocation"],
];

/** Refuses unknown and missing keys at every level. */
export function check_keys(vector) {
  const { kind } = vector;
  if (!Object.hasOwn(KEYS, kind)) throw new Error(`unknown kind ${kind}`);
  exactly(vector, [...COMMON, ...KEYS[kind]], kind === "verify" ? ["document_number"] : []);
  if ("trust" in vector) exactly(vector.trust, ["root", "issuer", "origins", "floor"]);
  for (const state of vector.states ?? []) {
    exactly(state, ["token", "digests", "notices"]);
    if (state.digests !== null) exactly(state.digests, ["seq", "index", "shards"]);
  }
  if (kind === "verify" || kind === "verify_number") exactly(vector.expect, VERDICT);
  else exactly(vector.expect, ["code"], ["election", "seq", "version"]);
}

function exactly(value, required, optional = []) {
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const unknown = Object.keys(value).filter((key) => !required.includes(key) && !optional.includes(key));
  if (missing.length + unknown.length > 0) throw new Error(`missing keys ${missing}, unknown keys ${unknown}`);
}

/** What the core answers, in the shape of `expect`. */
export async function run(vector) {
  if (vector.kind === "open_root") {
    const held = vector.held === null ? null : await open_root(from_hex(vector.held), { held: null });
    return coded(open_root(from_hex(vector.token), { held }), ({ version }) => ({ version }));
  }
  const trust = await read_trust(vector.trust);
  if (vector.kind === "open_state") {
    const held = (await offered(vector.held.map((token) => ({ token })), trust)).map(([, state]) => state);
    const opened = open_state(from_hex(vector.token), { trust, held });
    return coded(opened, ({ election, seq }) => ({ election, seq }));
  }
  const states = await read_states(vector.states, trust);
  const { device_now, document_number, number, qr_text } = vector;
  if (vector.kind === "verify_number") return plain(await verify_number(number, { trust, states, device_now }));
  return plain(await verify(qr_text, { trust, states, device_now, document_number }));
}

async function coded(opening, describe) {
  try {
    return { code: "accepted", ...describe(await opening) };
  } catch (fault) {
    if (fault instanceof CredentialError) return { code: fault.code };
    throw fault;
  }
}

/** The trust of a vector, its root opened with nothing held. */
export async function read_trust({ root, issuer, origins, floor }) {
  return { root: await open_root(from_hex(root), { held: null }), issuer, origins, floor };
}

/** What is held after the states were offered one after another. */
export async function read_states(values, trust) {
  const held = {};
  for (const [value, state] of await offered(values, trust)) {
    held[state.election] = { state, digests: read_digests(value.digests), notices: read_notices(value.notices) };
  }
  return held;
}

async function offered(values, trust) {
  const accepted = [];
  for (const value of values) {
    try {
      const held = accepted.map(([, state]) => state);
      accepted.push([value, await open_state(from_hex(value.token), { trust, held })]);
    } catch (fault) {
      if (!(fault instanceof CredentialError)) throw fault;
    }
  }
  return accepted;
}

/** Digests from their sparse form. */
export function read_digests(value) {
  if (value === null) return null;
  const shards = Object.entries(value.shards).map(([number, shard]) => [Number(number), read_shard(shard)]);
  return new Digests(value.seq, from_hex(value.index), new Map(shards));
}

function read_shard(value) {
  if (typeof value === "string") return from_hex(value);
  const shard = new Uint8Array(SHARD_LENGTH);
  for (const [position, entry] of Object.entries(value)) shard.set(from_hex(entry), Number(position) * ENTRY_LENGTH);
  return shard;
}

/** Notices from their JSON form. */
export function read_notices(value) {
  if (value === null) return null;
  return new Map(
    Object.entries(value).map(([idx, [effective_minute, kind, decree_number, decree_day]]) => [
      Number(idx),
      { effective_minute, kind, decree_number, decree_day },
    ]),
  );
}

/** A verdict as plain JSON values; a photo becomes base64url without padding. */
export function plain(verdict) {
  const photo = verdict.claims?.photo;
  if (!photo) return verdict;
  const text = btoa(String.fromCharCode(...photo));
  const url = text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return { ...verdict, claims: { ...verdict.claims, photo: url } };
}

export function from_hex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
