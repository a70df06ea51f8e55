// @ts-check
/** The form of Saksverksted, up to the questions: the case, its story, the cards and the vurderinger. */

import { el } from "./el.js";
import { del, knapp, kryss, kryssfelt, p, radiofelt, tekstfelt, valgfelt } from "./felter.js";
import { antallOrd, gruppenavn } from "./saksjekk.js";
import { ser, ubedomt, uenige } from "./saksmodell.js";
import { glatt } from "./brett.js";
import { fyll } from "./tekst.js";
import { medUkjent } from "./verkstedord.js";
import tekster from "./verkstedtekster.js";

/** @typedef {import("./saksmodell.js").Sak} Sak */
/** @typedef {import("./saksmodell.js").Kort} Kort */
/** @typedef {import("./saksmodell.js").Ord} Ord */
/** @typedef {import("./regelkart.js").Regelkart} Regelkart */
/** @typedef {import("./regelkart.js").Verdi} Verdi */

const t = tekster.verksted;

/** @param {Ord} ord @param {Sak} sak */
export function omSaken(ord, sak) {
  const rows = (/** @type {Record<string, string>} */ words, /** @type {string} */ given) => medUkjent(Object.entries(words).map(([id, text]) => [id, text[0].toUpperCase() + text.slice(1)]), given);
  return del("om", t.del_om,
    tekstfelt("tittel", t.tittel, sak.tittel ?? "", { hjelp: t.tittel_om }),
    el("div", { className: "par" },
      valgfelt("modul", t.modul, sak.modul, rows(ord.moduler, sak.modul), { tomt: t.velg }),
      valgfelt("rolle", t.rolle, sak.rolle, rows(ord.roller, sak.rolle), { tomt: t.velg }),
      valgfelt("vanskegrad", t.vanskegrad, String(sak.vanskegrad), rows(ord.grader, String(sak.vanskegrad)), { slag: "tall" })),
    el("details", { className: "fold" }, el("summary", {}, t.mer_om), el("div", { className: "fold__inn" },
      tekstfelt("id", t.id, sak.id ?? "", { hjelp: t.id_om }),
      tekstfelt("kilde.scenario", t.scenario, sak.kilde.scenario.join(", "), { hjelp: t.scenario_om, slag: "ordliste" }),
      tekstfelt("kilde.kapittel", t.kapittel, sak.kilde.kapittel.join(", "), { hjelp: t.kapittel_om, slag: "ordliste" }))));
}

/** @param {Ord} ord @param {Sak} sak */
export function historien(ord, sak) {
  return del("historie", t.del_historie, p(t.historie_om),
    tekstfelt("historie", t.historie, glatt(sak.historie), { linjer: 10, slag: "avsnitt" }),
    el("p", { className: "liten", "data-ord": "" }, omHistorien(ord, sak)));
}

/** How long the story is, and whether it gives the answer away. @param {Ord} ord @param {Sak} sak */
export function omHistorien(ord, sak) {
  const words = antallOrd(sak.historie), group = gruppenavn(ord, sak, sak.historie);
  return fyll(t.ord, { n: words }) + (group ? ` ${fyll(t.mangler.gruppenavn, { navn: group })}` : "");
}

/** @param {Ord} ord @param {Sak} sak */
export function kortene(ord, sak) {
  return del("kort", t.del_kort, p(t.kort_om), ...sak.opplysninger.map((card, i) => kortet(ord, sak, card, i)),
    el("p", {}, knapp("legg-kort", t.legg_kort, { klasse: "knapp--stille" })));
}

