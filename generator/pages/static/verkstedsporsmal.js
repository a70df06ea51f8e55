// @ts-check
/** The questions in the form of Saksverksted: what a step ends in, and what one does. The others are kept as they are. */

import { el } from "./el.js";
import { del, knapp, kryssfelt, p, tekstfelt, valgfelt } from "./felter.js";
import { fristelser, INNHENT, MOST_OPTIONS, rette, ser, valgene } from "./saksmodell.js";
import { fyll } from "./tekst.js";
import { endringsord } from "./veivisning.js";
import { kjent, medUkjent } from "./verkstedord.js";
import tekster from "./verkstedtekster.js";

/** @typedef {import("./saksmodell.js").Sak} Sak */
/** @typedef {import("./saksmodell.js").Sporsmal} Sporsmal */
/** @typedef {import("./saksmodell.js").Valg} Valg */
/** @typedef {import("./saksmodell.js").Ord} Ord */
/** @typedef {import("./regelkart.js").Regelkart} Regelkart */

const t = tekster.verksted;
const STRATEGIES = 2;

/** What the section shows, but for what is typed in it. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak */
export function sporsmalsnokkel(kart, ord, sak) {
  return JSON.stringify([sak.sporsmal.map((q) => [q.type, q.steg, (q.valg ?? []).map((one) => [one.utfall, one.folger, one.bryter]), q.steg && [valgene(kart, ord, sak, q).map((one) => one.utfall),
    [...rette(kart, sak, q.steg).noen], rette(kart, sak, q.steg).sist, fristelser(kart, sak, q)]]), sak.vurderinger.map((one) => one.fakta), sak.opplysninger.map(({ id, kilde, hent }) => [id, kilde, !!hent])]);
}

/** @param {Regelkart} kart @param {Ord} ord @param {Sak} sak */
export function sporsmalene(kart, ord, sak) {
  const each = sak.sporsmal.map((q, i) => (q.type === "steg" ? steget(kart, ord, sak, q, i) : q.type === "handling" ? handlingen(ord, q, i) : annet(q, i)));
  return del("sporsmal", t.del_sporsmal, p(t.sporsmal_om), ...each,
    el("p", { className: "handling" }, knapp("legg-steg", t.legg_steg, { klasse: "knapp--stille" }), knapp("legg-handling", t.legg_handling, { klasse: "knapp--stille" })));
}

/** A kind of question that is not made here: kept as it stands. @param {Sporsmal} q @param {number} i */
function annet(q, i) {
  return el("div", { className: "post" }, p(fyll(t.sporsmal_navn, { nr: i + 1, slag: q.type ?? "" }), "felt"), el("p", { className: "historie" }, String(q.tekst ?? "")), p(t.kan_ikke_redigeres, "liten"));
}

/** @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {Sporsmal} q @param {number} i */
function steget(kart, ord, sak, q, i) {
  const felt = `sporsmal.${i}`, chosen = kjent(ord.steg, q.steg), seen = chosen ? ser(kart, q.steg ?? "") : [];
  const steps = Object.entries(ord.steg).map(([id, { navn, sporsmal }]) => /** @type {[string, string]} */ ([id, `${navn}: ${sporsmal}`]));
  const readings = sak.vurderinger.filter((one) => seen.includes(one.fakta)).map((one) => /** @type {[string, string]} */ ([one.fakta, ord.fakta[one.fakta]?.sporsmal ?? one.fakta]));
  return el("fieldset", { className: "post" }, el("legend", {}, fyll(t.sporsmal_navn, { nr: i + 1, slag: t.slag.steg })),
    valgfelt(`${felt}.steg`, t.steg, q.steg ?? "", steps, { tomt: chosen ? undefined : t.velg, slag: "steg", hjelp: t.steg_om }),
    tekstfelt(`${felt}.tekst`, t.sporsmal_tekst, q.tekst ?? "", { hjelp: t.sporsmal_tekst_om }),
    readings.length > 0 && kryssfelt(`${felt}.lesninger`, t.lesninger, q.lesninger ?? [], readings, t.lesninger_om),
    ...(chosen ? svarene(kart, ord, sak, q, i) : []),
    bort(sak.sporsmal, i));
}

