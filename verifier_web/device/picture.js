// @ts-check
/** A chosen file (picture or PDF) → the text of the QR code in it. Nothing leaves the device. */
import { is_pdf, look_into_pdf } from "./pdf.js";

const LARGEST_FILE = 40 * 1024 * 1024;
const LARGEST_SIDE = 2600;

/**
 * @typedef {{text: string} | {problem: "no_code" | "no_code_in_pdf" | "not_a_picture" | "too_large"}} FileAnswer
 */

/**
 * Read the first QR code in a file.
 * @param {Blob} file
 * @param {(picture: ImageData) => Promise<string | null>} read usually `reader.read_picture`
 * @returns {Promise<FileAnswer>}
 */
export async function read_file(file, read) {
  if (file.size > LARGEST_FILE) return { problem: "too_large" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return is_pdf(bytes) ? read_pdf(bytes, read) : read_picture(file, read);
}

/**
 * @param {Blob} file
 * @param {(picture: ImageData) => Promise<string | null>} read
 * @returns {Promise<FileAnswer>}
 */
async function read_picture(file, read) {
  const picture = await pixels_of(file);
  if (!picture) return { problem: "not_a_picture" };
  const text = await read(picture);
  return text === null ? { problem: "no_code" } : { text };
}

/**
 * @param {Uint8Array} bytes
 * @param {(picture: ImageData) => Promise<string | null>} read
 * @returns {Promise<FileAnswer>}
 */
async function read_pdf(bytes, read) {
  const found = await look_into_pdf(bytes);
  const link = found.links.find((uri) => /^https?:\/\/[^/]+\/[VS]#/i.test(uri));
  if (link) return { text: link };
  for (const bitmap of found.bitmaps) {
    const text = await read(bitmap);
    if (text !== null) return { text };
  }
  for (const jpeg of found.jpegs) {
    const answer = await read_picture(new Blob([/** @type {BlobPart} */ (jpeg)], { type: "image/jpeg" }), read);
    if ("text" in answer) return answer;
  }
  return { problem: "no_code_in_pdf" };
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
