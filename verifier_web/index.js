// @ts-check
/** The first page: two doors, in three languages. */
import { read_setting, write_setting } from "./device/settings.js";
import { keep_pages } from "./device/updates.js";
import { icon } from "./ui/icons.js";
import { page } from "./ui/page.js";
import { LANGUAGE_NAMES, language, t, use_language } from "./ui/text.js";
import { html, nothing, render } from "./vendor/lit-html/lit-html.js";

const nothing_to_do = () => undefined;

/** @param {string} chosen */
async function speak(chosen) {
  await use_language(chosen);
  write_setting("language", chosen);
  draw();
}

function draw() {
  const title = t("doors.title");
  const away = location.pathname !== "/"; // Kept here and shown in place of a page that the network did not bring.
  document.title = title;
  const body = html`
    <h1>${title}</h1>
    <p class="soft">${t("app.owner")}</p>
    ${away ? html`<div class="notice amber" id="away"><p>${t("door.list.away")}</p><p><a class="button" href=${location.href}>${t("notrust.retry")}</a></p></div>` : nothing}
    <nav class="doors">
      <a class="card door" href="/V" id="door-check">${icon("scan")}<span><strong>${t("door.check")}</strong>${t("door.check.hint")}</span></a>
      <a class="card door" href="/companion" id="door-mine">${icon("card")}<span><strong>${t("door.mine")}</strong>${t("door.mine.hint")}</span></a>
    </nav>
    <p><a href="/elections" id="door-list">${t("door.list")}</a>${navigator.onLine ? nothing : html`<span class="small soft" id="list-offline"><br>${t("door.list.offline")}</span>`}</p>`;
  const act = { speak: (/** @type {string} */ chosen) => void speak(chosen), refresh: nothing_to_do, toggle_lists: nothing_to_do, load_registry: nothing_to_do };
  render(page({ title: t("app.name"), freshness: null, notices: [], body }, act), /** @type {HTMLElement} */ (document.getElementById("app")));
}

// What the address says, then what was chosen here before, then what the browser speaks; the doors go on with it.
const wishes = [new URLSearchParams(location.search).get("lang"), read_setting("language"), ...navigator.languages];
await use_language(wishes.map((wish) => wish?.slice(0, 2)).find((wish) => wish && wish in LANGUAGE_NAMES) ?? null);
write_setting("language", language());
/** @type {HTMLElement} */ (document.getElementById("app")).replaceChildren();
draw();
addEventListener("online", draw);
addEventListener("offline", draw);
void keep_pages({ on_update: nothing_to_do, on_ready: nothing_to_do });
