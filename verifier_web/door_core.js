// @ts-check
/** What a door fetches behind its first screen: trust and the law kept current. */
export { Keeper } from "./device/keeper.js";
export { Law } from "./device/law.js";
export { listen_for_states } from "./device/network.js";
export { open_store } from "./device/store.js";
