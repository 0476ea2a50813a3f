// @ts-check
/** The verifier: scanner or typed number in, verdict out. A scan sends nothing and leaves nothing. */
import { Door } from "./door.js";
import { listen_to_scanner } from "./device/keyboard_wedge.js";
import { take_fragment } from "./device/opened_code.js";
import { allow_sound, signal } from "./device/signal.js";
import { WayBack } from "./device/way_back.js";
import { Scanner } from "./scanner.js";
import { Countdown } from "./ui/countdown.js";
import { show_recent } from "./ui/dates.js";
import { election_name } from "./ui/election_names.js";
import { Face } from "./ui/face.js";
import { first_use_view } from "./ui/first_use_view.js";
import { focus_heading } from "./ui/page.js";
import { PhraseSetup } from "./ui/phrase_setup.js";
import { scan_view } from "./ui/scan_view.js";
import { language, t } from "./ui/text.js";

const CLEAR_AFTER_SECONDS = 60;
/** Codes that only say that this device lacks data; at the first visit they wait for the first look. */
const LACKING = new Set(["election_unknown", "registry_missing", "state_older_than_credential", "key_unknown"]);

/** @typedef {"scan" | "number" | "verdict" | "rights" | "calls" | "state"} Screen */
/** @typedef {import("./device/given_text.js").Question} Question */
/** @typedef {import("./credential/verdict.js").Verdict} Verdict */

let screen = /** @type {Screen} */ ("scan");
let below = /** @type {Screen} where "back" leads from rights and contacts */ ("scan");
const opened = take_fragment();
/** @type {Question | null} kept only while its verdict waits or is shown */
let question = opened === null ? null : { text: opened };
/** @type {Verdict | null} */
let verdict = null;
/** The document's number: what stands in its field, whether that was compared, whether one did not match. */
const document_field = { typed: "", compared: false, doubted: false };
const face = new Face();
let changed = false;
/** @type {import("./ui/page.js").Notice | null} */
let taken = null;
/**
 * What stands on the screens that only ask or show.
 * @type {{number_form: Parameters<typeof import("./ui/number_view.js").number_view>[0], rights: {stage: string, query: string, opened: string},
 *   lists: {election: string, seq: number, segments: [string, string][]}[], chosen: string}}
 */
const shown = {
  number_form: { problem: "", letter: "", typed: "" },
  rights: { stage: "", query: "", opened: "" }, lists: [], chosen: "",
};
let focused = "";
/** @type {typeof import("./verifier_desk.js") | null} */
let desk = null;
/** @type {typeof import("./ui/state_view.js") | null} */
let lists_screen = null;

const door = new Door({ draw, on_trust: () => void answer() });
const scanner = new Scanner({ on_change: draw, on_text: (text) => void ask(desk ? desk.scanned(text) : { text }) });
const way_back = new WayBack(up);
const setup = new PhraseSetup({ on_change: draw, on_done: () => void answer() });
const countdown = new Countdown({ on_tick: draw, on_end: next });

/**
 * A new question: what was known of the one before is forgotten.
 * @param {Question} asked
 */
async function ask(asked) {
  forget();
  question = asked;
  taken = null;
  await answer();
}

/**
 * Answer the question, or answer it again: a new list, a typed document number, the minutes passing.
 * Without a phrase or anything to check by, it is kept and answered later.
 */
async function answer() {
  const asked = question;
  const { keeper } = door;
  if (!asked || !setup.phrase || !desk || !keeper?.trust) return draw();
  if (!verdict && "text" in asked && (await take_state(asked, { desk, keeper }))) return;
  const options = { trust: keeper.trust, states: keeper.states, device_now: desk.device_now() };
  const document_number = document_field.compared ? document_field.typed : null;
  const found = "text" in asked ? await desk.verify(asked.text, { ...options, document_number }) : await desk.verify_number(asked.number, options);
  if (question !== asked) return; // Cleared or replaced meanwhile.
  if (!verdict && door.catching_up && LACKING.has(found.code)) return draw(); // What it lacks is on its way.
  if (verdict) renew(verdict, found);
  else present(asked, found);
}

