// @ts-check
/**
 * What this device keeps between visits, in IndexedDB: roots, states, digests, notices, the law's texts
 * and (companion) the observer's own papers. Each value is written whole or not at all; values that
 * belong together go in one transaction. Never anything about a scan.
 *
 * Keys of `kept`: `roots`, `marks`, `state/ELECTION`, `digests/ELECTION`, `notices/ELECTION`, `law/LANG`,
 * `directory/LANG`, `elections`. Keys of `papers`: the companion's.
 */
import { openDB } from "../vendor/idb/idb.js";
import { read_setting, write_setting } from "./settings.js";

const NAME = "observers";
const VERSION = 1;

/** @typedef {"kept" | "papers"} Shelf */

export class Store {
  /** @type {import("../vendor/idb/idb.js").Database | null} */
  #database;
  /** @type {Record<Shelf, Map<string, unknown>>} */
  #memory = { kept: new Map(), papers: new Map() };

  /**
   * @param {import("../vendor/idb/idb.js").Database | null} database null keeps all in memory only
   * @param {boolean} erased
   */
  constructor(database, erased) {
    this.#database = database;
    /** Whether the browser erased what an earlier visit had kept. */
    this.erased = erased;
    /** Whether what is kept survives closing the page. */
    this.lasting = database !== null;
  }

  /**
   * Everything on a shelf.
   * @param {Shelf} [shelf]
   * @returns {Promise<Map<string, any>>}
   */
  async read_all(shelf = "kept") {
    if (!this.#database) return new Map(this.#memory[shelf]);
    const [keys, values] = await Promise.all([this.#database.getAllKeys(shelf), this.#database.getAll(shelf)]);
    return new Map(keys.map((key, i) => [String(key), values[i]]));
  }

  /**
   * Write values together: all of them or none.
   * @param {Record<string, unknown>} values undefined removes the key
   * @param {Shelf} [shelf]
   */
  async write(values, shelf = "kept") {
    if (!this.#database) return this.#remember(values, shelf);
    const transaction = this.#database.transaction(shelf, "readwrite");
    const objects = transaction.objectStore(shelf);
    try {
      for (const [key, value] of Object.entries(values)) {
        if (value === undefined) void objects.delete(key);
        else void objects.put(value, key);
      }
      await transaction.done;
      write_setting("kept", "yes");
    } catch {
      this.lasting = false; // Full or forbidden: go on in memory, and say so on the screen.
      this.#remember(values, shelf);
    }
  }

  /**
   * @param {Record<string, unknown>} values
   * @param {Shelf} shelf
   */
  #remember(values, shelf) {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) this.#memory[shelf].delete(key);
      else this.#memory[shelf].set(key, value);
    }
  }
}

/**
 * Open this device's store; a browser without one gets a store in memory.
 * @returns {Promise<Store>}
 */
export async function open_store() {
  try {
    const database = await openDB(NAME, VERSION, {
      upgrade(fresh) {
        for (const shelf of ["kept", "papers"]) {
          if (!fresh.objectStoreNames.contains(shelf)) fresh.createObjectStore(shelf);
        }
      },
      blocking: () => database.close(),
    });
    const empty = (await database.getAllKeys("kept")).length === 0;
    const erased = empty && read_setting("kept") === "yes";
    if (erased) write_setting("kept", null);
    return new Store(database, erased);
  } catch {
    return new Store(null, false);
  }
}
