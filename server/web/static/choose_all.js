// @ts-check
/** Choose everyone of a list, or nobody, with one button. */
export function choose_all() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-choose-all]"))) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const name = button.dataset.chooseAll ?? "";
      const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(`[name="${name}"]`));
      const every = [...boxes].every((box) => box.checked);
      for (const box of boxes) box.checked = !every;
    });
  }
}
