// @ts-check
/** One file on its way: begun once, sent part by part from where the server says, however often the line breaks. */

const LEAST_PART = 16 * 1024;
const FIRST_PART = 64 * 1024;
const QUICK_MILLISECONDS = 1500;
const LONGEST_PAUSE = 15_000;
const TRY_AGAIN = [408, 425, 429, 500, 502, 503, 504];

/** What the server refused for good; the message is in the reader's language. */
export class Refused extends Error {}

export class Upload {
  /** @param {{nomination: string, csrf: string, kind: string, file: File, said: (state: string, percent: number) => void}} told */
  constructor({ nomination, csrf, kind, file, said }) {
    this.nomination = nomination;
    this.csrf = csrf;
    this.kind = kind;
    this.file = file;
    this.said = said;
    this.part = FIRST_PART;
    this.most = FIRST_PART;
    this.pauses = 0;
    this.id = "";
    this.received = 0;
  }

  /** Send the whole file and have it made a copy; resolves with the copy's facts.
   * @param {{crop: object | null, replaces: string | null}} how */
  async run(how) {
    await this.begin();
    while (this.received < this.file.size) await this.send_part();
    this.said("checking", 100);
    const kept = await this.lasting(() => this.ask("POST", `/uploads/${this.id}/finish`, JSON.stringify(how)));
    this.forget();
    return kept;
  }

  /** Go on with an upload of the same file that stopped, or begin one. */
  async begin() {
    const mark = await mark_of(this.file);
    const { rows } = await this.lasting(() => this.ask("GET", `/nominations/${this.nomination}/uploads`));
    const left = rows.find(
      (/** @type {any} */ row) =>
        row.kind === this.kind && row.total_bytes === this.file.size && remembered(row.id) === mark,
    );
    if (left) this.said("resumed", (100 * left.received_bytes) / this.file.size);
    const key = crypto.randomUUID();
    const told = JSON.stringify({ kind: this.kind, total_bytes: this.file.size });
    const begun = left
      ? await this.lasting(() => this.ask("GET", `/uploads/${left.id}`))
      : await this.lasting(() => this.ask("POST", `/nominations/${this.nomination}/uploads`, told, { "Idempotency-Key": key }));
    this.id = begun.id;
    this.received = begun.received_bytes;
    this.most = begun.most_part_bytes;
    remember(this.id, mark);
  }

  /** Send the next part; after a failure ask where to go on. */
  async send_part() {
    const content = this.file.slice(this.received, this.received + this.part);
    const began = performance.now();
    this.said("sending", (100 * this.received) / this.file.size);
    try {
      const told = await this.ask("PUT", `/uploads/${this.id}?start=${this.received}`, content);
      this.received = told.received_bytes;
      this.pauses = 0;
      if (performance.now() - began < QUICK_MILLISECONDS) this.part = Math.min(this.part * 2, this.most);
    } catch (error) {
      if (error instanceof Refused && error.name !== "upload_offset_wrong") throw error;
      this.part = Math.max(LEAST_PART, this.part / 2);
      if (!(error instanceof Refused)) await this.pause();
      const told = await this.lasting(() => this.ask("GET", `/uploads/${this.id}`));
      this.received = told.received_bytes;
    }
  }

  /** Do it until the line allows; what the server refuses stays refused.
   * @param {() => Promise<any>} act @returns {Promise<any>} */
  async lasting(act) {
    for (;;) {
      try {
        const told = await act();
        this.pauses = 0;
        return told;
      } catch (error) {
        if (error instanceof Refused) throw error;
        await this.pause();
      }
    }
  }

  /** Wait a little longer each time, or until the browser is online again. */
  async pause() {
    this.said("offline", (100 * this.received) / this.file.size);
    const milliseconds = Math.min(LONGEST_PAUSE, 500 * 2 ** this.pauses);
    this.pauses += 1;
    await new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
      addEventListener("online", resolve, { once: true });
    });
  }

  /** Ask the server once; throws Refused for a refusal, anything else where asking again may help.
   * @param {string} method @param {string} path @param {BodyInit} [body] @param {Record<string, string>} [headers] */
  async ask(method, path, body, headers = {}) {
    const type = typeof body === "string" ? { "Content-Type": "application/json" } : { "Content-Type": "application/octet-stream" };
    const answer = await fetch(`/api/v1${path}`, {
      method,
      body,
      headers: { Accept: "application/json", "X-CSRF-Token": this.csrf, ...(body === undefined ? {} : type), ...headers },
      credentials: "same-origin",
      redirect: "error",
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    if (TRY_AGAIN.includes(answer.status)) throw new Error(told.code ?? "unavailable");
    const refused = new Refused(told.title ?? "");
    refused.name = told.code ?? String(answer.status);
    throw refused;
  }

  forget() {
    localStorage.removeItem(`upload ${this.id}`);
  }
}

/** A hash of size and beginning: tells the same file after the page was loaded again, and nothing about it.
 * @param {File} file */
async function mark_of(file) {
  const head = await file.slice(0, 65_536).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", head));
  return `${file.size} ${Array.from(hash.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** @param {string} id @param {string} mark */
function remember(id, mark) {
  try {
    localStorage.setItem(`upload ${id}`, mark);
  } catch {
    // without storage an upload goes on in this page only
  }
}

/** @param {string} id */
function remembered(id) {
  try {
    return localStorage.getItem(`upload ${id}`);
  } catch {
    return null;
  }
}
