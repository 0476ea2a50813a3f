// @ts-check
/**
 * Keeps what verification needs (root, states, digests, notices) checked, whole and current. Bytes come
 * from the network, from a push or from another phone's QR alike: `credential/` judges them, the store
 * keeps them whole or not at all, and listeners hear of every change.
 */
import { floor_of, open_state } from "../credential/election_state.js";
import { open_root } from "../credential/root.js";
import { device_now } from "./clock.js";
import { fetch_anchor, fetch_trust, NetworkError } from "./network.js";
import { held_digests, held_notices, LARGEST_UNASKED, supply_digests, supply_notices } from "./supplies.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../credential/election_state.js").ElectionState} ElectionState */
/** @typedef {import("../credential/election_state.js").Mark} Mark */
/** @typedef {import("../credential/root.js").Root} Root */
/** @typedef {import("../credential/root.js").Trust} Trust */
/** @typedef {import("../credential/verify.js").Held} Held */
/**
 * @typedef {{code: "new" | "same", seq: number, as_of: number} | {code: "offline" | "unreachable" | "refused"}} RefreshAnswer
 * what a refresh found; `as_of` in unix seconds
 */

export class Keeper {
  /** @type {Store} */
  #store;
  /** @type {Uint8Array[]} the chain of roots, trust anchor first */
  #roots = [];
  /** @type {Root | null} */
  #root = null;
  /** @type {Mark[]} newest accepted state of each election and state key */
  #marks = [];
  /** @type {Map<string, Uint8Array>} */
  #tokens = new Map();
  /** @type {Record<string, Held>} */
  #held = {};
  /** @type {Promise<unknown>} every change waits for the one before it */
  #queue = Promise.resolve();
  /** @type {Set<string>} elections whose large registry was asked for */
  #wanted = new Set();
  #listener = () => undefined;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * Called after every change of what is held.
   * @param {() => void} listener
   */
  on_change(listener) {
    this.#listener = /** @type {() => undefined} */ (listener);
  }

