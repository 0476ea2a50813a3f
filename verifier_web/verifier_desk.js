// @ts-check
/**
 * The heavier half of the verifier, fetched behind the first screen: verification itself and the screens
 * that need its answers.
 */
import { segments, to_text } from "./credential/qr_text.js";
import { device_now } from "./device/clock.js";

export { read } from "./credential/certificate_number.js";
export { verify, verify_number } from "./credential/verify.js";
export { number_problem, question_in, scanned } from "./device/given_text.js";
export { state_in_text } from "./device/state_in_text.js";
export { calls_view } from "./ui/calls_view.js";
export { number_view } from "./ui/number_view.js";
export { rights_view } from "./ui/rights_view.js";
export { verdict_view } from "./ui/verdict_view.js";
export { device_now };

/**
 * Every held list as the text of a code, for "show my list as QR".
 * @param {import("./device/keeper.js").Keeper} keeper
 * @returns {Promise<{election: string, seq: number, segments: [string, string][]}[]>}
 */
export async function lists_to_hand_on(keeper) {
  const origin = keeper.trust?.origins[0] ?? "";
  const lists = [];
  for (const { state } of Object.values(keeper.states)) {
    const token = keeper.token_of(state.election);
    if (token) lists.push({ election: state.election, seq: state.seq, segments: segments(await to_text(token, { origin, path: "S" })) });
  }
  return lists;
}