/** @param {Ord} ord @param {Sak} sak @param {Kort} card @param {number} i */
function kortet(ord, sak, card, i) {
  const felt = `opplysninger.${i}`, closed = card.hent !== undefined, last = sak.opplysninger.length - 1;
  const name = fyll(t.kort_navn, { nr: i + 1, kilde: ord.kilder[card.kilde] ?? card.kilde ?? "" });
  const button = (/** @type {string} */ gjor, /** @type {string} */ text) => knapp(`${gjor}.${i}`, text, { om: `${text}: ${name}` });
  return el("fieldset", { className: "post" }, el("legend", {}, name),
    el("div", { className: "par" },
      valgfelt(`${felt}.kilde`, t.kilde, card.kilde, medUkjent(Object.entries(ord.kilder), card.kilde), { tomt: card.kilde ? undefined : t.velg }),
      tekstfelt(`${felt}.dato`, t.dato, card.dato ?? "")),
    radiofelt(`sted.${i}`, t.sted, closed ? "hentes" : "bord", [["bord", t.pa_bordet], ["hentes", t.ma_hentes]]),
    closed && tekstfelt(`${felt}.hent`, t.hent, card.hent ?? "", { hjelp: t.hent_om }),
    tekstfelt(`${felt}.tekst`, t.kort_tekst, glatt(card.tekst ?? ""), { linjer: 4, slag: "avsnitt", hjelp: t.kort_tekst_om }),
    faktaPa(ord, card, i),
    ...foran(ord, sak, i),
    el("div", { className: "handling" }, i > 0 && button("opp", t.opp), i < last && button("ned", t.ned), button("fjern-kort", t.fjern)));
}

/** The facts that a card establishes, and a list to take more from. @param {Ord} ord @param {Kort} card @param {number} i */
function faktaPa(ord, card, i) {
  const given = Object.entries(card.fakta ?? {});
  const rows = given.map(([key, value]) => el("div", { className: "faktum faktum--gitt" },
    valgfelt(`opplysninger.${i}.fakta.${key}`, ord.fakta[key]?.sporsmal ?? key, kode(value), verdier(ord, key, value), { slag: "verdi" }),
    knapp(`fjern-faktum.${i}.${key}`, t.fjern, { om: `${t.fjern}: ${ord.fakta[key]?.navn ?? key}` })));
  /** @type {Map<string, [string, string][]>} */
  const groups = new Map();
  for (const [key, fact] of Object.entries(ord.fakta))
    if (!fact.vurdering && !given.some(([has]) => has === key)) groups.set(fact.gruppe, [...(groups.get(fact.gruppe) ?? []), [key, fact.sporsmal]]);
  return el("div", { className: "faktaene" }, p(t.fakta_om, "felt"), ...rows,
    el("div", { className: "faktum" }, valgfelt(`nytt-faktum.${i}`, t.nytt_faktum, "", groups, { tomt: t.velg, slag: "venter" }), knapp(`legg-faktum.${i}`, t.legg_til, { om: t.legg_faktum })));
}

/** A value as the value of an option: several values keep their form. @param {Verdi} value */
const kode = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** What a fact may be: its values, that nobody knows, or that it can be read both ways. @param {Ord} ord @param {string} key @param {Verdi} given @returns {[string, string][]} */
export function verdier(ord, key, given) {
  const fact = ord.fakta[key], values = Object.entries(fact?.verdier ?? {});
  /** @type {[string, string][]} */
  const rows = [...values, ...(fact?.vurdering ? [] : [/** @type {[string, string]} */ (["ukjent", t.ukjent])]), ["skjonn", t.skjonn]];
  const has = rows.some(([value]) => value === given) || given === "";
  const several = (Array.isArray(given) ? given : [given]).map((one) => fact?.verdier[one] ?? one).join(` ${t.eller} `);
  return has ? rows : [...rows, [kode(given), several]];
}

