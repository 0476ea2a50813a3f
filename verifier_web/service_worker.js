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
  "/companion.js": "sha384-lQ5ThueGgF73vqJasmI7eIu1Q3ysCcv6ZakUHIzpJhy/4FFVKzv9YWb8qk+7b/DR",
  "/companion.webmanifest": "sha384-GU0a6WkHySAOGkm6Rdop19qVn4Cw9tGRWIhgNLsQDOAZsDQgXlU9ywz8sDyof7Jc",
  "/companion_desk.js": "sha384-idTeAMCMHM2iSqpWU61ugn3hIME2bVuQFuUc3JLgtaz2pkKXSSxZ+WUnUMA7CY1v",
  "/credential/base45.js": "sha384-KQRSOD2omyyeDYPp7YhNGMK6sEwj2+4u4QTV/G446JhyBAFL2tTe+/NXB8NiUpbz",
  "/credential/cbor.js": "sha384-rYGjW4E5DJhnC09EDLZYJJNHx59gMQikqjwXD0HhPDVKbj76eKAqL42RFFLPMAXI",
  "/credential/certificate_number.js": "sha384-Q9vTMGLNdDxpPwa/XweFWyfGbH/mohwp2MfdCZshhbDnJAlVxRkXBNbqgSgNWNnx",
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
  "/device/install.js": "sha384-MIEPSuPMIbtczZ5+GUpBfuv8eTny0nkNPnsWIFwZlFrlYowGRroisr7rILlQaKcC",
  "/device/keeper.js": "sha384-Xi0/lxodMepi887q6/IVMEqP/7GCZJ6B4B91UPg1qnecEtUaB+cySefHtyIeYsFh",
  "/device/keyboard_wedge.js": "sha384-UO9c2N/nCviiTyJquhHk6IQQDeAOeW2kKCmZcbIGDc3vka2TEqb8m4KKLoQozMpV",
  "/device/law.js": "sha384-CNWk6ZqdWN/AZ50OndHQJo9wSGMX6TlUvc84iRrCezPxpacesTFfwnsw6rQ4R2bL",
  "/device/network.js": "sha384-3csV1p9ArwR8vzNbQ9UWvFeP69W8DVs/JO8qJsgeK8GuuwAsE1bc6IUsnKDSMmFQ",
  "/device/papers.js": "sha384-JioR2pdDgxGz6HWquhXszYJDZ+ZcP2G29VQ/xhMluvrx+Ktf5w77HGbVNMzOkPMV",
  "/device/pdf.js": "sha384-wwhXdFGqNkXlwMQ9Y0BTAsuaceekSgm2D8DUKL2fXWcodyeB2FUvN+NXST0eqd41",
  "/device/phrase.js": "sha384-DlmOfJlps6fLCNFs1qSDrQdzoBotnV2e2mifoZzGt7r1SGBraMMp+ml+nSX/rWnz",
  "/device/picture.js": "sha384-7Foku41cZJywUhmouTlk7yaaksb8pTZvtuH4L7L8EmMh1DqZIO1nIm31SY8f07Az",
  "/device/qr_decode.js": "sha384-AP43FY9prymR6wyr9SQB+nt+D3gHwWifnQvhJ0ri25EhEAz6ycOIkux6z7FUrtIa",
  "/device/qr_reader.js": "sha384-B9vpu95XX2H0bMU0xHAqkJ0U06JWmL0ktLv50q2Qg9AQV9ElTsMb8YbNUdqZuJIt",
  "/device/qr_worker.js": "sha384-jCbo1Axjn2hGjBb3ACLPw6brIsLtvHqW7SADNm3lK39she5Dzm/vxTQUcDI3RshT",
  "/device/settings.js": "sha384-XDBAspXnzpZPyNk7yChEnkGov5KiHOINPvSMJu5m+mvQZIXjq6Tnmem7Pf8nqrOr",
  "/device/signal.js": "sha384-t0XuxWKTtkIiQMOOeaFywkdzTM7r7nRnk/QoZIdV/chBPlmqQFgN6TlIFFUb36RQ",
  "/device/state_in_text.js": "sha384-5DQ9LkStrzP1sUSOFEOFAGvF5dUwDjyCScaUPLke1gHdD2m7AOExbvGSYbzEr0i4",
  "/device/store.js": "sha384-p4RdcJBgrWylymZeuOU+uB1EBGOH1+5iGQvM7Ld3b0xlVv2FFAwmfsTR/QLecKV9",
  "/device/supplies.js": "sha384-2HO4j/gUHaxXQRrDy40OxdoiBtw+VbCctV1MpN9j80tbJLnLnmdfeLUgxi8y+b4y",
  "/device/trusted_urls.js": "sha384-u5cxeKf2SM93KhUMlUgG0g4k5ieO0HlVD43uZQU/l4AVVOr4d7xVqh71ThKgPL9V",
  "/device/updates.js": "sha384-kYiDWAWjplJZdutRtf0DPJuPf5c2gXe4hvIMwrR4YMWnopxnXWJ0NQx3JIrydRJs",
  "/device/wake_lock.js": "sha384-DyYPfXuvJnBj23330IbgR7OYyiwO077+ua4k5AHf3Ma/bHmGORPv27Xmk5QMcHr5",
  "/device/way_back.js": "sha384-lYfgaJcKCxuUOmSRA9C4KZGGQ+8FQ3ntcQXIX0UDFzTUToPf/pH4edHiPS8cAsUh",
  "/door.js": "sha384-um1j/bO7Zkx7WT8hTnB8lHhV57Ch+aSyDTCchD2GGKhbJ0Qut7hMKqslZd7aRlMu",
  "/door_core.js": "sha384-nDiBPpv9dSjm/CFlawBwRuBC6k5/VncpgPcdnDC+aYAZlurTVbE9P+vFuZaoSQwD",
  "/icons/icon.svg": "sha384-kYz7mCiRUe8++AsSKA3u5t2CD7I6mxPQUL1p1680g5f8Ezsb4OPVFuScLJLNc7w+",
  "/index.html": "sha384-aDVcMf6S64qLVCd6b3FazErhyfFkXIiJpQZvTOJvuosEocOc1OzFa4HV6Ig+yZfW",
  "/index.js": "sha384-86qFwGByqk7hXSivDz54psKX1McZSCkSe8BoCo0D8cfu4YUWs9rROFIKzur0YUgG",
  "/locales/en.json": "sha384-Kyz7BrHSiLObh2dYAqSqDupicgXE++mUoCZMXINQY+fIgpp73N/3Et8/+k8WI/Me",
  "/locales/ky.json": "sha384-HiDy5uR0Ko70qPr6v1fRIGDPjtBorMQ1qtswp9+sD+EH0fpKp4o+6HXhvfykrdid",
  "/locales/ru.json": "sha384-VMSlGAEbY+nMh+mye9MXmCPz2vvPWTGikryUfX6fn2oQEgi2xwggx27v2Cii3eAG",
  "/manifest.webmanifest": "sha384-NcsTBYeR58kKIEZwkcqA/rmrCvBQBAhFmQsmruXVceQviqQHvH6hUXfV8BDBujLg",
  "/scanner.js": "sha384-qhhyKOEhYHm5nZdyIQ/XMncK2fh3vca/VoDrGX2hLGTwfBsYvXkYiICrC1Nv4dAt",
  "/ui/calls_view.js": "sha384-PSCUQxprNSGrm2iuUuDf6hUnAJ3qN6KWv74dFEW/t6mHstHOagSfuGaku+2nGOYs",
  "/ui/companion.css": "sha384-MSbcnnXMNLeqnbLbWjT0S/2N+ij7ucSwQCNvHsHcuu1fOtBLTLqgabpyKAHaLSPw",
  "/ui/companion_chair.js": "sha384-Ny/8P8GFK8f+Tst00yo9rLVzUK/xZxnjBq4i4HRG9/3etWvt/mRIbR948I4aoKjm",
  "/ui/companion_home.js": "sha384-Z+qh9GXzo9hxAgny/Qn4pP4AdQNtTihiXvGK3tqWq3LwlGYuOGrsoihhRfBtNGdi",
  "/ui/companion_paper.js": "sha384-lroPLXBESMNZLNQjzLoyooe27lSwzI9nPbkqRWA8Zr9TLt1W8d4UE5rMjAUve/lD",
  "/ui/companion_rights.js": "sha384-oiPSivxryKDXrQRkeedQUzwBp4RJzpnF1h3CpQCGMEOKBanyGvcNZMPSZE0IQAZE",
  "/ui/countdown.js": "sha384-JCC1qdbwhDzGbK7m53onc/wQCkJzd/9tZ6+ESpzZhZNuNojDdg72TbjnQjA/3+5m",
  "/ui/dates.js": "sha384-9xgXDEew53xUsdixrkME1/dsrpCX1HVEsKoxJA4u1wc9/0JoneiBzc6nxNi3RMM6",
  "/ui/dialog.js": "sha384-eIxBw2LmHaJc/4XwSQHqI1sSRF6C41AyGKJtAyZ3FasJe8kgiUj8bVFT0Ssw4qe4",
  "/ui/first_use_view.js": "sha384-IU+1DN9Jh41ofQ0SfPfJundK1WrlgRp71aOguPxRsxSNRf4yEGdCAHo6hPAAemug",
  "/ui/forms.js": "sha384-+oMRTRixdVoBP/aJg043peA0nOGnAVtDuPUkC+4VPwkzx7E9zYmZV7Ogm2IxodGv",
  "/ui/icons.js": "sha384-9NS3BJ6hHHV+wJn2eKHd4uysPtfsqYyuAOMQGSL5h7r05VSh46kRdhasj2jAI/RP",
  "/ui/number_view.js": "sha384-jMWxCxqMhjl2v7nEPB0A+0xtK4lLLYNnY4D+8dkgSlaKROYOt7TSrrCdVekpYyQz",
  "/ui/page.js": "sha384-akIk8mmq7DJPDxmgWHBFdhZrCbf8Be85T8LcsJvGoovZZEDv7STJfS6u0HjkNhu2",
  "/ui/phrase_view.js": "sha384-xISc2q3B3nwXaPCEKMVW5D7dYmyEXC8mjC7hd3YA2MWKey6OlsDQherSO0m9/zwv",
  "/ui/rights_view.js": "sha384-o7GOvrfPvACeRfO3ywFxEhPnqPNv582BPSYo/UwKs5oeIqB3FbTnHyx61G0fhvkF",
  "/ui/said.js": "sha384-UA0o/l+kH5Cn+Y+ghTg/ykZYW7QozbeS+a8jgdpkC/tBASs9Dege8htyA8hluDYm",
  "/ui/scan_view.js": "sha384-cfrYBxYTz8MpZkL0nzW1vvnedGeoQNtEWFVt/ivQGIH7OottXgeBZmNaYLbFIriS",
  "/ui/state_view.js": "sha384-2nU7+c6gkf5oyWMvTO3nTbtRGmmE/HIXGQLNedJ1xbAyFrSHT4+Q1FDam9p2rzMj",
  "/ui/style.css": "sha384-qTkUYMh/d0m/xFzojmKkEatu7lQQV9sl4kHqcrT+WhWDTWaIMQYrSLD9fRuou8ba",
  "/ui/text.js": "sha384-sLflzkMSTHvcerZLUAzgsNl5FeNdF/nsPX1GU7IXDE/yOkKPIgC9NFraxPYBFpUh",
  "/ui/verdict_facts.js": "sha384-FKoY+Y0mehwiXeq/A2E3OX/outZk0TqDYgSYXzWNZWZQWdFuBABLPb5ZIRR0A20K",
  "/ui/verdict_view.js": "sha384-JFkWzYQqTS/5jp8nqv+xNyNX+R3EEDMK8Gorwi5PriDRFT9ERfDX1xhDNhPSCkIc",
  "/vendor/idb/idb.js": "sha384-mz1+inpn6aHcU9YApjkZTmolUYnBdhXQGEX0M82/VlBxS9J6FXM297uAOtb8igaX",
  "/vendor/lit-html/lit-html.js": "sha384-gM850p0EQ/llpRr24y7Ej1ylH0SiNw+2KfefNPhTGBWjvnLOZCZWxZEkXizlnh6u",
  "/vendor/pako/pako_inflate.js": "sha384-DdJmr2o8zZH6+1Y1aIVmV5lEl3oNWESe5ZGbD5s2rQTC4uOi78DJooxzoQYBF8yY",
  "/vendor/qr/decode.js": "sha384-sgFl2w51brSEqMURqj5F0AO1QRYRCBOPwd/JAgbf++F2kb2mzrXuVJXj/hD+TlXO",
  "/vendor/qrcode-generator/qrcode.js": "sha384-QU3yLf+9eYj3P70cd7zZY+LnDIKmiy77vIIeZpvBpS/1piaBzaUIeP1u9W3DZL1A",
  "/vendor/zxing-wasm/reader/index.js": "sha384-91NvEFoaOHtk7NBsYBUWfSOnFjESp75ZPiXsBGk2kzjbI2ieDDSl4VwcAQzjRk0B",
  "/vendor/zxing-wasm/zxing_reader.wasm": "sha384-uU3W9ksDBq9UOyHhv5S9GtsH9dlOsIMpeSy3WpglpRsLh12aEnMYcjZeSJq5MEum",
  "/verifier.html": "sha384-DDwzqb2lF2NWzV++wN0ElKo1YX0C/PgIHP1Pj2OW+aLJH+eqTDp/a1D8GNF7jJ/P",
  "/verifier.js": "sha384-Zmc2RRubg8w2+CY2fZgIxBuuqt0yG6Vwrr8qlWvg8m5pWR4It+riLJ5atCY7Kz/U",
  "/verifier_desk.js": "sha384-wilLb+x+jWFXoYNqBPUuRoRJbdgM3m7iRgkZsHISGiCtRLiK4ZJAU1jCWSmfHEet",
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
});
