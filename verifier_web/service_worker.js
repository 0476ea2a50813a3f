// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps the pages for use without a network. Files are kept under path and hash, so an update fetches
 * only what changed and a half-finished one harms nothing. A new version waits until the person takes it
 * (`device/updates.js`). Kill switch: serve `service_worker_off.js` in this file's place.
 */

// Written by `python -m tools.precache`; a test compares it with the files.
const FILES = /** @type {Record<string, string>} */ ({
  // <files>
  "/companion.html": "sha384-TqCsS6VgC4iUpXrgU+TQic7kvgiyjXObm28erSRnKiRYmGIIc8TILmiqfIw8YPPA",
  "/companion.js": "sha384-tbL/205/xkmXE4w49pyYv+RhnKqwDx1aXQRA4Brmj3zMVGbSvFOc8L08sirlXix8",
  "/companion.webmanifest": "sha384-GU0a6WkHySAOGkm6Rdop19qVn4Cw9tGRWIhgNLsQDOAZsDQgXlU9ywz8sDyof7Jc",
  "/companion_desk.js": "sha384-cXwsnpCAaxq8tcx+aGURL/RzKh+eu4qqELLbl40yDm1k9vsSG0FLkQ+tzX7W/ozY",
  "/credential/base45.js": "sha384-KQRSOD2omyyeDYPp7YhNGMK6sEwj2+4u4QTV/G446JhyBAFL2tTe+/NXB8NiUpbz",
  "/credential/cbor.js": "sha384-rYGjW4E5DJhnC09EDLZYJJNHx59gMQikqjwXD0HhPDVKbj76eKAqL42RFFLPMAXI",
  "/credential/certificate_number.js": "sha384-WczzvXQxeDttnILfWhuD5R6aHYTY6wphAFuopAl20c67hkubEZhdziDVdlqx789V",
  "/credential/claims.js": "sha384-ZwkYh7KKvLLv4CmuBJHbChZyeLb4l39HFIOBis1gKpJjuGvhMBu62Ms0YbFyozjp",
  "/credential/cose.js": "sha384-WIHrKE+piYooDh8zvjMDRHTtJnad1n4Qw6knipOVSUSJQb8khdcxUu3EDGVqoQ8y",
  "/credential/document_commitment.js": "sha384-bdMWDqCjtc0hm3jD5P7XhT5kbIwkNSCd9kBHqK+OXve7kDZBR6AZZNGX4Xge+bOh",
  "/credential/election_state.js": "sha384-/zwS9WxyLfd/tNAscuhPzxPzpHDADrTL0excWRXg4e1Q5lzeFib9NDe5TND/rCMS",
  "/credential/envelope.js": "sha384-ewIbODuDnTX+gjQDwOGGusE+MT/5ZNGPhGdzXumdc3fv++tgY9RKLd28IwkgX/L3",
  "/credential/errors.js": "sha384-igtyKOt1CUbGGVRGKOgQRsSV/vCpP9mREjf3NjIkOBTtZ21ZD935F5tnlssui1LC",
  "/credential/inflate.js": "sha384-ywuGiReBj7Cyi4EN/HVotE86/AgLzrRceZ87Ve/yloa14B4Kg8QNynv1pQqVhPh7",
  "/credential/key_id.js": "sha384-r5pEvvSUEzUZxaTmQr/+PRw5Mjrb7QYJ0ecuyGA4i1wGl3FIgzc8PKZyZZUDMtHy",
  "/credential/notices.js": "sha384-5fHUsK5wxVAVxR/+mHHRvc/DV/CasceKfHnqDEuCp2SdRqCfrV4T2JiDLihX3gKb",
  "/credential/qr_text.js": "sha384-29sLVJbmwP1W63tZMCUu5FtDIi3gOTrRx3zsAV8iNElJZVTSDzhUP6e4lYbtaYd4",
  "/credential/registry_digests.js": "sha384-CZ3uJELjIbEYzqzR0wJnAXrFeGr1pTX+MJwEAMCjDNN5MvhaQ8K85dpZfAaF8JvH",
  "/credential/root.js": "sha384-FLO5ByL/fj4ZN8eo81lkd55ycG5BhYX/SIAeZWGavuBbkHxypibtKRqgZM/scvWU",
  "/credential/signature.js": "sha384-wX74DqthlnjDobUhDuK2/DCwvmHvLxRY4Mwvswx/GbgQENwV/S8wbdwjn7kNXAXF",
  "/credential/verdict.js": "sha384-vmWkM/1whIRG6jkPyFpjbvWr/8CsIABzEkFjbscrt0SKXzoHi+hguC/J3jzS1Djy",
  "/credential/verify.js": "sha384-vmf0Dn8id9o5pU8P0OwtIs6tflW0qbxiBvvTCCEV20A+DOFh+OEroFJv9R+2SjBv",
  "/device/camera.js": "sha384-O2AOgs2MDGzKM77mmXEM1utwAA0OTi8om882DIz0D3i8X242t1JEPid+OXcELpXi",
  "/device/clock.js": "sha384-7EDaC/kAwrRuL1an+C+ZtW+IL/Z6TRIsYWvEDWaPPCP6zbPSwFzxe1MKosP4Ep1C",
  "/device/given_text.js": "sha384-B6w22jEJUny4JU+EWJ0s2LV0rrQEcHf+JQq9cdEpbqTb6ShF3kxMeCDvyWddgIoM",
  "/device/install.js": "sha384-MIEPSuPMIbtczZ5+GUpBfuv8eTny0nkNPnsWIFwZlFrlYowGRroisr7rILlQaKcC",
  "/device/keeper.js": "sha384-Xi0/lxodMepi887q6/IVMEqP/7GCZJ6B4B91UPg1qnecEtUaB+cySefHtyIeYsFh",
  "/device/keyboard_wedge.js": "sha384-UO9c2N/nCviiTyJquhHk6IQQDeAOeW2kKCmZcbIGDc3vka2TEqb8m4KKLoQozMpV",
  "/device/law.js": "sha384-717oc3blfAjO5+TIggqXjacxn2GMBAbK5hkUlS5gaNXBw6Au/7t7en1YWPB4b2aB",
  "/device/network.js": "sha384-s3oov+WskYE/D/o4btUiPVlDkXi131yXiqZ4VyBiVtHaOsooLOgosC95xuqRtjuf",
  "/device/opened_code.js": "sha384-cIEd+rbec2oTDrQ7vyLZdjuQAQzB/BdLVC0LSWfNPDeCAyiPgxZzWkaBYKJvMhfy",
  "/device/papers.js": "sha384-JioR2pdDgxGz6HWquhXszYJDZ+ZcP2G29VQ/xhMluvrx+Ktf5w77HGbVNMzOkPMV",
  "/device/pdf.js": "sha384-J5h2l2jwTeGAw9XSyiJaw5KNIaUKuLr1IhHCmLM1kgMpD9eaOFZGc+d6XF8H20bH",
  "/device/phrase.js": "sha384-DlmOfJlps6fLCNFs1qSDrQdzoBotnV2e2mifoZzGt7r1SGBraMMp+ml+nSX/rWnz",
  "/device/picture.js": "sha384-jnjr1ZXl13yFCHVjBMwcW1jV8zhhf25OoQZS44vECTDx560hU31Zrm6K/sZliJgc",
  "/device/qr_decode.js": "sha384-CyYFlKaeOngbk6WE8cU1/dfHfzKw7CutXxixm/5bcOtFzdWIH58Az1JBVq/YqIhD",
  "/device/qr_reader.js": "sha384-JGnr0EA+Tp28Kwwx4d0B7Fab0YGKOqleB56DaAY+yDxk0MG60zOLoRNFarjK3qUp",
  "/device/qr_worker.js": "sha384-lAfkLxgPccbPRpGaAvkJmjfRGA0/A5HYUD1/vGJ8qQJAxX8XFWlSChlZtedQDlYL",
  "/device/settings.js": "sha384-XDBAspXnzpZPyNk7yChEnkGov5KiHOINPvSMJu5m+mvQZIXjq6Tnmem7Pf8nqrOr",
  "/device/signal.js": "sha384-t0XuxWKTtkIiQMOOeaFywkdzTM7r7nRnk/QoZIdV/chBPlmqQFgN6TlIFFUb36RQ",
  "/device/state_in_text.js": "sha384-5DQ9LkStrzP1sUSOFEOFAGvF5dUwDjyCScaUPLke1gHdD2m7AOExbvGSYbzEr0i4",
  "/device/store.js": "sha384-wJkr9uNPofZIg789hQeNoCF2OOgOF4zKNQAD6om5cmBr3iuFIn4gQj0yh3Buqr45",
  "/device/supplies.js": "sha384-2HO4j/gUHaxXQRrDy40OxdoiBtw+VbCctV1MpN9j80tbJLnLnmdfeLUgxi8y+b4y",
  "/device/trusted_urls.js": "sha384-u5cxeKf2SM93KhUMlUgG0g4k5ieO0HlVD43uZQU/l4AVVOr4d7xVqh71ThKgPL9V",
  "/device/updates.js": "sha384-kYiDWAWjplJZdutRtf0DPJuPf5c2gXe4hvIMwrR4YMWnopxnXWJ0NQx3JIrydRJs",
  "/device/wake_lock.js": "sha384-DyYPfXuvJnBj23330IbgR7OYyiwO077+ua4k5AHf3Ma/bHmGORPv27Xmk5QMcHr5",
  "/device/way_back.js": "sha384-mii4owh7wre1EUV7Y7H7m8Xxe6vpavXX2vPe3iqTwOd693nNk8kX2C4YJ7syelG5",
  "/door.js": "sha384-W1SmQllufzdD+7lCfE9I4up3Mm/uS27sDjkypCAAvNjnW8nQW8gFnEUX2oJRl7XN",
  "/door_core.js": "sha384-nDiBPpv9dSjm/CFlawBwRuBC6k5/VncpgPcdnDC+aYAZlurTVbE9P+vFuZaoSQwD",
  "/icons/icon.svg": "sha384-kYz7mCiRUe8++AsSKA3u5t2CD7I6mxPQUL1p1680g5f8Ezsb4OPVFuScLJLNc7w+",
  "/index.html": "sha384-aDVcMf6S64qLVCd6b3FazErhyfFkXIiJpQZvTOJvuosEocOc1OzFa4HV6Ig+yZfW",
  "/index.js": "sha384-0qgx6Bq2qOZIRhgeEMDzgLhpOxRbZiaY9j/13d8+Iyj84ajCJnGRnrDQkRoIPRR5",
  "/locales/en.json": "sha384-GKWiWyA7johoAclTDcYraA5UskeJkb9VYu+FEuYcxCCh5V6C/THujRy6Kd0mGc8K",
  "/locales/ky.json": "sha384-g99zpWzz/KImB7vAj8O+hcQSkERNquEDlnJDJMPbTO2mJCcUVGadEwSZPaYxYeZ1",
  "/locales/ru.json": "sha384-6o/7VbjKtYQGTQ8CduPD/5ZlPgNm0o9rMb5AIGWKzbDBCWQcG19yXWHuCPlRrgKn",
  "/manifest.webmanifest": "sha384-NcsTBYeR58kKIEZwkcqA/rmrCvBQBAhFmQsmruXVceQviqQHvH6hUXfV8BDBujLg",
  "/scanner.js": "sha384-HwwM50tp6JV3yPjC+jFEbXmWCTvIPJWlzBn7JEwH/FGKQZLDohoPSQfzc5qzVZ4K",
  "/ui/calls_view.js": "sha384-dSqxoFcgoMWcv0DmEHEsDxwOl+G6jSqHL1x1TiVhAUxhw9a1eY8M54Iw/IrBIKK8",
  "/ui/companion.css": "sha384-1a8yBD5l6PUfjYwrwM+cvCXyFcOdSXv3XMWTdsI4tg1LGjw1SJYwmQT6umg4wcvd",
  "/ui/companion_chair.js": "sha384-Ny/8P8GFK8f+Tst00yo9rLVzUK/xZxnjBq4i4HRG9/3etWvt/mRIbR948I4aoKjm",
  "/ui/companion_home.js": "sha384-Z+qh9GXzo9hxAgny/Qn4pP4AdQNtTihiXvGK3tqWq3LwlGYuOGrsoihhRfBtNGdi",
  "/ui/companion_paper.js": "sha384-XbjV3ATKkEVA2PNRS29iPDvl5vOMdLlh7Gwvqd+2d+xuMT+s6WuK7CnPGJvXrxNp",
  "/ui/companion_rights.js": "sha384-KKw1M4f+phk67AOSW0+cVomINxBu0uj1abk3OPE3gTOSwdeecqmnhXNUIcX743ks",
  "/ui/countdown.js": "sha384-JCC1qdbwhDzGbK7m53onc/wQCkJzd/9tZ6+ESpzZhZNuNojDdg72TbjnQjA/3+5m",
  "/ui/dates.js": "sha384-9xgXDEew53xUsdixrkME1/dsrpCX1HVEsKoxJA4u1wc9/0JoneiBzc6nxNi3RMM6",
  "/ui/dialog.js": "sha384-eIxBw2LmHaJc/4XwSQHqI1sSRF6C41AyGKJtAyZ3FasJe8kgiUj8bVFT0Ssw4qe4",
  "/ui/election_names.js": "sha384-iORR13xs1GJrldoFQuRUUabIvpu2B/iSUxurVYlNQr8iun3VlkN/95k7H/QRGPa4",
  "/ui/face.js": "sha384-oBqlhPmyjRlqjyswHV1hODqQLvi+wegKADvtyZdqXmmyfZIesQse898Sg1heZ095",
  "/ui/first_use_view.js": "sha384-IU+1DN9Jh41ofQ0SfPfJundK1WrlgRp71aOguPxRsxSNRf4yEGdCAHo6hPAAemug",
  "/ui/forms.js": "sha384-+oMRTRixdVoBP/aJg043peA0nOGnAVtDuPUkC+4VPwkzx7E9zYmZV7Ogm2IxodGv",
  "/ui/icons.js": "sha384-9NS3BJ6hHHV+wJn2eKHd4uysPtfsqYyuAOMQGSL5h7r05VSh46kRdhasj2jAI/RP",
  "/ui/law_entries.js": "sha384-40QU/1Fs+L+CIhmQYfVnRYGyiVBKpFQVukSH2kIpDjsMyVD0ZSr9hEQ9X0kRMEjU",
  "/ui/number_view.js": "sha384-nRY9uA99DBcElBs4BGyWdhvNn4Dh92icSu/yHNy2FKgxIZwP76P87bTgecXkSbWd",
  "/ui/page.js": "sha384-fYhMwOFymnHDLDAfS1TBGQ6j6ydyn9gZmQo4qkIAILTOM8Lm3mPcfAVDZLcGdIzM",
  "/ui/phrase_setup.js": "sha384-FKeg+pfQApPKuCquV4Ul+Z0x2FScsscKOUsXzK1YomCbD3gUkiJOMjAr7i9k7QDQ",
  "/ui/phrase_view.js": "sha384-bf6rF7CsGNCvHgzZ/LpmmxLsc0Kw8c0lLEAG33s2SqcjiAHraqxpSPq5gYvHTR9v",
  "/ui/rights_view.js": "sha384-FB5p20TKiQxGpaQ1JFyZqOlYkYuhA/P0el58UhZZ6KY49N5F8l19f3reDWtSsfF4",
  "/ui/said.js": "sha384-UA0o/l+kH5Cn+Y+ghTg/ykZYW7QozbeS+a8jgdpkC/tBASs9Dege8htyA8hluDYm",
  "/ui/scan_view.js": "sha384-wDn4GGzH2TK0OF4z1eDYWYcQ+yU8MiYX4HY0an0994TViyBqFmTJPOaLMq9fZKMO",
  "/ui/state_view.js": "sha384-jPMupE9gbrXh7Aq/q7CLTeVU5Td3bjkEL3ccWxK/xNy53UiQqTx8ICJK+VDLwI5Y",
  "/ui/style.css": "sha384-PGPGMooBE5XxV4LaXCGJ85fofaJDdwNWy0hV0pUKugBTg4NJhacwTiC0wSJI3XVn",
  "/ui/text.js": "sha384-sLflzkMSTHvcerZLUAzgsNl5FeNdF/nsPX1GU7IXDE/yOkKPIgC9NFraxPYBFpUh",
  "/ui/verdict_facts.js": "sha384-38lX/k7xvWXuCUcSjOB2WkSnMChY7j1U9Pk/VuXedICchHmpCR6wV/ql4O7zQYXq",
  "/ui/verdict_view.js": "sha384-mgh/Mb8TQYUZ5sZxb9NN7uPTStXopvuKMJNU1SCH4yNgbdBow2B3jXZAjGJSgxHs",
  "/vendor/idb/idb.js": "sha384-mz1+inpn6aHcU9YApjkZTmolUYnBdhXQGEX0M82/VlBxS9J6FXM297uAOtb8igaX",
  "/vendor/lit-html/lit-html.js": "sha384-gM850p0EQ/llpRr24y7Ej1ylH0SiNw+2KfefNPhTGBWjvnLOZCZWxZEkXizlnh6u",
  "/vendor/pako/pako_inflate.js": "sha384-ge2unbCOi5mZxxvX0vMFw3G6lx2B/KTAq186fsA9eExtEn6X67S6fudP4YHP/qcC",
  "/vendor/qr/decode.js": "sha384-sgFl2w51brSEqMURqj5F0AO1QRYRCBOPwd/JAgbf++F2kb2mzrXuVJXj/hD+TlXO",
  "/vendor/qrcode-generator/qrcode.js": "sha384-QU3yLf+9eYj3P70cd7zZY+LnDIKmiy77vIIeZpvBpS/1piaBzaUIeP1u9W3DZL1A",
  "/vendor/zxing-wasm/reader/index.js": "sha384-91NvEFoaOHtk7NBsYBUWfSOnFjESp75ZPiXsBGk2kzjbI2ieDDSl4VwcAQzjRk0B",
  "/vendor/zxing-wasm/zxing_reader.wasm": "sha384-uU3W9ksDBq9UOyHhv5S9GtsH9dlOsIMpeSy3WpglpRsLh12aEnMYcjZeSJq5MEum",
  "/verifier.html": "sha384-DDwzqb2lF2NWzV++wN0ElKo1YX0C/PgIHP1Pj2OW+aLJH+eqTDp/a1D8GNF7jJ/P",
  "/verifier.js": "sha384-MD+BgYDxeWzVC+vSoU8Y5MLoVETkwybKmjxxrZ7GD04SGANOZZOzJtnk0Ar1y/CS",
  "/verifier_desk.js": "sha384-7uFvUAEhGMR5bDp0Axx8/tlF3M+/WM1eREtDsMHRO72XFWGiZwti3fEBPp62vr9Y",
  // </files>
});