/** @param {Sporsmal[]} all @param {number} i */
function bort(all, i) {
  const nr = fyll(t.ta_bort_sporsmal, { nr: i + 1 });
  return all.length > 1 && el("div", { className: "handling" }, knapp(`fjern-sporsmal.${i}`, nr));
}

/** @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {Sporsmal} q @param {number} i */
function svarene(kart, ord, sak, q, i) {
  const names = ord.steg[q.steg ?? ""]?.utfall ?? {}, { noen, sist } = rette(kart, sak, q.steg ?? "");
  const name = (/** @type {string} */ outcome) => names[outcome] ?? (outcome === INNHENT ? t.trenger_mer : outcome);
  const valg = valgene(kart, ord, sak, q), has = valg.map((one) => String(one.utfall));
  const near = fristelser(kart, sak, q), others = [...Object.keys(names), INNHENT].filter((one, at, all) => all.indexOf(one) === at && !has.includes(one) && !near.some(({ utfall }) => utfall === one));
  const rows = valg.map((one) => {
    const outcome = String(one.utfall), inTheEnd = sist.includes(outcome), cards = noen.get(outcome);
    return el("div", { className: "svaralternativ" }, el("h3", {}, name(outcome)), p(when(ord, sak, inTheEnd, cards, !!one.kan_forsvares), "liten"),
      valget(ord, `valg.${i}.${outcome}`, one, inTheEnd || one.kan_forsvares ? t.tilbake_rett : t.tilbake, name(outcome)),
      !(cards && outcome !== INNHENT) && knapp(`fjern-svar.${i}.${outcome}`, t.fjern, { om: `${t.fjern}: ${name(outcome)}` }));
  });
  return [el("h3", { className: "felt", id: `f-sporsmal.${i}.valg`, tabIndex: -1 }, t.svarene), p(valg.length ? t.svarene_om : t.svarene_tomt, "liten"), ...rows,
    valg.length < MOST_OPTIONS && el("div", { className: "fristelser", id: `f-sporsmal.${i}.fristelser`, tabIndex: -1 }, el("h3", { className: "felt" }, t.fristelser), p(near.length ? t.fristelser_om : t.fristelser_ingen, "liten"),
      ...near.map((one) => fristelse(ord, one, i, name(one.utfall))),
      others.length > 0 && el("div", { className: "faktum" }, valgfelt(`annet-svar.${i}`, t.annet_svar, "", others.map((one) => [one, name(one)]), { tomt: t.velg, slag: "venter" }), knapp(`legg-annet.${i}`, t.legg_til, { om: t.legg_annet })))];
}

/** When an option is right. @param {Ord} ord @param {Sak} sak @param {boolean} inTheEnd @param {string[] | undefined} cards @param {boolean} defended */
function when(ord, sak, inTheEnd, cards, defended) {
  if (inTheEnd) return cards?.length ? t.rett_nar_hentet : t.rett;
  if (defended) return t.kan_forsvares;
  if (!cards) return t.galt;
  const names = cards.map((id) => ord.kilder[sak.opplysninger.find((card) => card.id === id)?.kilde ?? ""] ?? id);
  return names.length ? fyll(t.rett_underveis, { kort: names.join(", ") }) : t.rett_forst;
}

/** An outcome that is near, why, and what it would be an example of. @param {Ord} ord @param {import("./saksmodell.js").Fristelse} one @param {number} i @param {string} navn */
function fristelse(ord, { utfall, endringer, sikkert }, i, navn) {
  const tags = endringer.map(({ fakta }) => ord.frister[fakta]).find(Boolean);
  const about = [tags?.avvik && ord.avvik[tags.avvik], ...(tags?.strategi ?? []).map((id) => ord.strategier[id])].filter(Boolean).join(", ");
  return el("div", { className: "fristelse" }, el("p", {}, el("b", {}, navn), " ", fyll(sikkert ? t.ville_fulgt : t.kunne_fulgt, { endringer: endringsord(ord.fakta, endringer, t) }), about && ` ${fyll(t.eksempel_pa, { om: about })}`),
    knapp(`frist.${i}.${utfall}`, t.legg_til, { om: `${t.legg_til}: ${navn}` }));
}

