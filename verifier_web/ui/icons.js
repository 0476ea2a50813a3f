// @ts-check
/** Line icons drawn here (24 × 24, stroke of the text's colour); all are decoration beside a word. */
import { svg, html } from "../vendor/lit-html/lit-html.js";

/** @type {Record<string, string>} path data */
const PATHS = {
  scan: "M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M7 12h10",
  torch: "M8 3h8l-1 6v11H9V9zM9 9h6M12 13v2",
  restart: "M20 11a8 8 0 1 0-2.3 5.7M20 5v6h-6",
  refresh: "M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10",
  picture: "M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 6M15 9h.01",
  camera: "M4 7h4l2-3h4l2 3h4v12H4zM12 16a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  paste: "M9 4H5v17h14V4h-4M9 3h6v4H9zM9 12h6M9 16h4",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2",
  phone: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2",
  check: "M4 12.5l5 5L20 6.5",
  back: "M15 5l-7 7 7 7",
  pause: "M8 5v14M16 5v14",
  play: "M8 5l11 7-11 7z",
  sound: "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12",
  mute: "M4 9v6h4l5 4V5L8 9zM17 9l5 6M22 9l-5 6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21",
  door: "M6 21V3h12v18M3 21h18M14 12h.01",
  interpreter: "M4 5h9v7H8l-3 3v-3H4zM13 9h7v7h-1v3l-3-3h-5v-3",
  speech: "M4 4h16v12h-9l-5 4v-4H4zM8 8h8M8 12h5",
  press: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6",
  badge: "M5 6h14v15H5zM10 3h4v3h-4zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8.5 18a4 4 0 0 1 7 0",
  commission: "M4 20v-4a4 4 0 0 1 8 0v4M12 20v-4a4 4 0 0 1 8 0v4M8 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM16 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  information: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20a6 6 0 0 1 12 0M16 5.5a3 3 0 0 1 0 5.5M17 14a6 6 0 0 1 4 6",
  meeting: "M3 13h18M6 13v6M18 13v6M8 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM16 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  count: "M4 20V10M9 20V4M14 20v-8M19 20V7M3 20h18",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  protocol: "M6 3h12v18H6zM9 8h6M9 12h6M9 16l1.5 1.5L14 15",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17h.01",
  warning: "M12 3l10 18H2zM12 10v5M12 18h.01",
  law: "M12 4v16M6 20h12M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
  neutral: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12h8",
  hand: "M7 12V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11 6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-7 7c-3 0-4-1.5-6-5l-1-2a1.5 1.5 0 0 1 2.5-1.5z",
  facts: "M4 4h16v16H4zM8 12l3 3 5-6",
  silence: "M4 4h16v12h-9l-5 4v-4H4zM8 10h.01M12 10h.01M16 10h.01",
  card: "M3 5h18v14H3zM7 10h4M7 14h6M16 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  campaign: "M4 10v4h4l9 5V5l-9 5zM20 9v6",
  wallet: "M3 7h16v13H3zM3 7l12-4v4M15 13h4",
  secret: "M6 11h12v10H6zM9 11V7a3 3 0 0 1 6 0v4",
  calendar: "M4 6h16v15H4zM4 10h16M8 3v4M16 3v4",
  ballot: "M4 12h16v9H4zM8 12V3h8v9M10 7l1.5 1.5L14 6",
};

/**
 * An icon by name; an unknown name gives the plain document.
 * @param {string} name
 */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${svg`<path d=${PATHS[name] ?? PATHS.document}/>`}</svg>`;
}

/** @type {Record<string, {outline: string, mark: string}>} the four verdict shapes on 100 × 100 */
const SHAPES = {
  green: { outline: "M50 4a46 46 0 1 1 0 92a46 46 0 1 1 0-92z", mark: "M27 52l16 16l31-34" },
  red: { outline: "M31 4h38l27 27v38l-27 27H31L4 69V31z", mark: "M33 33l34 34M67 33L33 67" },
  amber: { outline: "M50 5l47 86H3z", mark: "M50 36v26M50 76v2" },
  grey: { outline: "M6 6h88v88H6z", mark: "M36 38a14 14 0 1 1 20 13c-4 2-6 5-6 10M50 74v2" },
};

/**
 * The shape of a verdict's family: circle, octagon, triangle, square.
 * @param {string} colour
 */
export function verdict_shape(colour) {
  const { outline, mark } = SHAPES[colour];
  return html`<svg class="shape" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
    ${svg`<path class="outline" d=${outline}/><path class="mark" d=${mark}/>`}
  </svg>`;
}

/** Our own neutral mark (a sheet with a tick); not the Commission's emblem. */
export function own_mark() {
  return html`<svg class="own-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    ${svg`<rect width="32" height="32" rx="8"/><path d="M9 16.5l5 5L23.5 11"/>`}
  </svg>`;
}
