// @ts-check
/**
 * The observer's companion: one's own certificate, rights, duties and contacts on the phone. No account;
 * what is loaded stays here, and loading or showing it asks nothing of any server.
 */
import { Door } from "./door.js";
import { take_fragment } from "./device/opened_code.js";
import { allow_sound, signal } from "./device/signal.js";
import { keep_awake } from "./device/wake_lock.js";
import { WayBack } from "./device/way_back.js";
import { places, welcome_view } from "./ui/companion_home.js";
import { show_recent } from "./ui/dates.js";
import { election_name } from "./ui/election_names.js";
import { close_drawn_dialog, open_drawn_dialog } from "./ui/dialog.js";
import { first_use_view } from "./ui/first_use_view.js";
import { focus_heading } from "./ui/page.js";
import { Said } from "./ui/said.js";
import { has_text, language, t } from "./ui/text.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";

/** @typedef {"home" | "load" | "refused" | "rights" | "duties" | "calls" | "erase"} Screen */
/** @typedef {import("./credential/verdict.js").Verdict} Verdict */
/** @typedef {import("./device/papers.js").Paper} Paper */

const BEST_FIRST = ["green", "amber", "red", "grey"];

/** @type {Screen} */
let screen = "home";
/** @typedef {"" | "paper" | {right: string}} Over what is shown over the whole screen */
/** @type {Over} */
let over = "";
/** @type {typeof import("./companion_desk.js") | null} */
let desk = null;
/** @type {import("./device/papers.js").Papers | null} */
let papers = null;
/** @type {Promise<import("./device/papers.js").Papers> | undefined} */
let opened_papers;
/** @type {import("./scanner.js").Scanner | null} */
let scanner = null;
/** @type {Map<string, Verdict>} by number, of this moment */
let verdicts = new Map();
let turn = 0;
/** @type {string} number of the certificate shown; "" the best */
let chosen = "";
let changed = false;
/** @type {string | null} a text that waits for the lists to be loaded */
let waiting = take_fragment("/V");
/** @type {Verdict | null} */
let refused = null;
/** @type {{way: import("./ui/companion_rights.js").Way, stage: string, query: string}} */
let rights = { way: "situations", stage: "", query: "" };
let focused = "";

const door = new Door({ draw, on_trust: () => void judge(), own: "mine." });
const said = new Said(draw);
const way_back = new WayBack(() => {
  if (over) lay("");
  else if (screen !== "home") home();
});

/** Verify every kept certificate by what is held now; a text that waited is taken first. */
async function judge() {
  const { keeper, store } = door;
  if (desk && store) {
    opened_papers ??= desk.Papers.open(store);
    papers = await opened_papers;
  }
  if (!desk || !papers || !keeper?.trust) return draw();
  if (waiting !== null) {
    const text = waiting;
    waiting = null;
    await take(text);
  }
  const mine = ++turn;
  /** @type {Map<string, Verdict>} */
  const found = new Map();
  for (const { number, text } of papers.all) found.set(number, await desk.verify(text, circumstances(keeper, keeper.trust)));
  if (mine !== turn) return; // A newer list came meanwhile and is being judged.
  const before = verdicts;
  verdicts = found;
  const now_red = [...found].filter(([number, { colour }]) => colour === "red" && (before.get(number)?.colour ?? "red") !== "red");
  if (now_red.length) {
    if (!now_red.some(([number]) => number === chosen)) chosen = now_red[0][0];
    changed = true;
    signal("red");
  }
  draw();
}

/**
 * @param {import("./device/keeper.js").Keeper} keeper
 * @param {import("./credential/root.js").Trust} trust
 */
function circumstances(keeper, trust) {
  const { device_now } = /** @type {typeof import("./companion_desk.js")} */ (desk);
  return { trust, states: keeper.states, device_now: device_now() };
}

/**
 * Take a scanned, opened or pasted text: a genuine certificate is kept, a list is taken, the rest refused.
 * @param {string} text
 */
