// @ts-check
/** What the pages that tell of many cases share: the course as scripts know it, and words for numbers and days. */

import tekster from "./sidetekster.js";

/**
 * @typedef {{ id: string, type: string, hengsel: string, hash: string }} Kursporsmal
 * @typedef {{ id: string, tittel: string, modul: string, rolle: string, grad: number, familie: string, klarhet: string,
 *   regler: string[], sporsmal: Kursporsmal[] }} Kurssak
 * @typedef {{ regelbok: string, kurs: string, hengsler: Record<string, string>, moduler: Record<string, string>,
 *   saker: Kurssak[] }} Kurs
 */

/** @returns {Promise<Kurs>} */
export async function loadKurs() {
  return (await fetch(new URL("./saker.json", import.meta.url))).json();
}

/** The address of a case, by the pattern that the page carries. @param {HTMLElement} root @param {string} id */
export function addressOf(root, id) {
  return (root.dataset.sak ?? "").replace("ID", id);
}

/** Small numbers in words. @param {number} count @returns {string} */
export function number(count) {
  return tekster.felles.tall[count] ?? String(count);
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

/** Shows or hides. @param {Element | null | undefined} part @param {boolean} shown */
export function show(part, shown) {
  part?.toggleAttribute("hidden", !shown);
}
