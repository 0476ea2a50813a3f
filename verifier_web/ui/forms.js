// @ts-check
/** Forms stay on the page: no form of ours is ever submitted to a server. */

/**
 * A submit handler that hands over one field's text.
 * @param {string} name of the field
 * @param {(value: string) => void} take
 * @returns {(event: SubmitEvent) => void}
 */
export function page_form(name, take) {
  return (event) => {
    event.preventDefault();
    const field = /** @type {HTMLFormElement} */ (event.target).elements.namedItem(name);
    take(/** @type {HTMLInputElement} */ (field).value.trim());
  };
}