async function take(text) {
  const { keeper } = door;
  if (!desk || !papers || !keeper?.trust) {
    waiting = text;
    return draw();
  }
  if (await take_state(text)) return;
  const verdict = await desk.verify(text, circumstances(keeper, keeper.trust));
  if (!verdict.claims || verdict.code === "not_issued") {
    refused = verdict;
    signal(verdict.colour);
    return show("refused");
  }
  const { number } = verdict.claims;
  verdicts.set(number, verdict);
  await papers.keep({ number, text: await desk.text_to_keep(text, keeper.trust.origins), added_at: desk.device_now() });
  chosen = number;
  signal(verdict.colour);
  said.say(() => ({ id: "kept", colour: "green", text: t("mine.kept") }));
  home();
  await judge();
}

/**
 * The list from another phone's screen or a poster, so that the own status is known without a network.
 * @param {string} text
 */
async function take_state(text) {
  const { keeper } = door;
  const token = desk && keeper ? desk.state_in_text(text, keeper.trust?.origins ?? []) : null;
  if (!keeper || token === null) return false;
  const given = token.length ? await keeper.accept_state(token) : { code: "state_malformed" };
  const good = given.code === "newer" || given.code === "same";
  const fields = { election: election_name(given.election ?? ""), seq: given.seq ?? "" };
  said.say(() => ({
    id: "taken",
    colour: good ? "green" : "amber",
    text: t(`taken.${given.code}`, { ...fields, time: given.as_of === undefined ? "" : show_recent(given.as_of, keeper.now) }),
  }));
  show(good ? "home" : "load");
  return true;
}

/** @param {Paper} gone */
async function erase(gone) {
  await papers?.erase(gone.number);
  chosen = "";
  const undo = async () => {
    said.hush();
    await papers?.keep(gone);
    chosen = gone.number;
    await judge();
  };
  said.say(() => ({ id: "erased-paper", colour: "", text: t("mine.erase.done"), buttons: [{ id: "undo", text: t("mine.erase.undo"), run: () => void undo() }] }));
  home();
}

/** @param {Screen} to */
function show(to) {
  if (to !== screen) door.settle();
  if (to !== "home") changed = false;
  screen = to;
  over = "";
  draw();
}

/** @param {Over} what */
function lay(what) {
  close_drawn_dialog();
  over = what;
  draw();
}

function home() {
  show("home");
}

/** A pasted text; a certificate's number alone is no certificate and is answered as any other text. @param {string} given */
function pasted(given) {
  const asked = desk?.question_in(given, door.keeper?.trust?.origins ?? [location.origin]) ?? { text: given };
  void take("text" in asked ? asked.text : asked.number);
}

/** The certificates as shown: text and verdict together; apart the chosen one, else the best in force, the newest of these. */
function own_papers() {
  const all = (papers?.all ?? []).flatMap(({ number, text }) => {
    const verdict = verdicts.get(number);
    return verdict ? [{ number, text, verdict }] : [];
  });
  const best = BEST_FIRST.flatMap((colour) => all.filter(({ verdict }) => verdict.colour === colour).reverse());
  return { all, shown: all.find(({ number }) => number === chosen) ?? best[0] };
}

/** The body of the present screen, and its name for the focus. */
function body() {
  const { keeper, law } = door;
  if (keeper && !keeper.trust) return { name: "first", view: first_use_view(() => void door.refresh(), { trying: door.catching_up }) };
  if (!desk || !papers || !keeper || !scanner || !papers.all.every(({ number }) => verdicts.has(number))) return { name: "home", view: waiting_view() };
  const book = law?.regulation(language()) ?? null;
  const { shown } = own_papers();
  if (screen === "load") return { name: "load", view: desk.load_view(scanner.model, { ...scanner.actions, pasted, back: home }) };
  if (screen === "refused" && refused) return { name: `refused-${refused.code}`, view: desk.refused_view(refusal(refused), { again: () => show("load"), back: home, calls: () => show("calls") }) };
  if (screen === "rights") return { name: "rights", view: desk.own_rights_view({ book, ...rights }, { back: home, ...rights_actions }) };
  if (screen === "duties") return { name: "duties", view: desk.duties_view({ book }, { back: home }) };
  if (screen === "calls") return { name: "calls", view: desk.calls_view({ directory: law?.directory(language()) ?? null, first: ["obstruction", "rights"] }, { back: home }) };
  if (screen === "erase" && shown) return { name: "erase", view: desk.erase_view({ paper: shown }, { erase: () => void erase_shown(), back: home }) };
  return { name: "home", view: home_view(keeper.now) };
}

