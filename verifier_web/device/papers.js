// @ts-check
/**
 * The observer's own certificates on this phone, on the store's shelf `papers`: number → the code's text.
 * What the text says is never kept beside it: every showing verifies it anew.
 */
import { read_text, to_text } from "../credential/qr_text.js";

/** @typedef {{number: string, text: string, added_at: number}} Paper `added_at` in unix seconds */

export class Papers {
  #store;
  /** @type {Paper[]} */
  #papers = [];

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * With what earlier visits kept.
   * @param {import("./store.js").Store} store
   */
  static async open(store) {
    const opened = new Papers(store);
    opened.#papers = [...(await store.read_all("papers")).values()].sort((a, b) => a.added_at - b.added_at);
    return opened;
  }

  /** @returns {readonly Paper[]} the one added first is first */
  get all() {
    return this.#papers;
  }

  /**
   * Keep a certificate; one with the same number gives way to it.
   * @param {Paper} paper
   */
  async keep(paper) {
    this.#papers = [...this.#papers.filter(({ number }) => number !== paper.number), paper].sort((a, b) => a.added_at - b.added_at);
    await this.#store.write({ [paper.number]: paper }, "papers");
  }

  /** @param {string} gone number of the certificate to erase from this phone */
  async erase(gone) {
    this.#papers = this.#papers.filter(({ number }) => number !== gone);
    await this.#store.write({ [gone]: undefined }, "papers");
  }
}

/**
 * The text as the printed code has it, whatever form it came in (a link in small letters, bare Base45),
 * so that it can be drawn as the three segments of our codes.
 * @param {string} text that `verify` found genuine
 * @param {string[]} origins the root's
 * @returns {Promise<string>}
 */
export async function text_to_keep(text, origins) {
  const [head, digits] = text.split("#");
  return digits ? `${head.toUpperCase()}#${digits}` : to_text(read_text(text, { origins }), { origin: origins[0] });
}
