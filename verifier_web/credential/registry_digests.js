// @ts-check
/** Registry digests: one 16-byte hash for each issued credential, in immutable shards of 1,024 under one index. */
import { sameBytes } from "./cbor.js";
import { CredentialError } from "./errors.js";
import { sha256 } from "./signature.js";

export const ENTRY_LENGTH = 16;
export const SHARD_ENTRIES = 1024;
export const SHARD_LENGTH = ENTRY_LENGTH * SHARD_ENTRIES;
export const HASH_LENGTH = 32;
export const NOT_ISSUED = new Uint8Array(ENTRY_LENGTH);

/**
 * The digests a verifier holds: index and shards, as of the accepted state `seq` whose claim 8 matched.
 * Shards may be missing. Hashes are checked at the first look and the answer is remembered.
 */
export class Digests {
  /** @type {Map<number, boolean>} */
  #trusted = new Map();
  /** @type {Uint8Array|null} */
  #index_hash = null;

  /**
   * @param {number} seq
   * @param {Uint8Array} index the shards' 32-byte hashes, one after the other
   * @param {Map<number, Uint8Array>} shards by number
   */
  constructor(seq, index, shards) {
    this.seq = seq;
    this.index = index;
    this.shards = shards;
  }

  /**
   * The 16-byte entry at an index, zero beyond the last shard; null without a trusted shard.
   * @param {number} idx
   * @returns {Promise<Uint8Array|null>}
   */
  async entry(idx) {
    const number = Math.floor(idx / SHARD_ENTRIES);
    let trusted = this.#trusted.get(number);
    if (trusted === undefined) {
      trusted = await this.#check(number);
      this.#trusted.set(number, trusted);
    }
    if (!trusted) return null;
    const shard = this.shards.get(number);
    if (shard === undefined) return NOT_ISSUED;
    const start = (idx % SHARD_ENTRIES) * ENTRY_LENGTH;
    return shard.subarray(start, start + ENTRY_LENGTH);
  }

  /**
   * The 16-byte hash of the index, to compare with a state's claim 8.
   * @returns {Promise<Uint8Array>}
   */
  async index_hash() {
    this.#index_hash ??= await index_hash(this.index);
    return this.#index_hash;
  }

  /**
   * @param {number} number of a shard
   * @returns {Promise<boolean>} whether it is the one the index names, or rightly absent
   */
  async #check(number) {
    const start = number * HASH_LENGTH;
    const shard = this.shards.get(number);
    if (start >= this.index.length) return this.index.length % HASH_LENGTH === 0 && shard === undefined;
    if (shard === undefined || shard.length !== SHARD_LENGTH) return false;
    return sameBytes(await sha256(shard), this.index.subarray(start, start + HASH_LENGTH));
  }
}

/**
 * An index's SHA-256 cut to 16 bytes: the state's claim 8.
 * @param {Uint8Array} index
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function index_hash(index) {
  return (await sha256(index)).slice(0, ENTRY_LENGTH);
}

/**
 * A credential's entry: SHA-256 of its Sig_structure, cut to 16 bytes.
 * @param {Uint8Array} sigStructure
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function entry_of(sigStructure) {
  return (await sha256(sigStructure)).slice(0, ENTRY_LENGTH);
}

/**
 * The 32-byte hashes of all shards of a fetched index; rejects with `registry_malformed`.
 * @param {Uint8Array} data
 * @param {{expected: Uint8Array}} options claim 8 of an accepted state, 16 bytes
 * @returns {Promise<Uint8Array[]>}
 */
export async function open_index(data, { expected }) {
  if (data.length % HASH_LENGTH !== 0 || !sameBytes(await index_hash(data), expected)) {
    throw new CredentialError("registry_malformed", "the index isn't the one the state names");
  }
  const hashes = [];
  for (let at = 0; at < data.length; at += HASH_LENGTH) hashes.push(data.slice(at, at + HASH_LENGTH));
  return hashes;
}

/**
 * A fetched shard after comparing it with its 32-byte hash from the index; rejects with `registry_malformed`.
 * @param {Uint8Array} data
 * @param {{expected: Uint8Array}} options
 * @returns {Promise<Uint8Array>}
 */
export async function open_shard(data, { expected }) {
  if (data.length !== SHARD_LENGTH || !sameBytes(await sha256(data), expected)) {
    throw new CredentialError("registry_malformed", "the shard isn't the one the index names");
  }
  return data;
}
