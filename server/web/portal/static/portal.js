// @ts-check
/** Small comforts of the portal; every page works without this file. */
import { send_once } from "/static/send_once.js";

send_once();
document.getElementById("problems")?.focus();
