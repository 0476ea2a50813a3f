// @ts-check
/* global SwaggerUIBundle */
// The page of an API; the description comes from this origin, nothing from anywhere else. Which calls may be tried
// out from the page is said on this script's tag.
const methods = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.methods ?? "";
/** @type {any} */ (globalThis).SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  validatorUrl: null,
  supportedSubmitMethods: methods.split(" "),
});
