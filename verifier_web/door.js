// @ts-check
/**
 * What both doors (verifier, companion) share: language, the store, trust kept current, the service
 * worker, and the frame around every screen. A door gives its title and its screens; `draw` is called
 * whenever something changed.
 */
import { install, install_way, watch_install } from "./device/install.js";
import { read_setting, write_setting } from "./device/settings.js";
import { set_sound, sound_on } from "./device/signal.js";
import { ask_to_persist, keep_pages, take_update } from "./device/updates.js";
import { show_recent } from "./ui/dates.js";
import { know_elections } from "./ui/election_names.js";
import { icon } from "./ui/icons.js";
import { page } from "./ui/page.js";
import { t, use_language } from "./ui/text.js";
import { html, nothing, render } from "./vendor/lit-html/lit-html.js";

const POLL_WITHOUT_PUSH_SECONDS = 30;
const REDRAW_MS = 15_000;
const CATCH_UP_MS = 6000;
const MEGABYTE = 1_000_000;
/** Answers of a refresh that no server gave. */
const FAILED = new Set(["offline", "unreachable"]);

export class Door {
  /** @type {import("./device/keeper.js").Keeper | null} null until the core was loaded */
  keeper = null;
  /** @type {import("./device/law.js").Law | null} */
  law = null;
  /** @type {import("./device/store.js").Store | null} */
  store = null;
  /** Whether the first look at the network is still under way (for a few seconds at most). */
  catching_up = true;
  #link = /** @type {"live" | "polling" | "none"} */ ("none");
  #busy = false;
  /** @type {string | null} */
  #result = null;
  /** Whether `#result` says that the network failed: such words go away when it is back. */
  #failed = false;
  /** @type {{reconnect: () => void} | null} */
  #stream = null;
  #lists_open = false;
  #update_waits = false;
  #offline_ready = false;
  #erased_told = false;
  #draw;
  #on_trust;
  #own;

  /**
   * @param {{draw: () => void, on_trust: () => void, own?: string}} events `draw`: show the present screen;
   *   `on_trust`: trust, states, digests or notices changed (verify again what is shown); `own`: prefix of this door's own
   *   words for what is kept here (keys `privacy`, `erased`, `notlasting`)
   */
  constructor({ draw, on_trust, own = "" }) {
    this.#draw = draw;
    this.#on_trust = on_trust;
    this.#own = own;
  }

  /** Draw the first screen, load the core and what is kept, catch up with the network, stay current. */
  async open() {
    await use_language(read_setting("language"));
    document.getElementById("app")?.replaceChildren();
    this.#draw();
    const { Keeper, Law, listen_for_states, open_store } = await import("./door_core.js");
    const store = await open_store();
    const [keeper, law] = [new Keeper(store), new Law(store)];
    await Promise.all([keeper.load(), law.load()]);
    Object.assign(this, { store, keeper, law });
    know_elections(law.titles);
    keeper.on_change(() => this.#on_trust());
    this.#on_trust();
    void keep_pages({
      on_update: () => this.#set(() => { this.#update_waits = true; }),
      on_ready: () => this.#set(() => { this.#offline_ready = true; }),
    });
    watch_install(() => this.#draw());
    setInterval(() => this.#on_trust(), REDRAW_MS);
    this.#stream = listen_for_states({
      on_state: (token) => void keeper.accept_state(token),
      on_live: (live) => this.#set(() => {
        this.#link = live ? "live" : "none";
        if (live) this.#recovered();
      }),
    });
    void ask_to_persist();
    setTimeout(() => this.#caught_up(), CATCH_UP_MS);
    await this.#catch_up(keeper);
    this.#caught_up();
    void this.#poll(keeper);
    await this.#refresh_law(law);
  }

