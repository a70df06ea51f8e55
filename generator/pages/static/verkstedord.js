// @ts-check
/** The words of a case that the course does not know: a file may say anything, and `kurs sjekk` would refuse it. No page here. */

/** @typedef {import("./saksmodell.js").Sak} Sak */
/** @typedef {import("./saksmodell.js").Kort} Kort */
/** @typedef {import("./saksmodell.js").Lesning} Lesning */
/** @typedef {import("./saksmodell.js").Sporsmal} Sporsmal */
/** @typedef {import("./saksmodell.js").Valg} Valg */
/** @typedef {import("./saksmodell.js").Ord} Ord */
/** @typedef {import("./regelkart.js").Verdi} Verdi */
/** @typedef {import("./saksjekk.js").Melding} Melding */

/** The kinds of question that there are, those that are not made here too. */
const TYPES = ["steg", "handling", "flere", "begrunnelse", "bunke"];
const UNKNOWN = "ukjent", EITHER = "skjonn";

/** Whether a word is among these. @param {Record<string, any>} words @param {any} word */
export const kjent = (words, word) => Object.hasOwn(words, String(word ?? ""));

/** What can be chosen, and what is chosen though nobody knows it: else the form would show another. @param {[string, string][]} rows @param {string} given @returns {[string, string][]} */
export function medUkjent(rows, given) {
  return !given || rows.some(([value]) => value === given) ? rows : [...rows, [given, given]];
}

/** @param {Record<string, any>} words @param {any} word @param {string} felt @param {string} [hva] @returns {Melding[]} */
function unknown(words, word, felt, hva = "ukjent") {
  return word && !kjent(words, word) ? [{ hva, felt, om: { ord: String(word) } }] : [];
}

/** @param {Ord} ord @param {Sak} sak @returns {Melding[]} */
export function ukjentOm(ord, { modul, rolle, vanskegrad }) {
  return [...unknown(ord.moduler, modul, "modul"), ...unknown(ord.roller, rolle, "rolle"), ...unknown(ord.grader, String(vanskegrad), "vanskegrad")];
}

/** @param {Ord} ord @param {Kort} card @param {number} i @returns {Melding[]} */
export function ukjentKort(ord, { kilde, fakta = {} }, i) {
  return [...unknown(ord.kilder, kilde, `opplysninger.${i}.kilde`), ...Object.entries(fakta).flatMap(([key, value]) =>
    kjent(ord.fakta, key) && !ord.fakta[key].vurdering ? misfit(ord, key, value, [UNKNOWN, EITHER], `opplysninger.${i}.fakta.${key}`)
      : [{ hva: "ukjent_bort", felt: `fjern-faktum.${i}.${key}`, om: { ord: ord.fakta[key]?.navn ?? key } }])];
}

/** @param {Ord} ord @param {Lesning} reading @returns {Melding[]} */
export function ukjentVurdering(ord, { fakta: key, verdi }) {
  return kjent(ord.fakta, key) && ord.fakta[key].vurdering ? misfit(ord, key, verdi, [EITHER], `vurdering.${key}`)
    : [{ hva: "ukjent_bort", felt: `fjern-vurdering.${key}`, om: { ord: ord.fakta[key]?.navn ?? key } }];
}

/** A value that the fact cannot have; `alone` are those that stand for no value. @param {Ord} ord @param {string} key @param {Verdi} value @param {string[]} alone @param {string} felt @returns {Melding[]} */
function misfit(ord, key, value, alone, felt) {
  const { verdier } = ord.fakta[key];
  const fits = Array.isArray(value) ? value.length > 0 && value.every((one) => kjent(verdier, one)) : kjent(verdier, value) || alone.includes(value);
  return fits ? [] : [{ hva: "ukjent", felt, om: { ord: String(value ?? "") } }];
}

/** @param {Sporsmal} q @param {number} i @returns {Melding[]} */
export function ukjentType({ type }, i) {
  return TYPES.includes(type) ? [] : [{ hva: "ukjent_fil", felt: `sporsmal.${i}`, om: { ord: String(type ?? "") } }];
}

/** An option of a step; `names` are the outcomes that there are. @param {Ord} ord @param {Valg} one @param {number} i @param {Record<string, string>} names @returns {Melding[]} */
export function ukjentSvar(ord, one, i, names) {
  const { utfall, kan_forsvares: defended } = one, felt = `valg.${i}.${utfall}`;
  const holds = !defended || (kjent(ord.regler, defended.regel) && String(defended.fordi ?? "").trim());
  return [
    ...unknown(names, String(utfall), `fjern-svar.${i}.${utfall}`, "ukjent_bort"),
    ...(holds ? [] : [{ hva: "kan_forsvares", felt: `${felt}.tilbakemelding`, om: { navn: names[String(utfall)] ?? String(utfall) } }]),
    ...tags(ord, one, felt),
  ];
}

/** An option of what one does. @param {Ord} ord @param {Valg} one @param {number} i @param {number} j @returns {Melding[]} */
export function ukjentHandling(ord, one, i, j) {
  const sides = /** @type {const} */ (["folger", "bryter"]);
  return [...sides.flatMap((side) => (one[side] ?? []).flatMap((id) => unknown(ord.regler, id, `fjern-regel.${i}.${j}.${side}.${id}`, "ukjent_bort"))),
    ...tags(ord, one, `sporsmal.${i}.valg.${j}`)];
}

/** @param {Ord} ord @param {Valg} one @param {string} felt @returns {Melding[]} */
function tags(ord, { avvik, strategi = [] }, felt) {
  return [...unknown(ord.avvik, avvik, `${felt}.avvik`), ...strategi.flatMap((id, nr) => unknown(ord.strategier, id, `${felt}.strategi.${nr}`))];
}
