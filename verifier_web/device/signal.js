// @ts-check
/**
 * The verdict's sound and vibration: synthesised, no files, different for each family, never alone
 * (word, shape and colour say the same).
 */
import { read_setting, write_setting } from "./settings.js";

/** @typedef {"green" | "red" | "amber" | "grey"} Colour */

/** @type {Record<Colour, {tones: [hertz: number, from_s: number, long_s: number][], wave: OscillatorType, buzz: number[]}>} */
const SIGNALS = {
  green: { tones: [[660, 0, 0.12], [990, 0.13, 0.2]], wave: "sine", buzz: [80] },
  red: { tones: [[196, 0, 0.28], [156, 0.32, 0.45]], wave: "sawtooth", buzz: [300, 120, 300] },
  amber: { tones: [[440, 0, 0.14], [440, 0.22, 0.14]], wave: "triangle", buzz: [120, 100, 120] },
  grey: { tones: [[294, 0, 0.22]], wave: "triangle", buzz: [200] },
};

/** @type {AudioContext | null} */
let audio = null;

/** Browsers let sound out only after a touch: call once from any click. */
export function allow_sound() {
  if (typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume().catch(() => undefined);
}

/** @returns {boolean} */
export function sound_on() {
  return read_setting("sound") !== "off";
}

/** @param {boolean} on */
export function set_sound(on) {
  write_setting("sound", on ? null : "off");
}

/**
 * Sound and shake as the verdict's family does.
 * @param {Colour} colour
 */
export function signal(colour) {
  const { tones, wave, buzz } = SIGNALS[colour];
  if (/** @type {any} */ (navigator).userActivation?.hasBeenActive) navigator.vibrate?.(buzz);
  if (!audio || audio.state !== "running" || !sound_on()) return;
  for (const [hertz, from_s, long_s] of tones) play(audio, { hertz, from_s, long_s, wave });
}

/**
 * @param {AudioContext} context
 * @param {{hertz: number, from_s: number, long_s: number, wave: OscillatorType}} tone
 */
function play(context, { hertz, from_s, long_s, wave }) {
  const start = context.currentTime + from_s;
  const oscillator = new OscillatorNode(context, { type: wave, frequency: hertz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(0.25, start + 0.02);
  gain.gain.setValueAtTime(0.25, start + long_s - 0.04);
  gain.gain.linearRampToValueAtTime(0, start + long_s);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + long_s);
}
