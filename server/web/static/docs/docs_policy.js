// @ts-check
// swagger-ui writes HTML without a Trusted Types policy of its own. This page shows one document, our own
// /openapi.json, so the default policy of this page (and of no other) lets its HTML pass, never scripts.
/** @type {any} */ (globalThis).trustedTypes?.createPolicy("default", { createHTML: (/** @type {string} */ html) => html });
