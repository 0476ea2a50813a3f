// @ts-check
/**
 * Reads QR codes off the main thread.
 *
 * In: `{id, frame: ImageBitmap | ImageData}` or `{id, picture: ImageData}`, or `{warm: true}`.
 * Out: `{id, text: string | null}`.
 */
import { read_frame, read_picture, warm } from "./qr_decode.js";

addEventListener("message", async (/** @type {MessageEvent} */ event) => {
  const { id, frame, picture, warm: asked } = event.data;
  if (asked) return void warm();
  /** @type {string | null} */
  let text = null;
  try {
    text = picture ? await read_picture(picture) : await read_frame(frame);
  } catch {
    text = null; // A frame that cannot be read is a frame without a code.
  }
  postMessage({ id, text });
});
