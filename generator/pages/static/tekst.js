// @ts-check

/** The text with each `{name}` filled in. @param {string} text @param {Record<string, string | number>} values */
export function fyll(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}
