// @ts-check
/** The law's texts (rights, duties, situations) and the directory, kept in all three languages at once. */
import { fetch_directory, fetch_regulation, fetch_titles } from "./network.js";

const LANGUAGES = ["ky", "ru", "en"];

/** @typedef {import("./store.js").Store} Store */

export class Law {
  /** @type {Store} */
  #store;
  /** @type {Map<string, any>} */
  #kept = new Map();

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** Read what earlier visits kept. */
  async load() {
    const all = await this.#store.read_all();
    this.#kept = new Map([...all].filter(([key]) => /^(law|directory)\/|^elections$/.test(key)));
  }

  /**
   * The regulation in one language as `GET /api/v1/regulation` answers, or null.
   * @param {string} language
   */
  regulation(language) {
    return this.#kept.get(`law/${language}`) ?? null;
  }

  /**
   * The directory in one language as `GET /api/v1/directory` answers, or null.
   * @param {string} language
   */
  directory(language) {
    return this.#kept.get(`directory/${language}`) ?? null;
  }

  /**
   * The elections' titles: id → language → title.
   * @returns {Record<string, Record<string, string>>}
   */
  get titles() {
    return this.#kept.get("elections") ?? {};
  }

  /** Fetch the titles, and the texts beside them. A failure keeps the old. */
  async refresh() {
    await Promise.all([this.#refresh_titles(), this.#refresh_texts()]);
  }

  async #refresh_titles() {
    try {
      const elections = await fetch_titles();
      await this.#store.write({ elections });
      this.#kept.set("elections", elections);
    } catch {
      // No network, or nothing published yet: what is kept stays.
    }
  }

  /** Fetch both in all three languages; kept together or not at all. A failure keeps the old. */
  async #refresh_texts() {
    try {
      const books = await Promise.all(LANGUAGES.map(fetch_regulation));
      const directories = await Promise.all(LANGUAGES.map(fetch_directory));
      if (new Set(books.map((book) => book.sha256)).size !== 1) return; // In the middle of a change: next time.
      /** @type {Record<string, unknown>} */
      const values = {};
      LANGUAGES.forEach((language, i) => {
        values[`law/${language}`] = books[i];
        values[`directory/${language}`] = directories[i];
      });
      await this.#store.write(values);
      this.#kept = new Map([...this.#kept, ...Object.entries(values)]);
    } catch {
      // No network: what is kept stays.
    }
  }
}
