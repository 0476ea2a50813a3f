// @ts-check
/** Pages that watch: a decree that another officer may sign meanwhile, a batch of PDFs being drawn. */

const EVERY_MS = 1500;

/**
 * Ask again and again while the page is seen, until `look` says that it is over.
 * @param {string} address
 * @param {(answer: any) => boolean} look returns true when there is nothing more to watch
 */
function watch(address, look) {
  const ask = async () => {
    if (!document.hidden) {
      try {
        const response = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
        if (response.ok && look(await response.json())) return;
        if (response.status === 401) return;
      } catch {
        // The network or the server is away: ask again later.
      }
    }
    setTimeout(ask, EVERY_MS);
  };
  setTimeout(ask, EVERY_MS);
}

/** Keep a decree's page true: its steps, and at how many open connections the new state was sent. */
export function follow_decree() {
  const head = /** @type {HTMLElement | null} */ (document.querySelector("[data-watch]"));
  if (!head?.dataset.watch) return;
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-live='sent']"));
  watch(head.dataset.watch, (answer) => {
    // One's own form is on its way: its answer brings the new page and its note; reloading would lose both.
    if (document.querySelector("form[data-sent]")) return false;
    if (answer.state !== head.dataset.state || String(answer.issued) !== head.dataset.issued) {
      location.reload();
      return true;
    }
    if (line) {
      const text = (answer.connections === null ? line.dataset.textShort : line.dataset.text) ?? "";
      const said = text.replace("#seq", String(answer.seq)).replace("#connections", String(answer.connections));
      if (line.textContent !== said) line.textContent = said;
    }
    return false;
  });
}

/** Move the progress bar of a batch, then show its file. */
export function follow_batch() {
  const card = /** @type {HTMLElement | null} */ (document.querySelector("[data-batch]"));
  const bar = /** @type {HTMLProgressElement | null} */ (document.getElementById("progress"));
  if (!card?.dataset.batch || !bar) return;
  watch(card.dataset.batch, (answer) => {
    bar.max = Math.max(answer.total, 1);
    bar.value = answer.done;
    const label = /** @type {HTMLElement | null} */ (document.querySelector("[data-progress]"));
    const text = label?.dataset.progress ?? "";
    if (label) label.textContent = text.replace("#done", String(answer.done)).replace("#total", String(answer.total));
    if (answer.state === "running") return false;
    location.reload();
    return true;
  });
}
