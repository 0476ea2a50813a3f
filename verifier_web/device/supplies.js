// @ts-check
/**
 * Registry digests and revocation notices: fetched by the hash that an accepted state names, compared
 * with it, kept whole. All shards are fetched beforehand: one fetched at a scan would tell whose.
 */
import { decode as decode_notices, open_notices } from "../credential/notices.js";
import { Digests, open_index, open_shard } from "../credential/registry_digests.js";
import { fetch_notices, fetch_registry } from "./network.js";

/** Registries above this many bytes are fetched only by the person's choice. */
export const LARGEST_UNASKED = 2 * 1024 * 1024;

/** @typedef {import("../credential/verify.js").Held} Held */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../credential/notices.js").Notice} Notice */

/** @type {WeakMap<object, Uint8Array>} notices → the hash they were accepted under */
const notices_hashes = new WeakMap();

/**
 * Digests as read from the store.
 * @param {{seq: number, index: Uint8Array, shards: [number, Uint8Array][]} | undefined} kept
 * @returns {Digests | null}
 */
export function held_digests(kept) {
  return kept ? new Digests(kept.seq, kept.index, new Map(kept.shards)) : null;
}

/**
 * Notices as read from the store.
 * @param {{hash: Uint8Array, bytes: Uint8Array} | undefined} kept
 * @returns {Promise<Map<number, Notice> | null>}
 */
export async function held_notices(kept) {
  if (!kept) return null;
  const notices = decode_notices(kept.bytes);
  notices_hashes.set(notices, kept.hash);
  return notices;
}

/**
 * The digests that the state names, from the shards already here and the network.
 * @param {Held} held
 * @param {{unasked: boolean, store: Store}} options `unasked`: fetch though nobody asked for a large one
 * @returns {Promise<Digests | null>} null where what is held is what the state names, or must wait
 */
export async function supply_digests({ state, digests }, { unasked, store }) {
  if (digests && hex(await digests.index_hash()) === hex(state.registry_hash)) {
    if (digests.seq >= state.seq) return null;
    await store.write({ [`digests/${state.election}`]: { seq: state.seq, index: digests.index, shards: [...digests.shards] } });
    return new Digests(state.seq, digests.index, digests.shards); // A newer state vouches for the same registry.
  }
  if (!unasked) return null;
  const index = await fetch_registry(state.election, hex(state.registry_hash));
  const hashes = await open_index(index, { expected: state.registry_hash });
  /** @type {Map<number, Uint8Array>} */
  const shards = new Map();
  for (const [number, hash] of hashes.entries()) {
    const here = digests && hex(digests.index.subarray(number * 32, number * 32 + 32)) === hex(hash) ? digests.shards.get(number) : undefined;
    shards.set(number, here ?? (await open_shard(await fetch_registry(state.election, hex(hash)), { expected: hash })));
  }
  await store.write({ [`digests/${state.election}`]: { seq: state.seq, index, shards: [...shards] } });
  return new Digests(state.seq, index, shards);
}

/**
 * The notices that the state names.
 * @param {Held} held
 * @param {{store: Store}} options
 * @returns {Promise<Map<number, Notice> | null>} null where they are held already
 */
export async function supply_notices({ state, notices }, { store }) {
  const wanted = hex(state.notices_hash);
  const known = notices && notices_hashes.get(notices);
  if (known && hex(known) === wanted) return null;
  const bytes = await fetch_notices(state.election, wanted);
  const opened = await open_notices(bytes, { expected: state.notices_hash });
  notices_hashes.set(opened, state.notices_hash);
  await store.write({ [`notices/${state.election}`]: { hash: state.notices_hash, bytes } });
  return opened;
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
