// @ts-check
/** A chosen file (picture or PDF) → the text of the QR code in it. Nothing leaves the device. */
import { is_pdf, look_into_pdf } from "./pdf.js";

const LARGEST_FILE = 40 * 1024 * 1024;
const LARGEST_SIDE = 2600;

/**
 * @typedef {{text: string} | {problem: "no_code" | "unreadable" | "no_code_in_pdf" | "several" | "not_a_picture" | "too_large"}} FileAnswer
 */
/** @typedef {(picture: ImageData) => Promise<import("./qr_decode.js").Look>} Read usually `reader.read_picture` */

const OUR_FORM = /^https?:\/\/[^/]+\/[VS]#/i;

/**
 * Read the QR code in a file. Of several codes none is judged, except the one that has the form of ours:
 * nobody could tell whose answer it would be.
 * @param {Blob} file
 * @param {Read} read
 * @returns {Promise<FileAnswer>}
 */
export async function read_file(file, read) {
  if (file.size > LARGEST_FILE) return { problem: "too_large" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return is_pdf(bytes) ? read_pdf(bytes, read) : read_picture(file, read);
}

/**
 * @param {Blob} file
 * @param {Read} read
 * @returns {Promise<FileAnswer>}
 */
async function read_picture(file, read) {
  const picture = await pixels_of(file);
  if (!picture) return { problem: "not_a_picture" };
  const look = await read(picture);
  return look.texts.length ? one_of(look.texts) : { problem: look.seen ? "unreadable" : "no_code" };
}

/**
 * @param {string[]} texts at least one
 * @returns {FileAnswer}
 */
export function one_of(texts) {
  const different = [...new Set(texts)];
  const ours = different.filter((text) => OUR_FORM.test(text));
  const [text, ...others] = ours.length ? ours : different;
  return others.length ? { problem: "several" } : { text };
}

/**
 * @param {Uint8Array} bytes
 * @param {Read} read
 * @returns {Promise<FileAnswer>}
 */
async function read_pdf(bytes, read) {
  const found = await look_into_pdf(bytes);
  const texts = found.links.filter((uri) => OUR_FORM.test(uri));
  if (texts.length) return one_of(texts);
  for (const bitmap of found.bitmaps) texts.push(...(await read(bitmap)).texts);
  for (const jpeg of found.jpegs) {
    const picture = await pixels_of(new Blob([/** @type {BlobPart} */ (jpeg)], { type: "image/jpeg" }));
    if (picture) texts.push(...(await read(picture)).texts);
  }
  return texts.length ? one_of(texts) : { problem: "no_code_in_pdf" };
}

/**
 * @param {Blob} file
 * @returns {Promise<ImageData | null>} null where the browser cannot open it as a picture
 */
async function pixels_of(file) {
  /** @type {ImageBitmap} */
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
