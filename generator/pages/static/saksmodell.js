// @ts-check
/** The case that is being made, as data; and what follows from it: what is known, what the rules say, what would tempt. */

import { Umulig } from "./regelkart.js";

/**
 * @typedef {import("./regelkart.js").Verdi} Verdi
 * @typedef {import("./regelkart.js").Endring} Endring
 * @typedef {import("./regelkart.js").Regelkart} Regelkart
 * @typedef {Record<string, import("./regelkart.js").Stegsvar>} Steg
 *
 * @typedef {{ id: string, kilde: string, dato: string, tekst: string, hent?: string, fakta?: Record<string, Verdi>,
 *   erstatter?: string[] }} Kort
 * @typedef {{ fakta: string, verdi: Verdi, fordi: string, ut_fra: string[] }} Lesning
 * @typedef {{ utfall?: string, tekst?: string, tilbakemelding?: string, avvik?: string, strategi?: string[], koster?: string,
 *   kan_forsvares?: any, folger?: string[], bryter?: string[] }} Valg
 * @typedef {{ id: string, type: string, tekst: string, steg?: string, lesninger?: string[], valg?: Valg[] } & Record<string, any>} Sporsmal
 * @typedef {{ utfall: string, endringer: Endring[], sikkert: boolean }} Fristelse
 * @typedef {{ id: string, tittel: string, modul: string, rolle: string, vanskegrad: number,
 *   kilde: { scenario: string[], kapittel: string[] }, historie: string, opplysninger: Kort[], vurderinger: Lesning[],
 *   sporsmal: Sporsmal[], forventet?: Forventet[] } & Record<string, any>} Sak
 * @typedef {{ steg?: string, hentet?: string[], utfall?: string[], regelbok?: string }} Forventet
 *
 * @typedef {{ navn: string, sporsmal: string, gruppe: string, vurdering: boolean, verdier: Record<string, string> }} Faktum
 * @typedef {{ navn: string, sporsmal: string, utfall: Record<string, string>, for: string[], regler: Record<string, string> }} Stegord
 * @typedef {{ regelbok: string, navn_i_dag: string[], moduler: Record<string, string>, roller: Record<string, string>, grader: Record<string, string>,
 *   kilder: Record<string, string>, fakta: Record<string, Faktum>, steg: Record<string, Stegord>, grupper: string[],
 *   regler: Record<string, string>, avvik: Record<string, string>, strategier: Record<string, string>,
 *   frister: Record<string, { avvik?: string, strategi: string[] }>, kilde: Record<string, { scenario: string[], kapittel: string[] }>, saker: string[] }} Ord
 *   the words of the rulebook, from `verksted.json`
 */

/** The option «Trenger flere opplysninger», which every question about a step has. */
export const INNHENT = "innhent_opplysninger";
export const MOST_CLOSED = 8, FEWEST_OPTIONS = 2, MOST_OPTIONS = 5;
/** Facts that must turn before an outcome is too far away to tempt. */
const NEAR = 2;

/** A case with nothing in it but a question to begin with. @returns {Sak} */
export function tom() {
  const sporsmal = [{ id: "steget", type: "steg", steg: "", tekst: "", valg: [] }];
  const kilde = { scenario: [], kapittel: [] };
  return { id: "", tittel: "", modul: "", rolle: "", vanskegrad: 1, kilde, historie: "", opplysninger: [], vurderinger: [], sporsmal };
}

/** What was read from a file as a case: with the lists that the form goes through, whatever else it holds. @param {any} data @returns {Sak} */
export function somSak(data) {
  const sak = { ...tom(), sporsmal: [], ...utenNull(data) };
  for (const list of ["opplysninger", "vurderinger", "sporsmal"]) if (!isListOfFields(sak[list])) sak[list] = [];
  sak.kilde = { ...tom().kilde, ...sak.kilde };
  sak.vanskegrad = Number(sak.vanskegrad) || sak.vanskegrad;
  return sak;
}

/** The same without the fields that have no value: they are as if they were not there. @param {any} value @returns {any} */
function utenNull(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== null).map(utenNull);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null).map(([key, one]) => [key, utenNull(one)]));
}

