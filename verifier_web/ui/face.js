// @ts-check
/** The face that a certificate carries, as an address for the screen; forgotten with the verdict. */
export class Face {
  /** @type {string | null} */
  address = null;

  /** @param {Uint8Array | null | undefined} webp */
  show(webp) {
    if (!webp) this.forget();
    else this.address ??= URL.createObjectURL(new Blob([/** @type {BlobPart} */ (webp)], { type: "image/webp" }));
  }

  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
  }
}