/** For each card that says something else of a fact: a tick that this one goes before it; of the two, only the one that does has it. @param {Ord} ord @param {Sak} sak @param {number} nr */
function foran(ord, sak, nr) {
  const mine = sak.opplysninger[nr], differ = uenige(sak).filter(({ i, j }) => i === nr || j === nr).map(({ i, j, fakta }) => ({ at: i === nr ? j : i, fakta }));
  return [...new Set(differ.map(({ at }) => at))].map((at) => {
    const facts = differ.filter((one) => one.at === at).map(({ fakta }) => ord.fakta[fakta]?.navn ?? fakta).join(", ");
    const other = sak.opplysninger[at], ticked = !!mine.erstatter?.includes(other.id);
    if (!ticked && other.erstatter?.includes(mine.id)) return false;
    return el("div", { className: "uenige" }, p(fyll(t.uenige, { nr: at + 1, om: facts })),
      kryss(`foran.${nr}.${at}`, other.id, fyll(t.gar_foran, { nr: at + 1 }), ticked, "foran"));
  });
}

// Vurderinger.

/** The steps that the case asks about. @param {Sak} sak */
export const stegene = (sak) => sak.sporsmal.filter((q) => q.type === "steg" && q.steg).map((q) => String(q.steg));

/** What the section of vurderinger shows, but for what is typed in it. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak */
export function vurderingsnokkel(kart, ord, sak) {
  return JSON.stringify([sak.vurderinger.map((one) => one.fakta), ubedomt(kart, ord, sak, stegene(sak)), stegene(sak), sak.opplysninger.map(({ id, kilde, dato }) => [id, kilde, dato])]);
}

/** @param {Regelkart} kart @param {Ord} ord @param {Sak} sak */
export function vurderingene(kart, ord, sak) {
  const steps = stegene(sak), next = ubedomt(kart, ord, sak, steps);
  const turns = new Set(steps.flatMap((step) => ser(kart, step)));
  const others = Object.keys(ord.fakta).filter((key) => ord.fakta[key].vurdering && turns.has(key) && !next.includes(key) && !sak.vurderinger.some((one) => one.fakta === key));
  return del("vurderinger", t.del_vurderinger, p(t.vurderinger_om),
    ...sak.vurderinger.map((one, i) => vurderingen(ord, sak, one, i)),
    next.length > 0 && el("div", { className: "post", id: "f-vurderingene", tabIndex: -1 }, p(t.trengs, "felt"), ...next.map((key) => uvurdert(ord, key))),
    others.length > 0 && el("details", { className: "fold" }, el("summary", {}, t.andre_vurderinger), el("div", { className: "fold__inn" }, ...others.map((key) => uvurdert(ord, key)))),
    !steps.length && p(t.velg_steg_forst, "liten"));
}

/** A vurdering that is not made. @param {Ord} ord @param {string} key */
function uvurdert(ord, key) {
  return valgfelt(`vurdering.${key}`, ord.fakta[key].sporsmal, "", verdier(ord, key, ""), { tomt: t.ikke_vurdert, slag: "vurdering" });
}

/** @param {Ord} ord @param {Sak} sak @param {import("./saksmodell.js").Lesning} one @param {number} i */
function vurderingen(ord, sak, one, i) {
  const fact = ord.fakta[one.fakta], name = fact?.navn ?? one.fakta, felt = `vurderinger.${i}`;
  const cards = sak.opplysninger.map((card, nr) => /** @type {[string, string]} */ ([card.id, fyll(t.kort_navn, { nr: nr + 1, kilde: ord.kilder[card.kilde] ?? card.kilde })]));
  return el("fieldset", { className: "post" }, el("legend", {}, name[0].toUpperCase() + name.slice(1)),
    valgfelt(`vurdering.${one.fakta}`, fact?.sporsmal ?? one.fakta, kode(one.verdi), verdier(ord, one.fakta, one.verdi), { slag: "vurdering" }),
    tekstfelt(`${felt}.fordi`, t.fordi, one.fordi ?? "", { hjelp: t.fordi_om, linjer: 2 }),
    kryssfelt(`${felt}.ut_fra`, t.ut_fra, one.ut_fra ?? [], cards, cards.length ? "" : t.ingen_kort_enna),
    el("div", { className: "handling" }, knapp(`fjern-vurdering.${one.fakta}`, t.fjern, { om: `${t.fjern}: ${name}` })));
}