/** Whether the texts, lists and fields that the form goes through are such, so that nothing in them would be lost. @param {any} data */
export function harForm(data) {
  const fits = (/** @type {any} */ one, /** @type {string[]} */ texts, /** @type {string[]} */ lists) => texts.every((key) => isText(one[key])) && lists.every((key) => isTexts(one[key]));
  const each = (/** @type {any} */ list, /** @type {(one: any) => boolean} */ test) => (list ?? null) === null || (isListOfFields(list) && list.every(test));
  return isFields(data) && fits(data, ["id", "tittel", "modul", "rolle", "historie"], [])
    && each([data.kilde ?? {}], (kilde) => fits(kilde, [], ["scenario", "kapittel"]))
    && each(data.opplysninger, (card) => fits(card, ["id", "kilde", "dato", "tekst", "hent"], ["erstatter"])
      && each([card.fakta ?? {}], (fakta) => Object.values(fakta).every((one) => isText(one) || isTexts(one))))
    && each(data.vurderinger, (one) => fits(one, ["fakta", "fordi"], ["ut_fra"]) && (isText(one.verdi) || isTexts(one.verdi)))
    && each(data.sporsmal, (q) => fits(q, ["id", "type", "tekst", "steg"], ["lesninger"])
      && each(q.valg, (one) => fits(one, ["tekst", "utfall", "tilbakemelding", "avvik", "koster"], ["strategi", "folger", "bryter"])))
    && each(data.forventet, (one) => fits(one, ["steg", "regelbok"], ["hentet", "utfall"]));
}

/** Text, or nothing yet. @param {any} value */
const isText = (value) => (value ?? null) === null || typeof value === "string";
/** @param {any} value */
const isTexts = (value) => (value ?? null) === null || (Array.isArray(value) && value.every((one) => typeof one === "string"));

/** @param {any} value */
function isFields(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {any} value */
function isListOfFields(value) {
  return Array.isArray(value) && value.every(isFields);
}

/** The name of a file for a title: small letters, digits and hyphens. @param {string} tittel */
export function idOf(tittel) {
  const plain = tittel.toLowerCase().replace(/[æä]/g, "ae").replace(/[øö]/g, "o").replace(/å/g, "a").normalize("NFD");
  return plain.replace(/[^a-z0-9]+/g, " ").trim().replace(/ /g, "-");
}

/** A name that none of `taken` has. @param {string} wanted @param {string[]} taken */
export function ledig(wanted, taken) {
  if (!taken.includes(wanted)) return wanted;
  let n = 2;
  while (taken.includes(`${wanted}-${n}`)) n += 1;
  return `${wanted}-${n}`;
}

/** Gives a card another id, wherever it is named. @param {Sak} sak @param {Kort} kort @param {string} id */
export function omdop(sak, kort, id) {
  /** @param {string[] | undefined} list */
  const renamed = (list) => list?.map((one) => (one === kort.id ? id : one));
  for (const one of sak.opplysninger) if (one.erstatter) one.erstatter = renamed(one.erstatter);
  for (const one of sak.vurderinger) if (one.ut_fra) one.ut_fra = renamed(one.ut_fra) ?? [];
  for (const one of sak.forventet ?? []) if (one.hentet) one.hentet = renamed(one.hentet);
  kort.id = id;
}

/** Takes a card away, and whatever points at it. @param {Sak} sak @param {number} i */
export function fjernKort(sak, i) {
  const [{ id }] = sak.opplysninger.splice(i, 1);
  for (const one of sak.opplysninger) if (one.erstatter) one.erstatter = one.erstatter.filter((other) => other !== id);
  for (const one of sak.vurderinger) if (one.ut_fra) one.ut_fra = one.ut_fra.filter((other) => other !== id);
}

// What is known, and what the rules say.

/** The cards that must be fetched. @param {Sak} sak */
export const lukkede = (sak) => sak.opplysninger.filter((card) => card.hent !== undefined);

/** @param {Kort} kort */
const faktaPa = (kort) => kort.fakta ?? {};

/** What is known when these cards have been fetched; what only other cards hold is unknown. @param {Sak} sak @param {string[]} hentet */
export function fakta(sak, hentet) {
  /** @type {Record<string, Verdi>} */
  const known = {};
  const isOpen = (/** @type {Kort} */ card) => card.hent === undefined || hentet.includes(card.id);
  for (const key of new Set(sak.opplysninger.flatMap((card) => Object.keys(faktaPa(card))))) {
    const cards = sak.opplysninger.filter((card) => key in faktaPa(card) && isOpen(card));
    const replaced = cards.length > 1 ? cards.flatMap((card) => card.erstatter ?? []) : [];
    const speaks = cards.find((card) => !replaced.includes(card.id));
    known[key] = speaks ? faktaPa(speaks)[key] : "ukjent";
  }
  for (const { fakta: key, verdi, ut_fra } of sak.vurderinger) {
    const rests = sak.opplysninger.filter((card) => (ut_fra ?? []).includes(card.id));
    known[key] = rests.every(isOpen) ? verdi : "ukjent";
  }
  return known;
}

/** The facts that the step looks at. @param {Regelkart} kart @param {string} steg @returns {string[]} */
export function ser(kart, steg) {
  return (kart.steps.get(steg)?.ser ?? []).map((level) => kart.data.fakta[level].id);
}

/** @type {WeakMap<Regelkart, Map<string, { steg: Steg } | { umulig: string[] }>>} */
const remembered = new WeakMap();
const MOST_REMEMBERED = 2000;

/** What every step says, or why the facts cannot all hold. @param {Regelkart} kart @param {Record<string, Verdi>} known @returns {{ steg?: Steg, umulig?: string[] }} */
export function vurder(kart, known) {
  const sure = Object.fromEntries(Object.entries(known).filter(([key, value]) => allowed(kart, key, value)));
  const key = JSON.stringify(sure), map = remembered.get(kart) ?? new Map();
  if (map.size > MOST_REMEMBERED) map.clear();
  remembered.set(kart, map);
  if (!map.has(key)) map.set(key, asked(kart, sure));
  return map.get(key);
}

/** Whether the rulebook knows the fact with this value; a file may say anything. @param {Regelkart} kart @param {string} key @param {Verdi} value */
function allowed(kart, key, value) {
  const level = kart.level.get(key);
  const values = level === undefined ? [] : kart.data.fakta[level].verdier;
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => values.includes(one));
  return level !== undefined && [...values, "ukjent", "skjonn"].includes(value);
}

