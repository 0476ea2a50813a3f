// @ts-check
/**
 * Dates for people, always in Asia/Bishkek (UTC+6, no summer time since 2005) and with our own month
 * names: Chromium has no Kyrgyz date data and would silently fall back to English.
 */
import { list_of, t } from "./text.js";

const BISHKEK_OFFSET_SECONDS = 6 * 3600;
const DAY_SECONDS = 86_400;

/** @param {number} unix_seconds */
function parts(unix_seconds) {
  const local = new Date((unix_seconds + BISHKEK_OFFSET_SECONDS) * 1000);
  return {
    year: local.getUTCFullYear(),
    month: list_of("months")[local.getUTCMonth()],
    day: local.getUTCDate(),
    time: local.toISOString().slice(11, 16),
  };
}

/**
 * @param {number} unix_seconds
 * @returns {string} "24 January 2027, 13:05"
 */
export function show_moment(unix_seconds) {
  return t("date.moment", parts(unix_seconds));
}

/**
 * @param {number} unix_seconds
 * @param {number} now_seconds
 * @returns {string} only the hour for a moment of today
 */
export function show_recent(unix_seconds, now_seconds) {
  const today = (/** @type {number} */ s) => Math.floor((s + BISHKEK_OFFSET_SECONDS) / DAY_SECONDS);
  return today(unix_seconds) === today(now_seconds)
    ? t("date.today", { time: parts(unix_seconds).time })
    : show_moment(unix_seconds);
}

/**
 * @param {number} days since 1970-01-01, in Bishkek
 * @returns {string} "24 January 2027"
 */
export function show_day(days) {
  return t("date.day", parts(days * DAY_SECONDS - BISHKEK_OFFSET_SECONDS));
}

/**
 * @param {number} unix_seconds
 * @returns {string} "24 January 2027" of the day in Bishkek at that moment
 */
export function show_day_of(unix_seconds) {
  return t("date.day", parts(unix_seconds));
}

/**
 * @param {number} seconds
 * @returns {string} "just now", "12 min ago", "2 h ago", "3 d ago"
 */
export function show_age(seconds) {
  if (seconds < 60) return t("age.now");
  if (seconds < 3600) return t("age.min", { n: Math.floor(seconds / 60) });
  if (seconds < 2 * DAY_SECONDS) return t("age.hour", { n: Math.floor(seconds / 3600) });
  return t("age.day", { n: Math.floor(seconds / DAY_SECONDS) });
}