const CACHE = "pages";
/** @type {Record<string, string>} */
const PAGES = { "/": "/index.html", "/V": "/verifier.html", "/S": "/verifier.html", "/companion": "/companion.html" };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** @param {string} path */
const key_of = (path) => `${path}?${FILES[path]}`;

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(FILES).map(async ([path, integrity]) => {
      if (await cache.match(key_of(path))) return;
      const answer = await fetch(path, { integrity, cache: "no-cache", credentials: "omit" });
      if (!answer.ok) throw new TypeError(`${path}: ${answer.status}`);
      await cache.put(key_of(path), answer);
    }),
  );
}

async function activate() {
  const cache = await caches.open(CACHE);
  const wanted = new Set(Object.keys(FILES).map((path) => new URL(key_of(path), worker.location.origin).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  await worker.clients.claim();
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function answer(request, path) {
  const kept = await (await caches.open(CACHE)).match(key_of(path));
  return kept ?? fetch(request); // Evicted: the network, as on the first visit.
}

/**
 * A page of the public list; without a network our first page in its place, which says so.
 * @param {Request} request
 */
async function list_page(request) {
  try {
    return await fetch(request);
  } catch {
    return answer(request, PAGES["/"]);
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  const path = request.mode === "navigate" ? (PAGES[url.pathname] ?? url.pathname) : url.pathname;
  if (Object.hasOwn(FILES, path)) event.respondWith(answer(request, path));
  else if (request.mode === "navigate" && /^\/elections(\/|$)/.test(path)) event.respondWith(list_page(request));
});