/** @param {Regelkart} kart @param {Record<string, Verdi>} known */
function asked(kart, known) {
  try {
    return { steg: kart.vurder(known).steg };
  } catch (error) {
    if (error instanceof Umulig) return { umulig: error.grunner };
    throw error;
  }
}

/** Every set of cards that may have been fetched, none first, all last. @param {Sak} sak @returns {string[][]} */
export function hentinger(sak) {
  const ids = lukkede(sak).slice(0, MOST_CLOSED).map((card) => card.id);
  return Array.from({ length: 2 ** ids.length }, (_, mask) => ids.filter((_id, i) => (mask >> i) & 1));
}

/**
 * The outcomes that are right with some set of cards fetched, each with the first such set; and those that are right in
 * the end. Nothing where facts cannot hold.
 * @param {Regelkart} kart @param {Sak} sak @param {string} steg
 */
export function rette(kart, sak, steg) {
  /** @type {Map<string, string[]>} */
  const noen = new Map();
  /** @type {string[]} */
  let sist = [];
  for (const hentet of steg ? hentinger(sak) : []) {
    const said = vurder(kart, fakta(sak, hentet)).steg?.[steg];
    if (!said) continue;
    const lacks = said.status === "mangler_opplysninger", right = lacks ? [INNHENT] : said.utfall;
    for (const outcome of right) if (!noen.has(outcome)) noen.set(outcome, hentet);
    sist = [...right, ...said.godtas];
  }
  return { noen, sist };
}

// A question about a step: its options, and what would tempt.

/** @param {Sak} sak @returns {string[]} */
export const alleKort = (sak) => lukkede(sak).map((card) => card.id);

/** The options as the file will have them: those the author has made, and every outcome that is right at some time. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {Sporsmal} q @returns {Valg[]} */
export function valgene(kart, ord, sak, q) {
  const order = [...Object.keys(ord.steg[q.steg ?? ""]?.utfall ?? {}).filter((outcome) => outcome !== INNHENT), INNHENT];
  const valg = [...(q.valg ?? [])], { noen } = rette(kart, sak, q.steg ?? "");
  for (const utfall of noen.keys()) {
    if (utfall === INNHENT || valg.some((one) => one.utfall === utfall)) continue;
    const at = valg.findIndex((one) => order.indexOf(one.utfall ?? "") > order.indexOf(utfall));
    valg.splice(at < 0 ? valg.length : at, 0, { utfall });
  }
  return valg;
}

