// @ts-check
/* global SwaggerUIBundle */
// The page of the public API; the description comes from this origin, nothing from anywhere else.
/** @type {any} */ (globalThis).SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  validatorUrl: null,
  supportedSubmitMethods: ["get", "post"],
});
