// @ts-check
/** Choosing the part of a photo that is kept: three sliders for keys and screen readers, dragging for the rest. */

const RATIO = 3 / 4;
const LEAST = { width: 300, height: 400 };
const SHOWN = { width: 240, height: 320 };

/** @typedef {{left: number, top: number, width: number, height: number}} Part fractions of the picture */

/** Let the person choose; resolves with the part, null where the browser can't show the file, undefined if too small.
 * @param {HTMLElement} place @param {File} file @param {Record<string, string>} words
 * @returns {Promise<Part | null | undefined>} */
export async function choose_part(place, file, words) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  if (picture.width < LEAST.width || picture.height < LEAST.height) return undefined;
  const tool = new Tool(place, picture, words);
  return tool.chosen();
}

class Tool {
  /** @param {HTMLElement} place @param {ImageBitmap} picture @param {Record<string, string>} words */
  constructor(place, picture, words) {
    this.place = place;
    this.picture = picture;
    this.full = Math.min(picture.width, picture.height * RATIO); // width of the largest part, in pixels
    place.replaceChildren();
    const title = document.createElement("h3");
    title.textContent = words.crop_title;
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = words.crop_hint;
    this.canvas = document.createElement("canvas");
    this.canvas.width = SHOWN.width * 2;
    this.canvas.height = SHOWN.height * 2;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", words.crop_preview);
    const least = Math.ceil((100 * Math.max(LEAST.width, LEAST.height * RATIO)) / this.full);
    this.size = this.slider(words.crop_size, Math.min(least, 100), 100);
    this.across = this.slider(words.crop_across, 0, 50);
    this.down = this.slider(words.crop_down, 0, 50);
    this.use = document.createElement("button");
    this.use.type = "button";
    this.use.className = "button";
    this.use.textContent = words.crop_use;
    const sliders = document.createElement("div");
    sliders.append(...[this.size, this.across, this.down].map((each) => each.parentElement ?? each), this.use);
    place.append(title, hint, this.canvas, sliders);
    place.hidden = false;
    this.drag();
    this.draw();
    this.size.focus();
  }

  /** @param {string} text @param {number} least @param {number} value */
  slider(text, least, value) {
    const label = document.createElement("label");
    label.textContent = text;
    const input = document.createElement("input");
    input.type = "range";
    input.min = String(least);
    input.max = "100";
    input.value = String(value);
    input.addEventListener("input", () => this.draw());
    label.append(input);
    return input;
  }

  /** The chosen part, in pixels of the picture. */
  box() {
    const width = (this.full * Number(this.size.value)) / 100;
    const height = width / RATIO;
    const left = ((this.picture.width - width) * Number(this.across.value)) / 100;
    const top = ((this.picture.height - height) * Number(this.down.value)) / 100;
    return { left, top, width, height };
  }

  draw() {
    const { left, top, width, height } = this.box();
    const pen = this.canvas.getContext("2d");
    pen?.drawImage(this.picture, left, top, width, height, 0, 0, this.canvas.width, this.canvas.height);
  }

  drag() {
    this.canvas.addEventListener("pointerdown", (event) => this.canvas.setPointerCapture(event.pointerId));
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.canvas.hasPointerCapture(event.pointerId)) return;
      const { width, height } = this.box();
      const scale = width / this.canvas.clientWidth;
      this.move(this.across, -event.movementX * scale, this.picture.width - width);
      this.move(this.down, -event.movementY * scale, this.picture.height - height);
      this.draw();
    });
  }

  /** @param {HTMLInputElement} slider @param {number} pixels @param {number} room */
  move(slider, pixels, room) {
    slider.step = "any";
    if (room > 0) slider.value = String(Number(slider.value) + (100 * pixels) / room);
  }

  /** @returns {Promise<Part>} */
  chosen() {
    return new Promise((resolve) => {
      this.use.addEventListener("click", () => {
        const { left, top, width, height } = this.box();
        const { width: across, height: down } = this.picture;
        this.place.hidden = true;
        resolve({ left: left / across, top: top / down, width: width / across, height: height / down });
      }, { once: true });
    });
  }
}
