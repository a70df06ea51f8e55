// @ts-check
/** The fields of a form: each with its label, its help, and a name that says where in the data its value belongs. */

import { el } from "./el.js";

/** @typedef {[string, string]} Rad a value and its text */
/** @typedef {{ hjelp?: string, tomt?: string, slag?: string, linjer?: number, liten?: boolean, liste?: string }} Om */

/** @param {string} navn @param {string} etikett @param {HTMLElement} kontroll @param {Om} om */
function felt(navn, etikett, kontroll, { hjelp, slag }) {
  const id = `f-${navn}`;
  kontroll.id = id;
  kontroll.setAttribute("name", navn);
  if (slag) kontroll.dataset.slag = slag;
  if (hjelp) kontroll.setAttribute("aria-describedby", `${id}-om`);
  return el("p", { className: "feltet" }, el("label", { className: "felt", for: id }, etikett),
    hjelp && el("span", { className: "liten", id: `${id}-om` }, hjelp), kontroll);
}

/** A line of text, or several. @param {string} navn @param {string} etikett @param {string} verdi @param {Om} [om] */
export function tekstfelt(navn, etikett, verdi, om = {}) {
  const kontroll = om.linjer ? el("textarea", { rows: om.linjer, value: verdi }) : el("input", { type: "text", value: verdi });
  if (om.liste) kontroll.setAttribute("list", om.liste);
  return felt(navn, etikett, kontroll, om);
}

/** One of several. Where none is chosen, `tomt` stands first. @param {string} navn @param {string} etikett @param {string} verdi @param {Rad[] | Map<string, Rad[]>} rader @param {Om} [om] */
export function valgfelt(navn, etikett, verdi, rader, om = {}) {
  const option = (/** @type {Rad} */ [value, text]) => el("option", { value, selected: value === verdi }, text);
  const options = Array.isArray(rader) ? rader.map(option) : [...rader].map(([label, rows]) => el("optgroup", { label }, ...rows.map(option)));
  const none = om.tomt === undefined ? [] : [el("option", { value: "" }, om.tomt)];
  return felt(navn, etikett, el("select", {}, ...none, ...options), om);
}

/** One of a few, all to be seen. @param {string} navn @param {string} legend @param {string} verdi @param {Rad[]} rader */
export function radiofelt(navn, legend, verdi, rader) {
  const rows = rader.map(([value, text]) => el("label", { className: "kryss" }, el("input", { type: "radio", name: navn, value, checked: value === verdi, id: `f-${navn}-${value}` }), " ", el("span", {}, text)));
  return el("fieldset", { className: "kryssene kryssene--rad" }, el("legend", { className: "felt" }, legend), ...rows);
}

/** Any of several: the names of those ticked are a list in the data. @param {string} navn @param {string} legend @param {string[]} verdier @param {Rad[]} rader @param {string} [hjelp] */
export function kryssfelt(navn, legend, verdier, rader, hjelp) {
  const rows = rader.map(([value, text]) => kryss(navn, value, text, verdier.includes(value), "liste"));
  return el("fieldset", { className: "kryssene", id: `f-${navn}`, tabIndex: -1 }, el("legend", { className: "felt" }, legend), hjelp && el("span", { className: "liten" }, hjelp), ...rows);
}

/** A tick. @param {string} navn @param {string} value @param {string} text @param {boolean} checked @param {string} slag */
export function kryss(navn, value, text, checked, slag) {
  const input = el("input", { type: "checkbox", name: navn, value, checked, id: `f-${navn}-${value}` });
  input.dataset.slag = slag;
  return el("label", { className: "kryss" }, input, " ", el("span", {}, text));
}

/** A button that does something with the data. @param {string} gjor @param {string} text @param {{ klasse?: string, navn?: string, om?: string }} [more] */
export function knapp(gjor, text, { klasse = "knapp--ord", navn, om } = {}) {
  const button = el("button", { className: `knapp ${klasse}`, type: "button", id: `f-${navn ?? gjor}` }, text);
  button.dataset.gjor = gjor;
  if (om) button.setAttribute("aria-label", om);
  return button;
}

/** A part of the form with its heading. @param {string} id @param {string} tittel @param {...(Node | string | false | null | undefined)} inside */
export function del(id, tittel, ...inside) {
  const section = el("section", { className: "del" }, el("h2", { id: `del-${id}`, tabIndex: -1 }, tittel), ...inside);
  section.setAttribute("aria-labelledby", `del-${id}`);
  section.dataset.del = id;
  return section;
}

/** @param {string} text @param {string} [className] */
export const p = (text, className = "") => el("p", { className }, text);