/**
 * Outcomes that are never right here, nearest first: those that few of the given facts stand between, with what would
 * have had to be otherwise, and whether the outcome would then have been certain.
 * @param {Regelkart} kart @param {Sak} sak @param {Sporsmal} q @returns {Fristelse[]}
 */
export function fristelser(kart, sak, q) {
  const steg = q.steg ?? "", known = fakta(sak, alleKort(sak)), said = vurder(kart, known).steg?.[steg];
  if (!said) return [];
  const { noen } = rette(kart, sak, steg), has = (q.valg ?? []).map((one) => one.utfall);
  const wrong = Object.entries(said.vendepunkt).filter(([utfall]) => !noen.has(utfall) && !has.includes(utfall));
  const near = wrong.flatMap(([utfall, ways]) => ways.filter((way) => way.length <= NEAR).map((endringer) => {
    const turned = Object.fromEntries(endringer.map(({ fakta: key, til }) => [key, til]));
    return { utfall, endringer, sikkert: vurder(kart, { ...known, ...turned }).steg?.[steg].utfall.join() === utfall };
  }).sort((a, b) => Number(b.sikkert) - Number(a.sikkert)).slice(0, 1));
  return near.sort((a, b) => a.endringer.length - b.endringer.length);
}

/** The option that a temptation becomes, with the tags that its facts suggest. @param {Ord} ord @param {Fristelse} fristelse @returns {Valg} */
export function fristende(ord, { utfall, endringer }) {
  const found = endringer.map(({ fakta: key }) => ord.frister[key]).find(Boolean);
  return { utfall, ...(found?.avvik ? { avvik: found.avvik } : {}), ...(found ? { strategi: [...found.strategi] } : {}) };
}

/** The vurderinger that the step lacks when all cards are open: to be judged next. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {string[]} steg */
export function ubedomt(kart, ord, sak, steg) {
  const said = vurder(kart, fakta(sak, alleKort(sak))).steg;
  const lacking = new Set(steg.flatMap((one) => said?.[one]?.mangler ?? []));
  return Object.keys(ord.fakta).filter((key) => lacking.has(key) && ord.fakta[key].vurdering && !sak.vurderinger.some((one) => one.fakta === key));
}

/** Cards that give one fact differently, where neither goes before the other. @param {Sak} sak */
export function uenige(sak) {
  return sak.opplysninger.flatMap((other, j) => sak.opplysninger.slice(0, j).flatMap((one, i) =>
    Object.keys(faktaPa(other)).filter((key) => key in faktaPa(one) && String(faktaPa(one)[key]) !== String(faktaPa(other)[key]))
      .map((key) => ({ i, j, fakta: key, ordnet: !!(one.erstatter?.includes(other.id) || other.erstatter?.includes(one.id)) }))));
}

// The file.

/** Whether something is expected of the rulebook that is in use. @param {Ord} ord @param {Forventet} one */
export const gjelder = (ord, { regelbok }) => regelbok === undefined || regelbok === ord.regelbok;

/** What the rules give now, for nothing fetched and for all: to be held against the rules as long as the case lives. @param {Regelkart} kart @param {Sak} sak */
export function ventet(kart, sak) {
  const steps = [...new Set(sak.sporsmal.filter((q) => q.type === "steg" && q.steg).map((q) => String(q.steg)))];
  const alle = alleKort(sak), sets = alle.length ? [[], alle] : [[]];
  return steps.flatMap((steg) => sets.flatMap((hentet) => {
    const said = vurder(kart, fakta(sak, hentet)).steg?.[steg];
    return said ? [{ steg, ...(hentet.length ? { hentet } : {}), utfall: said.utfall }] : [];
  }));
}

/** The case as its file has it. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @returns {any} */
export function tilFil(kart, ord, sak) {
  const sporsmal = sak.sporsmal.map((q) => (q.type === "steg" ? { ...q, valg: valgene(kart, ord, sak, q) } : q));
  return uten({ ...sak, sporsmal, forventet: sak.forventet ?? ventet(kart, sak) });
}

/** The same without what is empty. @param {any} value @returns {any} */
function uten(value) {
  if (Array.isArray(value)) return value.map(uten).filter((one) => one !== undefined);
  if (!isFields(value)) return value === "" ? undefined : value;
  const kept = Object.entries(value).map(([key, one]) => [key, uten(one)]);
  return Object.fromEntries(kept.filter(([, one]) => one !== undefined && !(typeof one === "object" && one !== null && !Object.keys(one).length)));
}