/**
 * The first answer to a question.
 * @param {Question} asked
 * @param {Verdict} found
 */
function present(asked, found) {
  if ("number" in asked && found.code === "malformed") {
    question = null;
    refuse_number(asked.number);
    return show("number");
  }
  verdict = found;
  face.show(found.claims?.photo);
  countdown.start(CLEAR_AFTER_SECONDS);
  show("verdict");
  signal(found.colour);
}

/**
 * A later answer to the same question: the screen follows, untouched by anybody.
 * @param {Verdict} before
 * @param {Verdict} found
 */
function renew(before, found) {
  verdict = found;
  face.show(found.claims?.photo);
  if (before.code !== found.code) {
    changed = true;
    if (countdown.left !== null) countdown.start(CLEAR_AFTER_SECONDS); // Kept open by the person: it stays open.
    screen = "verdict";
  }
  if (found.document_match === false) document_field.doubted = true;
  const taken_back = before.document_match === false && found.document_match === null;
  if (before.colour !== found.colour && !taken_back) signal(found.colour);
  draw();
}

/**
 * A state's code from another phone or a poster: taken, said, and the scanner goes on.
 * @param {{text: string}} asked
 * @param {{desk: typeof import("./verifier_desk.js"), keeper: import("./device/keeper.js").Keeper}} core
 */
async function take_state(asked, { desk, keeper }) {
  const token = desk.state_in_text(asked.text, keeper.trust?.origins ?? []);
  if (token === null) return false;
  const given = token.length ? await keeper.accept_state(token) : { code: "state_malformed" };
  if (question !== asked) return true;
  const good = given.code === "newer" || given.code === "same";
  const time = given.as_of === undefined ? "" : show_recent(given.as_of, keeper.now);
  taken = { id: "taken", colour: good ? "green" : "amber", text: t(`taken.${given.code}`, { election: election_name(given.election ?? ""), seq: given.seq ?? "", time }) };
  question = null;
  scanner.forget_slowness();
  show("scan");
  return true;
}

/** Forget the person and everything said about the paper. */
function forget() {
  question = null;
  verdict = null;
  Object.assign(document_field, { typed: "", compared: false, doubted: false });
  changed = false;
  face.forget();
  countdown.end();
}

/** Clear the screen and scan on. */
function next() {
  forget();
  show("scan");
}

/** One screen up, by the phone's own "back". */
function up() {
  if (!setup.phrase) setup.up();
  else if (screen === "rights" || screen === "calls") show(below);
  else next();
}

/** How many screens lie over the first one. */
function depth() {
  if (!setup.phrase) return setup.depth;
  if (screen === "rights" || screen === "calls") return below === "verdict" ? 2 : 1;
  return screen === "scan" ? 0 : 1;
}

/** @param {Screen} to */
function show(to) {
  if (to === "rights" || to === "calls") {
    below = screen === "verdict" ? "verdict" : "scan";
    if (below === "verdict") countdown.stop();
  }
  if (to !== screen) door.settle();
  screen = to;
  draw();
}

async function show_lists() {
  if (!desk || !door.keeper) return;
  lists_screen = await import("./ui/state_view.js");
  Object.assign(shown, { lists: await desk.lists_to_hand_on(door.keeper), chosen: door.keeper.newest()?.election ?? "" });
  show("state");
}

