// @ts-check
/** The only reader of this device's clock for verdicts. */

/**
 * What the device believes the time is.
 * @returns {number} whole unix seconds
 */
export function device_now() {
  return Math.floor(Date.now() / 1000);
}
