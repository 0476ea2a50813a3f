// @ts-check
/** Forms that a passkey fills: the button asks the device, its answer is posted like any form. */

/** @param {string} text base64url */
function to_bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} bytes */
function to_text(bytes) {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {any} options as JSON: ids and challenge are base64url */
function as_browser_takes(options) {
  const with_bytes = (/** @type {any} */ each) => ({ ...each, id: to_bytes(each.id) });
  const asked = { ...options, challenge: to_bytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: to_bytes(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = options.excludeCredentials.map(with_bytes);
  if (options.allowCredentials) asked.allowCredentials = options.allowCredentials.map(with_bytes);
  return asked;
}

/** @param {PublicKeyCredential} made */
function as_text(made) {
  const told = /** @type {any} */ (made.response);
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(
    names.filter((name) => told[name]).map((name) => [name, to_text(told[name])]),
  );
  return JSON.stringify({ id: made.id, rawId: to_text(made.rawId), type: made.type, response, clientExtensionResults: {} });
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const publicKey = as_browser_takes(JSON.parse(form.dataset.options ?? "{}"));
  const create = form.dataset.passkey === "create";
  const made = await (create ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
  answer.value = as_text(/** @type {PublicKeyCredential} */ (made));
  form.submit();
}

for (const found of document.querySelectorAll("form[data-passkey]")) {
  const form = /** @type {HTMLFormElement} */ (found);
  const told = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const say = (/** @type {string | undefined} */ text) => {
    told.hidden = false;
    told.textContent = text ?? "";
  };
  form.hidden = !("PublicKeyCredential" in globalThis) && form.dataset.passkey === "get";
  if (!("PublicKeyCredential" in globalThis)) say(form.dataset.unsupported);
  button.addEventListener("click", async () => {
    told.hidden = true;
    button.setAttribute("aria-disabled", "true");
    try {
      await ask(form);
    } catch {
      say(form.dataset.cancelled);
    }
    button.removeAttribute("aria-disabled");
  });
}