/** The body of the present screen, and its name for the focus. */
function body() {
  const { phrase } = setup;
  if (!phrase) return setup.screen({ text_kept: question !== null });
  const { keeper, law } = door;
  if (keeper && !keeper.trust) return { name: "first", view: first_use_view(() => void door.refresh(), { trying: door.catching_up }) };
  if (!desk || !keeper || screen === "scan") return { name: "scan", view: scan_view(scanner.model, scan_actions) };
  if (screen === "verdict" && verdict) {
    const number = question && "number" in question ? desk.read(question.number) : null;
    const model = { verdict, phrase, now: keeper.now, changed, ...document_field, number, seconds_left: countdown.left, photo: face.address };
    return { name: `verdict-${verdict.code}-${verdict.document_match ?? ""}`, view: desk.verdict_view(model, verdict_actions) };
  }
  const back = () => show(below);
  if (screen === "rights") return { name: "rights", view: desk.rights_view({ book: law?.regulation(language()) ?? null, ...shown.rights }, { back, ...rights_actions }) };
  if (screen === "calls") return { name: "calls", view: desk.calls_view({ directory: law?.directory(language()) ?? null }, { back }) };
  if (screen === "number") return { name: "number", view: desk.number_view(shown.number_form, { check: check_number, back: next }) };
  if (screen === "state" && lists_screen) return { name: "state", view: lists_screen.state_view(shown, { choose: (chosen) => set({ chosen }), back: next }) };
  return { name: "scan", view: scan_view(scanner.model, scan_actions) };
}

/** @param {Partial<typeof shown>} change */
function set(change) {
  Object.assign(shown, change);
  draw();
}

function draw() {
  const { name, view } = body();
  const at_scanner = name === "scan";
  if (at_scanner) scanner.go_on();
  else scanner.rest();
  way_back.stand_at(depth());
  door.show({ title: t("app.short"), body: view, notices: taken && at_scanner ? [taken] : [], calm: at_scanner && !scanner.model.reading });
  if (name === focused) return;
  const correcting = document.activeElement?.id === "document" && !document_field.compared; // The hand stays in the field.
  const moved = focused !== "" && !correcting;
  focused = name;
  if (moved) focus_heading();
}

/** @param {string} typed */
function check_number(typed) {
  if (desk?.number_problem(typed).problem) return refuse_number(typed);
  set({ number_form: { problem: "", letter: "", typed } });
  void ask({ number: typed });
}

/** @param {string} typed */
function refuse_number(typed) {
  const { problem, letter } = desk?.number_problem(typed) ?? { problem: "", letter: "" };
  set({ number_form: { problem: problem || "wrong", letter, typed } });
}

/** @param {string} given pasted, or typed by a hand-held scanner */
function pasted(given) {
  void ask(desk ? desk.question_in(given, door.keeper?.trust?.origins ?? [location.origin]) : { text: given });
}

const verdict_actions = {
  next,
  pause: () => countdown.toggle(),
  rights: () => show("rights"),
  calls: () => show("calls"),
  compare: (/** @type {string} */ typed) => {
    Object.assign(document_field, { typed, compared: typed !== "" });
    countdown.stop();
    void answer();
  },
  edit: (/** @type {string} */ typed) => {
    const { compared } = document_field;
    Object.assign(document_field, { typed, compared: false });
    countdown.stop();
    if (compared) void answer();
  },
};
const rights_actions = {
  stage: (/** @type {string} */ stage) => set({ rights: { ...shown.rights, stage } }),
  search: (/** @type {string} */ query) => set({ rights: { ...shown.rights, query } }),
  open: (/** @type {string} */ opened) => {
    set({ rights: { stage: "", query: "", opened } });
    const entry = document.getElementById(`entry-${opened}`);
    entry?.scrollIntoView({ block: "center" });
    entry?.querySelector("summary")?.focus({ preventScroll: true });
  },
};
const scan_actions = {
  ...scanner.actions,
  number: () => {
    set({ number_form: { problem: "", letter: "", typed: "" } });
    show("number");
  },
  pasted,
  state: () => void show_lists(),
  calls: () => show("calls"),
  rights: () => show("rights"),
};

addEventListener("pointerdown", allow_sound);
addEventListener("hashchange", () => {
  const text = take_fragment();
  if (text !== null) void ask({ text });
});
listen_to_scanner(pasted);
void door.open();
desk = await import("./verifier_desk.js");
await answer();
