// @ts-check
/** What the rules say of the case as it stands: for the step that is asked about, and those it hangs on. */

import { el } from "./el.js";
import { p } from "./felter.js";
import { alleKort, fakta, lukkede, vurder } from "./saksmodell.js";
import { fyll } from "./tekst.js";
import { kjent } from "./verkstedord.js";
import { endringsord, narmest, oppregnet, taler } from "./veivisning.js";
import tekster from "./verkstedtekster.js";

/** @typedef {import("./saksmodell.js").Sak} Sak */
/** @typedef {import("./saksmodell.js").Ord} Ord */
/** @typedef {import("./regelkart.js").Regelkart} Regelkart */
/** @typedef {import("./regelkart.js").Stegsvar} Stegsvar */

const t = tekster.verksted;
const MOST_NAMED = 5;

/** The answer in a few words. @param {Ord} ord @param {string} steg @param {Stegsvar} said */
export function kort(ord, steg, said) {
  const names = said.utfall.map((outcome) => ord.steg[steg].utfall[outcome] ?? outcome);
  return said.status === "mangler_opplysninger" ? t.mangler_noe : oppregnet(names, t.eller);
}

/** The answer for the line at the foot of a narrow window. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {string} steg @param {boolean} alt */
export function linje(kart, ord, sak, steg, alt) {
  const said = vurder(kart, fakta(sak, alt ? alleKort(sak) : [])).steg?.[steg];
  return kjent(ord.steg, steg) && said ? fyll(t.linje, { steg: ord.steg[steg].navn, svar: kort(ord, steg, said) }) : t.svaret;
}

/**
 * @param {{ kart: Regelkart, ord: Ord, regler: string, stegside: string }} kurs @param {Sak} sak
 * @param {string} steg the step that is looked at @param {boolean} alt whether all cards are fetched
 */
export function svaret({ kart, ord, regler, stegside }, sak, steg, alt) {
  if (!kjent(ord.steg, steg)) return [el("h2", {}, t.svaret), p(t.svar_tomt)];
  const found = vurder(kart, fakta(sak, alt ? alleKort(sak) : []));
  return [el("h2", {}, t.svaret), toggle(sak, alt), ...(found.steg ? said(found.steg) : impossible(found.umulig ?? []))];

  /** @param {Record<string, Stegsvar>} all */
  function said(all) {
    const one = all[steg], before = ord.steg[steg].for;
    return [
      el("section", { className: "svar-ark" }, p(ord.steg[steg].navn, "liten"), el("p", { className: "svar-ark__svar" }, kort(ord, steg, one)), status(one),
        ...missing(one), ...rules(one), ...turns(one)),
      ...(before.length ? [el("section", {}, el("h3", {}, t.stegene_for), el("dl", { className: "stegene" }, ...before.map((id) =>
        el("div", {}, el("dt", {}, el("a", { href: stegside.replace("STEG", id) }, ord.steg[id].navn)), el("dd", {}, kort(ord, id, all[id]))))))] : []),
    ];
  }

  /** @param {Stegsvar} one */
  function status(one) {
    if (one.status === "avgjort") return false;
    const names = one.utfall.map((outcome) => ord.steg[steg].utfall[outcome] ?? outcome).join(", ");
    return p(one.status === "skjonn" ? t.flere_svar : fyll(t.kan_bli, { svar: names }), "liten");
  }

  /** @param {Stegsvar} one */
  function missing({ mangler }) {
    if (!mangler.length) return [];
    const more = mangler.length - MOST_NAMED;
    return [el("h3", {}, t.reglene_spor), el("ul", { className: "luftig" }, ...mangler.slice(0, MOST_NAMED).map((key) => el("li", {}, toField(key)))),
      more > 0 && p(fyll(t.og_flere, { n: more }), "liten")];
  }

  /** What is asked, and the way to where it is judged; what a card must say has no one place. @param {string} key */
  function toField(key) {
    const { sporsmal, vurdering } = ord.fakta[key];
    return vurdering ? el("a", { href: `#f-vurdering.${key}` }, sporsmal) : sporsmal;
  }

  /** @param {Stegsvar} one */
  function rules({ begrunnelse }) {
    const words = ord.steg[steg].regler, speak = taler(kart, steg, begrunnelse, "anvendt");
    return speak.length ? [el("h3", {}, t.regelen), ...speak.map(({ regel, bygger_pa }) => el("p", {}, `${words[regel] ?? regel} `,
      ...bygger_pa.flatMap((id) => [el("a", { href: `${regler}#${id}`, title: ord.regler[id] ?? "" }, id), " "])))] : [];
  }

  /** @param {Stegsvar} one */
  function turns({ vendepunkt }) {
    const near = narmest(vendepunkt);
    return near.length ? [el("h3", {}, t.snudd), el("ul", { className: "luftig" }, ...near.map(([outcome, [changes]]) =>
      el("li", {}, el("b", {}, ord.steg[steg].utfall[outcome] ?? outcome), ` ${t.hvis} ${endringsord(ord.fakta, changes, t)}`)))] : [];
  }
}

/** With the cards on the table, or with all. @param {Sak} sak @param {boolean} alt */
function toggle(sak, alt) {
  if (!lukkede(sak).length) return false;
  const row = (/** @type {string} */ value, /** @type {string} */ text, /** @type {boolean} */ checked) => el("label", { className: "kryss" }, el("input", { type: "radio", name: "svar-med", value, checked, id: `f-svar-med-${value}` }), " ", el("span", {}, text));
  return el("fieldset", { className: "kryssene kryssene--rad" }, el("legend", { className: "skjult" }, t.svar_med), row("bord", t.med_bordet, !alt), row("alt", t.med_alt, alt));
}

/** @param {string[]} reasons */
function impossible(reasons) {
  return [el("section", { className: "svar-ark" }, el("p", { className: "svar-ark__svar" }, t.umulig), ...reasons.map((reason) => p(reason)))];
}