function waiting_view() {
  return html`<h1 tabindex="-1" data-focus>${t("door.mine")}</h1><p class="card">${t("starting")}</p>`;
}

/** @param {number} now unix seconds */
function home_view(now) {
  const { all, shown } = own_papers();
  if (!desk || !shown) return [welcome_view(), places({ has_paper: false }, show)];
  return [
    desk.paper_view({ papers: all, shown, now, changed }, { choose, full: () => lay("paper") }),
    places({ has_paper: true }, show),
    html`<button type="button" class="plain" id="open-erase" @click=${() => show("erase")}>${t("mine.erase.open")}</button>`,
  ];
}

/** @param {string} number */
function choose(number) {
  chosen = number;
  changed = false;
  draw();
}

/** @param {Verdict} verdict */
function refusal(verdict) {
  const { colour, word, say: why } = /** @type {typeof import("./companion_desk.js")} */ (desk).wording(verdict);
  const own = `mine.refused.${verdict.code}`;
  return { code: verdict.code, colour, word, say: why, advice: t(has_text(own) ? own : `do.${verdict.code}`) };
}

async function erase_shown() {
  const { shown } = own_papers();
  const paper = papers?.all.find(({ number }) => number === shown?.number);
  if (paper) await erase(paper);
}

/** What lies over the whole screen, if anything. */
function overlay() {
  const { shown } = own_papers();
  if (!desk || !over) return nothing;
  const close = () => lay("");
  if (over === "paper") return shown ? desk.paper_dialog({ paper: shown, now: door.keeper?.now ?? 0 }, { close }) : nothing;
  const { law } = door;
  const book = (/** @type {string} */ one) => law?.regulation(one) ?? null;
  const books = { ky: book("ky"), ru: book("ru"), en: book("en") };
  const model = { id: over.right, language: language(), books, directory: law?.directory(language()) ?? null };
  return desk.chair_dialog(model, { close, open: (right) => lay({ right }) });
}

function draw() {
  const { name, view } = body();
  if (name === "load") scanner?.go_on();
  else scanner?.stop();
  keep_awake(over !== "");
  door.show({ title: t("door.mine"), body: [view, overlay()], notices: name === "home" || name === "load" ? said.notices : [], calm: name === "home" && !over });
  open_drawn_dialog();
  way_back.stand_at(Number(screen !== "home") + Number(over !== ""));
  if (name === focused) return;
  const moved = focused !== "";
  focused = name;
  if (moved) focus_heading();
}

/** @param {Partial<typeof rights>} change */
function look_for(change) {
  rights = { ...rights, ...change };
  draw();
}

const rights_actions = {
  way: (/** @type {typeof rights.way} */ way) => look_for({ way }),
  stage: (/** @type {string} */ stage) => look_for({ stage }),
  search: (/** @type {string} */ query) => look_for({ query }),
  open: (/** @type {string} */ right) => lay({ right }),
};

addEventListener("pointerdown", allow_sound);
addEventListener("hashchange", () => {
  const opened = take_fragment("/V");
  if (opened) void take(opened);
});
void door.open();
desk = await import("./companion_desk.js");
scanner = new desk.Scanner({ on_change: draw, on_text: (text) => void take(text) });
await judge();
