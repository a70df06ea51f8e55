// @ts-check
/** What the pages that tell of many cases share: the course as scripts know it, and how they say things. */

import tekster from "./sidetekster.js";
import { inWords } from "./tekst.js";

export { capital, day } from "./tekst.js";

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

/** A small number in words. @param {number} count @returns {string} */
export function number(count) {
  return inWords(count, tekster.felles.tall);
}

/** Shows or hides. @param {Element | null | undefined} part @param {boolean} shown */
export function show(part, shown) {
  part?.toggleAttribute("hidden", !shown);
}
