// @ts-check
/** The time that is left. Pure. */

/** Whole seconds left until a time, never less than none; null where there is no time. @param {number | null} slutt @param {number} now */
export function frist(slutt, now) {
  return slutt === null ? null : Math.max(0, Math.ceil(slutt - now));
}

/** Seconds as a clock shows them: 2:40. @param {number} seconds */
export function igjen(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