/** What is said of an option, and what it is an example of. @param {Ord} ord @param {string} felt @param {Valg} one @param {string} label @param {string} navn */
function valget(ord, felt, one, label, navn) {
  const rows = (/** @type {Record<string, string>} */ words, given = "") => medUkjent(Object.entries(words).map(([id, text]) => [id, `${id}: ${text}`]), given);
  const tags = [one.avvik, ...(one.strategi ?? [])].filter(Boolean).join(", ");
  return el("div", {}, tekstfelt(`${felt}.tilbakemelding`, label, one.tilbakemelding ?? "", { linjer: 2 }),
    el("details", { className: "fold" }, el("summary", {}, tags ? `${t.eksempel}: ${tags}` : t.eksempel, el("span", { className: "skjult" }, `: ${navn}`)), el("div", { className: "fold__inn" }, p(t.eksempel_om, "liten"), el("div", { className: "par" },
      valgfelt(`${felt}.avvik`, t.avvik, one.avvik ?? "", rows(ord.avvik, one.avvik), { tomt: t.ingen_av_dem }),
      ...Array.from({ length: STRATEGIES }, (_, nr) => valgfelt(`${felt}.strategi.${nr}`, nr ? t.strategi_til : t.strategi, one.strategi?.[nr] ?? "", rows(ord.strategier, one.strategi?.[nr]), { tomt: t.ingen_av_dem, slag: "strategi" }))),
      tekstfelt(`${felt}.koster`, t.koster, one.koster ?? "", { hjelp: t.koster_om }))));
}

// What does one do?

/** @param {Ord} ord @param {Sporsmal} q @param {number} i */
function handlingen(ord, q, i) {
  const felt = `sporsmal.${i}`, rules = Object.entries(ord.regler).map(([id, title]) => /** @type {[string, string]} */ ([id, `${id} ${title}`]));
  const rows = (q.valg ?? []).map((one, j) => {
    const at = `${felt}.valg.${j}`, cited = [.../** @type {const} */ (["folger", "bryter"])].flatMap((side) => (one[side] ?? []).map((id) => [side, id]));
    return el("div", { className: "svaralternativ" }, tekstfelt(`${at}.tekst`, fyll(t.valg_nr, { nr: j + 1 }), one.tekst ?? "", { linjer: 2 }),
      ...cited.map(([side, id]) => el("p", { className: "sitert" }, el("b", {}, side === "folger" ? t.folger : t.bryter), ` ${id} ${ord.regler[id] ?? ""} `, knapp(`fjern-regel.${i}.${j}.${side}.${id}`, t.fjern, { om: `${t.fjern}: ${id}` }))),
      el("div", { className: "faktum" }, valgfelt(`${at}.folger`, t.regel, "", rules, { tomt: t.velg, hjelp: t.regel_om, slag: "venter" }), el("span", { className: "handling" }, knapp(`folger.${i}.${j}`, t.folger_den), knapp(`bryter.${i}.${j}`, t.bryter_den))),
      valget(ord, at, one, one.bryter?.length ? t.tilbake : t.tilbake_rett, fyll(t.valg_nr, { nr: j + 1 })),
      knapp(`fjern-handling.${i}.${j}`, t.fjern, { om: `${t.fjern}: ${fyll(t.valg_nr, { nr: j + 1 })}` }));
  });
  return el("fieldset", { className: "post" }, el("legend", {}, fyll(t.sporsmal_navn, { nr: i + 1, slag: t.slag.handling })),
    tekstfelt(`${felt}.tekst`, t.sporsmal_tekst, q.tekst ?? "", {}), el("div", { id: `f-${felt}.valg`, tabIndex: -1 }, ...rows),
    (q.valg ?? []).length < MOST_OPTIONS && el("p", {}, knapp(`nytt-valg.${i}`, t.nytt_valg, { klasse: "knapp--stille", navn: `${felt}.nytt` })),
    el("div", { className: "handling" }, knapp(`fjern-sporsmal.${i}`, fyll(t.ta_bort_sporsmal, { nr: i + 1 }))));
}