  /** Read what earlier visits kept; everything is checked again, what fails is left out. */
  async load() {
    const kept = await this.#store.read_all();
    for (const bytes of kept.get("roots") ?? []) {
      try {
        this.#root = await open_root(bytes, { held: this.#root });
        this.#roots.push(bytes);
      } catch {
        break; // Damaged on the disk: the chain ends here and the network brings the rest.
      }
    }
    this.#marks = kept.get("marks") ?? [];
    if (this.#root) await this.#load_states(kept);
    this.#listener();
  }

  /** @param {Map<string, any>} kept */
  async #load_states(kept) {
    for (const [key, token] of kept) {
      if (!key.startsWith("state/")) continue;
      try {
        const state = await open_state(token, { trust: this.#trust(), held: [] });
        this.#tokens.set(state.election, token);
        this.#held[state.election] = {
          state,
          digests: held_digests(kept.get(`digests/${state.election}`)),
          notices: await held_notices(kept.get(`notices/${state.election}`)),
        };
      } catch {
        // Its key is compromised or its bytes are damaged: not held any more.
      }
    }
  }

  /** @returns {Trust | null} null before the trust anchor was fetched */
  get trust() {
    return this.#root ? this.#trust() : null;
  }

  /** @returns {Record<string, Held>} what `verify` takes as `states` */
  get states() {
    return this.#held;
  }

  /** @returns {number} unix seconds: the device's clock, never below the signed floor */
  get now() {
    return Math.max(device_now(), this.#root ? this.#trust().floor : 0);
  }

  /**
   * The newest token of an election, to hand on.
   * @param {string} election
   */
  token_of(election) {
    return this.#tokens.get(election) ?? null;
  }

  /** Elections whose registry is fetched only by choice, with its size in bytes. */
  get large() {
    return Object.values(this.#held)
      .filter(({ state, digests }) => !digests && state.slots * 16 > LARGEST_UNASKED)
      .map(({ state }) => ({ election: state.election, bytes: state.slots * 16 }));
  }

  /**
   * Fetch a large registry too, from now on.
   * @param {string} election
   */
  async want_registry(election) {
    this.#wanted.add(election);
    await this.#supply(election);
  }

  /**
   * Take a state from wherever it came.
   * @param {Uint8Array} token
   * @returns {Promise<{code: string, election?: string, seq?: number, as_of?: number}>} `newer`, `same` or the refusal's code
   */
  async accept_state(token) {
    const answer = await this.#in_turn(() => this.#accept(token));
    if (answer.election && answer.code === "newer") void this.#supply(answer.election);
    return answer;
  }

  /**
   * Ask the public site for everything newer.
   * @returns {Promise<RefreshAnswer>}
   */
  async refresh() {
    try {
      if (!this.#root) await this.#in_turn(async () => this.#take_root(await fetch_anchor()));
      const answer = await fetch_trust();
      let refused = !(await this.#in_turn(() => this.#take_roots(answer.root)));
      let newer = false;
      for (const { token } of answer.states) {
        const { code } = await this.#in_turn(() => this.#accept(token));
        newer ||= code === "newer";
        refused ||= !["newer", "same", "state_older"].includes(code);
      }
      const supplied = await Promise.all(Object.keys(this.#held).map((election) => this.#supply(election)));
      if (supplied.includes(false)) return { code: "unreachable" };
      if (refused) return { code: "refused" };
      const shown = this.newest();
      return shown ? { code: newer ? "new" : "same", seq: shown.seq, as_of: shown.iat } : { code: "refused" };
    } catch (error) {
      if (error instanceof NetworkError) return { code: error.code };
      return { code: /** @type {any} */ (error)?.code ? "refused" : "unreachable" };
    }
  }

  /** @returns {ElectionState | null} the state that the freshness line shows: of a running election, the newest */
  newest() {
    const states = Object.values(this.#held).map(({ state }) => state);
    const running = states.filter(({ basis }) => basis === 0 || basis === 2);
    return (running.length ? running : states).sort((a, b) => b.iat - a.iat)[0] ?? null;
  }

  /** @returns {Trust} */
  #trust() {
    const root = /** @type {Root} */ (this.#root);
    return { root, issuer: root.issuer, origins: root.origins, floor: floor_of(root, this.#marks) };
  }

  /**
   * @template T
   * @param {() => Promise<T>} change
   * @returns {Promise<T>}
   */
  #in_turn(change) {
    const done = this.#queue.then(change);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** @param {Uint8Array} bytes the anchor, or the root after the held one */
  async #take_root(bytes) {
    const root = await open_root(bytes, { held: this.#root });
    if (root.version === this.#root?.version) return;
    this.#root = root;
    this.#roots = [...this.#roots, bytes];
    const compromised = (/** @type {Uint8Array} */ kid) => root.keys.some((key) => key.standing === "compromised" && same(key.kid, kid));
    this.#marks = this.#marks.filter(({ kid }) => !compromised(kid));
    /** @type {Record<string, undefined>} */
    const dropped = {};
    for (const [election, { state }] of Object.entries(this.#held)) {
      if (!compromised(state.kid)) continue;
      delete this.#held[election];
      this.#tokens.delete(election);
      dropped[`state/${election}`] = undefined;
    }
    await this.#store.write({ roots: this.#roots, marks: this.#marks, ...dropped });
    this.#listener();
  }

  /**
   * @param {Uint8Array[]} roots
   * @returns {Promise<boolean>} whether none was refused
   */
  async #take_roots(roots) {
    try {
      for (const bytes of roots) {
        await this.#take_root(bytes).catch((error) => {
          if (error.code !== "root_rollback") throw error; // Older ones of the chain are no news.
        });
      }
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {Uint8Array} token
   * @returns {Promise<{code: string, election?: string, seq?: number, as_of?: number}>}
   */
  async #accept(token) {
    if (!this.#root) return { code: "root_older" };
    /** @type {ElectionState} */
    let state;
    try {
      state = await open_state(token, { trust: this.#trust(), held: this.#marks });
    } catch (error) {
      return { code: /** @type {any} */ (error).code ?? "state_malformed" };
    }
    const { election, kid, seq, iat, digest } = state;
    const held = this.#held[election];
    const code = held && held.state.seq === seq ? "same" : "newer";
    if (code === "newer") {
      this.#marks = [...this.#marks.filter((mark) => mark.election !== election || !same(mark.kid, kid)), { election, kid, seq, iat, digest }];
      this.#tokens.set(election, token);
      this.#held = { ...this.#held, [election]: { state, digests: held?.digests ?? null, notices: held?.notices ?? null } };
      await this.#store.write({ [`state/${election}`]: token, marks: this.#marks });
      this.#listener();
    }
    return { code, election, seq, as_of: iat };
  }

  /**
   * Bring digests and notices to what the held state names.
   * @param {string} election
   * @returns {Promise<boolean>} false where the network failed
   */
  async #supply(election) {
    const held = this.#held[election];
    if (!held) return true;
    try {
      const unasked = held.state.slots * 16 <= LARGEST_UNASKED || this.#wanted.has(election);
      const digests = await supply_digests(held, { unasked, store: this.#store });
      const notices = await supply_notices(held, { store: this.#store });
      if (!digests && !notices) return true;
      await this.#in_turn(async () => {
        const now = this.#held[election];
        if (!now) return;
        this.#held = { ...this.#held, [election]: { state: now.state, digests: digests ?? now.digests, notices: notices ?? now.notices } };
        this.#listener();
      });
      const newer = this.#held[election]?.state;
      return newer && newer.seq !== held.state.seq ? await this.#supply(election) : true;
    } catch {
      return false;
    }
  }
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
