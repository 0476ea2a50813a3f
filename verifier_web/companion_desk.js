// @ts-check
/** The heavier half of the companion, fetched behind the first screen: verification, scanner and screens. */
export { verify } from "./credential/verify.js";
export { device_now } from "./device/clock.js";
export { question_in } from "./device/given_text.js";
export { Papers, text_to_keep } from "./device/papers.js";
export { state_in_text } from "./device/state_in_text.js";
export { Scanner } from "./scanner.js";
export { calls_view } from "./ui/calls_view.js";
export { chair_dialog } from "./ui/companion_chair.js";
export { load_view, refused_view } from "./ui/companion_home.js";
export { erase_view, paper_dialog, paper_view } from "./ui/companion_paper.js";
export { duties_view, own_rights_view } from "./ui/companion_rights.js";
export { wording } from "./ui/verdict_view.js";
