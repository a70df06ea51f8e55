// @ts-check
/** How the road through the rules is told wherever it is shown: values, changes, the rules that speak, what is nearest. */

import { fyll } from "./tekst.js";

/**
 * @typedef {import("./regelkart.js").Verdi} Verdi
 * @typedef {import("./regelkart.js").Endring} Endring
 * @typedef {import("./regelkart.js").Grunn} Grunn
 * @typedef {Record<string, { navn: string, verdier: Record<string, string> }>} Faktaord
 * @typedef {{ eller: string, og: string, endring: string }} Bindeord
 */

/** «a, b eller c». @param {string[]} words @param {string} last */
export function oppregnet(words, last) {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(` ${last} `);
}

/** What a fact is, in words; a value that the rulebook does not have, as it stands. @param {Faktaord} ord @param {string} key @param {Verdi} value @param {string} eller */
export function verdiord(ord, key, value, eller) {
  return oppregnet([value].flat().map((one) => ord[key]?.verdier[one] ?? one), eller);
}

/** Facts that would have had to be otherwise. @param {Faktaord} ord @param {Endring[]} endringer @param {Bindeord} t */
export function endringsord(ord, endringer, t) {
  const each = endringer.map(({ fakta, fra, til }) => fyll(t.endring, { navn: ord[fakta]?.navn ?? fakta, til: verdiord(ord, fakta, til, t.eller), fra: verdiord(ord, fakta, fra, t.eller) }));
  return oppregnet(each, t.og);
}

/** The rules of the step that are in this state and give an answer: gates only carry others. @param {import("./regelkart.js").Regelkart} kart @param {string} steg @param {Grunn[]} begrunnelse @param {Grunn["utslag"]} utslag */
export function taler(kart, steg, begrunnelse, utslag) {
  const speaking = new Set(kart.steps.get(steg)?.regler.filter(({ gir }) => gir).map(({ id }) => id));
  return begrunnelse.filter((one) => one.utslag === utslag && speaking.has(one.regel));
}

/** Each other outcome with the ways to it, the nearest first. @param {Record<string, Endring[][]>} vendepunkt */
export function narmest(vendepunkt) {
  return Object.entries(vendepunkt).sort(([, one], [, other]) => one[0].length - other[0].length);
}
