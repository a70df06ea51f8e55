// @ts-check
/** Small things that are said in the same way on every page. */

/** The text with each `{name}` filled in. @param {string} text @param {Record<string, string | number>} values */
export function fyll(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/** A small number in words: `words` are those for 0, 1, 2 … @param {number} count @param {string[]} words */
export function inWords(count, words) {
  return words[count] ?? String(count);
}

/** @param {string} text */
export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** «24. november», with the year where it is asked for. @param {Date} date @param {boolean} [year] */
export function day(date, year = false) {
  const lang = document.documentElement.lang || "nb";
  return date.toLocaleDateString(lang, { day: "numeric", month: "long", ...(year ? { year: "numeric" } : {}) });
}
