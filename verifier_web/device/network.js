// @ts-check
/**
 * What the verifier asks the public site for: the same bytes for everyone, never because of a scan.
 * Every answer is checked by `credential/` before anything is kept; nothing here decides.
 */

/** The network or the server did not answer; `offline` when the device knows it has no network. */
export class NetworkError extends Error {
  /** @param {"offline" | "unreachable"} code */
  constructor(code) {
    super(code);
    this.name = "NetworkError";
    this.code = code;
  }
}

const PATIENCE_MS = 15_000;
/** The event stream says at least "ping" so often; three in a row missing and the line is dead. */
const SILENCE_MS = 45_000;

/**
 * @typedef {{root: Uint8Array[], states: {election: string, uri: string, seq: number, token: Uint8Array}[],
 *   regulation: {version: string, sha256: string} | null}} TrustAnswer
 */

/**
 * `GET /api/v1/trust`: roots after the anchor and every election's newest state.
 * @returns {Promise<TrustAnswer>}
 */
export async function fetch_trust() {
  const answer = await (await get("/api/v1/trust")).json();
  return {
    root: answer.root.map(from_base64url),
    states: answer.states.map((/** @type {any} */ state) => ({ ...state, token: from_base64url(state.token) })),
    regulation: answer.regulation ?? null,
  };
}

/** The trust anchor made at installation: taken once, at the first visit. */
export async function fetch_anchor() {
  return bytes_of("/trust_anchor.cbor");
}

/**
 * The shards' index or one shard, by its own hash.
 * @param {string} election
 * @param {string} hex
 */
export async function fetch_registry(election, hex) {
  return bytes_of(`/api/v1/registry/${encodeURIComponent(election)}/${hex}`);
}

/**
 * @param {string} election
 * @param {string} hex
 */
export async function fetch_notices(election, hex) {
  return bytes_of(`/api/v1/notices/${encodeURIComponent(election)}/${hex}`);
}

/** @param {string} language */
export async function fetch_regulation(language) {
  return (await get(`/api/v1/regulation?lang=${language}`)).json();
}

/**
 * `GET /api/v1/elections`: the titles of every election by its id.
 * @returns {Promise<Record<string, Record<string, string>>>} id → language → title
 */
export async function fetch_titles() {
  const { elections } = await (await get("/api/v1/elections")).json();
  return Object.fromEntries(elections.map((/** @type {any} */ one) => [one.id, one.titles]));
}

/** @param {string} language */
export async function fetch_directory(language) {
  return (await get(`/api/v1/directory?lang=${language}`)).json();
}

/**
 * Hear of new states as they are signed.
 * @param {{on_state: (token: Uint8Array) => void, on_live: (live: boolean) => void}} events
 * @returns {{reconnect: () => void, stop: () => void}} `reconnect`: the line turned out to be dead, take a new one
 */
export function listen_for_states({ on_state, on_live }) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let alarm;
  let pause_ms = 2000;
  const heard = () => {
    clearTimeout(alarm);
    alarm = setTimeout(reconnect, SILENCE_MS);
  };
  const connect = () => {
    source = new EventSource("/api/v1/events");
    heard();
    source.addEventListener("open", () => {
      pause_ms = 2000;
      on_live(true);
    });
    source.addEventListener("ping", heard);
    source.addEventListener("state", (event) => {
      heard();
      try {
        on_state(from_base64url(JSON.parse(event.data).token));
      } catch {
        // Not a message of ours: the next poll will tell.
      }
    });
    source.addEventListener("error", () => {
      on_live(false);
      if (source?.readyState !== EventSource.CLOSED) return; // The browser reconnects by itself.
      retry = setTimeout(connect, pause_ms + Math.random() * pause_ms);
      pause_ms = Math.min(pause_ms * 2, 60_000);
    });
  };
  const leave = () => {
    source?.close();
    clearTimeout(retry);
    clearTimeout(alarm);
    on_live(false);
  };
  const reconnect = () => {
    leave();
    connect();
  };
  addEventListener("online", reconnect);
  addEventListener("offline", leave);
  connect();
  return {
    reconnect,
    stop: () => {
      removeEventListener("online", reconnect);
      removeEventListener("offline", leave);
      leave();
    },
  };
}

/** @param {string} path */
async function bytes_of(path) {
  return new Uint8Array(await (await get(path)).arrayBuffer());
}

/**
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function get(path) {
  if (navigator.onLine === false) throw new NetworkError("offline");
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new NetworkError("unreachable");
  }
  if (!response.ok) throw new NetworkError("unreachable");
  return response;
}

/**
 * @param {string} text base64url without padding
 * @returns {Uint8Array}
 */
export function from_base64url(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
