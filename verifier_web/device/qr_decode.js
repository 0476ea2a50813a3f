// @ts-check
/**
 * The two QR readers: `qr` (small) works at once; the reader of `zxing-wasm` (strong) is loaded behind it
 * and then takes most frames, every other one with all its effort.
 */
import { decodeQR } from "../vendor/qr/decode.js";

const SMALL_READER_MS = 30;
const PICTURE_MS = 1500;
const SCALES = [1, 0.5, 0.25];
/** The small reader sees what the strong one missed: one frame in so many, so that both together cost hardly more. */
const SMALL_READER_EVERY = 12;

/** @type {typeof import("../vendor/zxing-wasm/reader/index.js") | null} */
let strong = null;
/** @type {Promise<void> | null} */
let loading = null;
let turn = 0;
const MOST_CODES = 8;

/**
 * @typedef {object} Look what was seen in a frame or picture
 * @property {string[]} texts of the codes read whole, each once
 * @property {boolean} seen whether there is a code, read or not
 */
/** @type {OffscreenCanvas | null} */
let canvas = null;

/** Load the strong reader behind the small one; without WebAssembly the small one goes on alone. */
export function warm() {
  loading ??= (async () => {
    const module = await import("../vendor/zxing-wasm/reader/index.js");
    const wasm = new URL("../vendor/zxing-wasm/zxing_reader.wasm", import.meta.url).href;
    await module.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
    strong = module;
  })().catch(() => undefined);
  return loading;
}

/**
 * @param {ImageBitmap | ImageData} frame
 * @returns {ImageData}
 */
function pixels(frame) {
  if (frame instanceof ImageData) return frame;
  const { width, height } = frame;
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, width, height);
}

/**
 * @param {ImageData} image
 * @param {number} budget_ms
 * @returns {Look}
 */
function read_small(image, budget_ms) {
  try {
    const text = decodeQR(image, { timeLimit: budget_ms });
    return { texts: text ? [text] : [], seen: Boolean(text) };
  } catch {
    return { texts: [], seen: false };
  }
}

/**
 * @param {ImageData} image
 * @param {{hard: boolean, most: number}} options `most`: how many codes are looked for
 * @returns {Promise<Look>}
 */
async function read_strong(image, { hard, most }) {
  if (!strong) return { texts: [], seen: false };
  const found = await strong.readBarcodes(image, {
    formats: ["QRCode"],
    tryHarder: hard,
    tryRotate: hard,
    tryInvert: hard,
    tryDownscale: true,
    maxNumberOfSymbols: most,
    returnErrors: hard, // A code that is there and cannot be read is news too.
  });
  const texts = new Set(found.flatMap((result) => (result.isValid && result.text ? [result.text] : [])));
  return { texts: [...texts], seen: found.some((result) => result.format === "QRCode") };
}

/**
 * The code in a camera frame, read by one of the two readers in turn.
 * @param {ImageBitmap | ImageData} frame
 * @returns {Promise<Look>}
 */
export async function read_frame(frame) {
  const image = pixels(frame);
  turn += 1;
  if (!strong) return read_small(image, SMALL_READER_MS);
  if (turn % SMALL_READER_EVERY === 0) return read_small(image, SMALL_READER_MS);
  const hard = turn % 2 === 0;
  return read_strong(image, { hard, most: hard ? 2 : 1 });
}

/**
 * @param {ImageData} image
 * @param {number} scale
 */
function scaled(image, scale) {
  if (scale === 1 || typeof OffscreenCanvas === "undefined") return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const whole = new OffscreenCanvas(image.width, image.height);
  const small = new OffscreenCanvas(width, height);
  /** @type {any} */ (whole.getContext("2d")).putImageData(image, 0, 0);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d"));
  context.drawImage(whole, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/**
 * The codes in a picture from a file, tried by both readers at several sizes.
 * @param {ImageData} image
 * @returns {Promise<Look>}
 */
export async function read_picture(image) {
  await warm();
  let seen = false;
  for (const scale of SCALES) {
    const smaller = scaled(image, scale);
    const look = await read_strong(smaller, { hard: true, most: MOST_CODES });
    const found = look.texts.length ? look : read_small(smaller, PICTURE_MS);
    if (found.texts.length) return found;
    seen ||= look.seen;
  }
  return { texts: [], seen };
}
