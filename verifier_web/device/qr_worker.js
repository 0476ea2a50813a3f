// @ts-check
/**
 * Reads QR codes off the main thread.
 *
 * In: `{id, frame: ImageBitmap | ImageData}` or `{id, picture: ImageData}`, or `{warm: true}`.
 * Out: `{id, look}`, where a `Look` says what was read and seen.
 */
import { read_frame, read_picture, warm } from "./qr_decode.js";

addEventListener("message", async (/** @type {MessageEvent} */ event) => {
  const { id, frame, picture, warm: asked } = event.data;
  if (asked) return void warm();
  /** @type {import("./qr_decode.js").Look} */
  let look = { texts: [], seen: false }; // A frame that cannot be read is a frame without a code.
  try {
    look = picture ? await read_picture(picture) : await read_frame(frame);
  } finally {
    postMessage({ id, look });
  }
});