  /** @param {import("./device/law.js").Law} law */
  async #refresh_law(law) {
    await law.refresh();
    know_elections(law.titles);
    this.#draw();
  }

  /** What waited for the first look at the network is answered now, with what there is. */
  #caught_up() {
    if (!this.catching_up) return;
    this.catching_up = false;
    this.#on_trust();
  }

  /** The person asked for the newest list: always answered in words. */
  refresh = async () => {
    const { keeper, law } = this;
    if (this.#busy || !keeper) return;
    this.#set(() => {
      this.#busy = true;
      this.#failed = false;
      this.#result = t("fresh.refreshing");
    });
    const answer = await keeper.refresh();
    if (law) void this.#refresh_law(law);
    this.#reached(answer.code);
    this.#set(() => {
      this.#busy = false;
      this.#result = words_for(answer, keeper.now);
      this.#failed = FAILED.has(answer.code);
    });
  };

  /**
   * What an answer tells of the connection: one that failed is said at once, whatever the stream still believes.
   * @param {string} code
   */
  #reached(code) {
    if (FAILED.has(code)) {
      if (this.#link === "live") this.#stream?.reconnect();
      this.#link = "none";
    } else if (this.#link === "none") {
      this.#link = "polling";
    }
    if (!FAILED.has(code)) this.#recovered();
  }

  #recovered() {
    if (!this.#failed) return;
    this.#failed = false;
    this.#result = null;
  }

  /** Forget the words of the last refresh (a new screen begins). */
  settle() {
    this.#result = null;
    this.#lists_open = false;
  }

  /**
   * Draw the page.
   * @param {{title: string, body: unknown, notices?: import("./ui/page.js").Notice[], calm: boolean, plain?: boolean}} screen
   *   `calm`: nothing is being scanned or shown, so that updates may be offered; `plain`: without freshness line
   */
  show({ title, body, notices = [], calm, plain = false }) {
    document.title = title;
    const freshness = plain || !this.keeper ? null : this.#freshness(this.keeper);
    render(
      page({ title, freshness, notices: [...this.#notices(calm), ...notices], body, foot: this.#foot(calm), privacy: this.#words("privacy") }, {
        speak: (language) => void this.#speak(language),
        refresh: () => void this.refresh(),
        toggle_lists: () => this.#set(() => { this.#lists_open = !this.#lists_open; }),
        load_registry: (election) => void this.keeper?.want_registry(election),
      }),
      /** @type {HTMLElement} */ (document.getElementById("app")),
    );
  }

  /** @param {() => void} change */
  #set(change) {
    change();
    this.#draw();
  }

  /** @param {string} language */
  async #speak(language) {
    await use_language(language);
    write_setting("language", language);
    this.#result = null;
    this.#draw();
  }

  /** @param {import("./device/keeper.js").Keeper} keeper */
  async #catch_up(keeper) {
    const { code } = await keeper.refresh();
    this.#set(() => this.#reached(code));
  }

  /**
   * Look again after the shortest ttl held; sooner while nothing is pushed.
   * @param {import("./device/keeper.js").Keeper} keeper
   */
  async #poll(keeper) {
    for (;;) {
      const ttls = Object.values(keeper.states).map(({ state }) => state.ttl);
      const seconds = this.#link === "live" ? Math.min(...ttls, 900) : POLL_WITHOUT_PUSH_SECONDS;
      await new Promise((resolve) => setTimeout(resolve, Math.max(seconds, 10) * 1000));
      await this.#catch_up(keeper);
    }
  }

  /**
   * @param {import("./device/keeper.js").Keeper} keeper
   * @returns {import("./ui/page.js").Freshness}
   */
  #freshness(keeper) {
    const newest = keeper.newest();
    const lists = Object.values(keeper.states).map(({ state }) => ({
      election: state.election,
      seq: state.seq,
      as_of: state.iat,
      old: keeper.now >= state.exp,
      running: state.election === newest?.election,
    }));
    const large = keeper.large.map(({ election, bytes }) => ({ election, megabytes: (bytes / MEGABYTE).toFixed(0) }));
    return { lists, link: this.#link, busy: this.#busy, result: this.#result, open: this.#lists_open, now: keeper.now, large };
  }

  /**
   * @param {boolean} calm
   * @returns {import("./ui/page.js").Notice[]}
   */
  #notices(calm) {
    /** @type {import("./ui/page.js").Notice[]} */
    const notices = [];
    if (this.#result) notices.push({ id: "refresh-result", colour: "", text: this.#result });
    if (this.#update_waits && calm) {
      notices.push({
        id: "update",
        colour: "green",
        text: t("update.ready"),
        buttons: [
          { id: "update-take", text: t("update.take"), run: take_update },
          { id: "update-later", text: t("update.later"), run: () => this.#set(() => { this.#update_waits = false; }) },
        ],
      });
    }
    if (this.store?.erased && !this.#erased_told) {
      const told = () => this.#set(() => { this.#erased_told = true; });
      notices.push({ id: "erased", colour: "amber", text: this.#words("erased"), buttons: [{ id: "erased-close", text: t("close"), run: told }] });
    }
    if (this.store && !this.store.lasting) notices.push({ id: "not-lasting", colour: "amber", text: this.#words("notlasting") });
    return notices;
  }

  /** @param {"privacy" | "erased" | "notlasting"} key */
  #words(key) {
    return t(this.#own + key);
  }

  /** @param {boolean} calm */
  #foot(calm) {
    const way = install_way();
    const toggle_sound = () => this.#set(() => set_sound(!sound_on()));
    return html`<div class="rows">
      ${calm && way === "offer" ? html`<button type="button" class="wide" id="install" @click=${install}>${t("install.offer")}</button>` : nothing}
      ${calm && way === "by_hand" ? html`<p>${t("install.by_hand")}</p>` : nothing}
      <button type="button" class="plain" id="sound" aria-pressed=${sound_on() ? "true" : "false"} @click=${toggle_sound}>${icon(sound_on() ? "sound" : "mute")}${t(sound_on() ? "sound.on" : "sound.off")}</button>
      ${this.#offline_ready ? html`<p id="offline-ready">${t("offline.ready")}</p>` : nothing}
    </div>`;
  }
}

/**
 * @param {import("./device/keeper.js").RefreshAnswer} answer
 * @param {number} now unix seconds
 */
function words_for(answer, now) {
  if (!("seq" in answer)) return t(`fresh.${answer.code}`);
  return t(`fresh.${answer.code}`, { seq: answer.seq, time: show_recent(answer.as_of, now) });
}
