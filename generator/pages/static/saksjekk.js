// @ts-check
/** What a case still lacks before its file holds, and what could be better: each with the field to go to. */

import { alleKort, fakta, FEWEST_OPTIONS, gjelder, hentinger, INNHENT, lukkede, MOST_CLOSED, MOST_OPTIONS, rette, uenige, valgene, ventet, vurder } from "./saksmodell.js";
import { kjent, ukjentHandling, ukjentKort, ukjentOm, ukjentSvar, ukjentType, ukjentVurdering } from "./verkstedord.js";

/**
 * @typedef {import("./saksmodell.js").Sak} Sak
 * @typedef {import("./saksmodell.js").Sporsmal} Sporsmal
 * @typedef {import("./saksmodell.js").Ord} Ord
 * @typedef {import("./regelkart.js").Regelkart} Regelkart
 * @typedef {{ hva: string, felt: string, om?: Record<string, string | number>, rad?: boolean }} Melding
 *   `hva` is a key of the page's words, `om` fills its holes; `felt` is the name of a field; `rad` is advice
 */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SCENARIO = /^S[0-9]{2}$/;
export const FEWEST_WORDS = 80, MOST_WORDS = 180;
const MOST_IN_SENTENCE = 30;
/** The letters that feedback has at the least, and how many times as long as the wrong options the right may be. */
const SHORTEST = 40, LONGER = 1.4;

/** What may not stand in text, as the course's reader has it. */
const UNSAFE = [/<\/?[a-zA-Z][^<>]*>|<!--/, /(?:(?:java|vb)script|\bdata(?=\S+\/))(?::|&#0*58;|&#x0*3a;|&colon;)/i, /!\[/];
/** Eleven digits: the number of a person or an account. */
const NUMBER = /(?<!\d)(?:\d{6} ?\d{5}|\d{4}[ .]\d{2}[ .]\d{5})(?!\d)/;
/** What may be about a real person: a phone, an address. */
const PERSONAL = [/(?<![\d.,])(?:\+47 ?)?[2-9]\d(?: ?\d\d){3}(?![\d.,]*\d)/, /[\w.+-]+@[\w-]+\.[\w.]+/];

/** What a draft of `kurs ny` or `kurs tvilling` asks the author to write. */
const TO_WRITE = /(SKRIV(?: OM)?):\s*([^\n]*)/;
/** The parts of a case that the form shows. */
const SHOWN = ["tittel", "historie", "opplysninger", "vurderinger", "sporsmal"];
const MOST_TOLD = 60;
/** The number of a rule. */
const RULE = /(?<![\p{L}\d_])R\d{2}(?![\p{L}\d_])/u;
/** What Markdown takes for the first point of a list: «12. oktober» too, where a paragraph begins with it. */
const POINT = /(?:(?<![^])|^[^\S\n]*\n) {0,3}(\d{1,9}[.)]) (?=\S)|^ {0,3}(1[.)]) (?=\S)/m;
const SECOND = /^ {0,3}2[.)] /m;

/** @param {string} text */
export const antallOrd = (text) => (text.match(/[^\W\d_][\wæøåÆØÅéÉ’'-]*|[æøåÆØÅ][\wæøåÆØÅ’'-]*/g) ?? []).length;

/** Everything, in the order of the form. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {boolean} fast whether its file has a name already @returns {Melding[]} */
export function mangler(kart, ord, sak, fast) {
  return [...about(ord, sak, fast), ...story(ord, sak), ...cards(ord, sak), ...readings(ord, sak), ...impossible(kart, sak),
    ...sak.sporsmal.flatMap((q, i) => (q.type === "steg" ? step(kart, ord, sak, q, i) : q.type === "handling" ? handling(ord, q, i) : ukjentType(q, i))),
    ...questions(sak), ...expected(kart, ord, sak), ...unsafe(sak)];
}

/** The field, where it is empty. @param {any} value @param {string} hva @param {string} felt @param {Melding["om"]} [om] @returns {Melding[]} */
function empty(value, hva, felt, om) {
  const has = Array.isArray(value) ? value.length : String(value ?? "").trim();
  return has ? [] : [{ hva, felt, om }];
}

/** @param {Ord} ord @param {Sak} sak @param {boolean} fast @returns {Melding[]} */
function about(ord, sak, fast) {
  const { tittel, id, modul, rolle, kilde } = sak;
  return [
    ...empty(tittel, "tittel", "tittel"),
    ...(ID.test(id) || !tittel.trim() ? [] : [{ hva: "id", felt: "id" }]),
    ...(!fast && ord.saker.includes(id) ? [{ hva: "id_tatt", felt: "id" }] : []),
    ...empty(modul, "modul", "modul"),
    ...empty(rolle, "rolle", "rolle"),
    ...ukjentOm(ord, sak),
    ...(kilde.scenario.length && kilde.scenario.every((one) => SCENARIO.test(one)) ? [] : [{ hva: "scenario", felt: "kilde.scenario" }]),
    ...empty(kilde.kapittel, "kapittel", "kilde.kapittel"),
  ];
}

/** What gives the answer away in what is read before it: the name of a group, or of an outcome that is asked about. @param {Ord} ord @param {Sak} sak @param {string} text */
export function gruppenavn(ord, sak, text) {
  const outcomes = sak.sporsmal.flatMap((q) => Object.values(ord.steg[q.steg ?? ""]?.utfall ?? {}));
  const any = (/** @type {string[]} */ names) => names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "\\s+")).join("|");
  return new RegExp(`(?<![\\p{L}\\d])(?:${any(ord.grupper)}|(?:${any([...outcomes, ...ord.navn_i_dag])})(?![\\p{L}\\d]))`, "iu").exec(text)?.[0] ?? "";
}

/** @param {Ord} ord @param {Sak} sak @returns {Melding[]} */
function story(ord, sak) {
  const { historie } = sak, words = antallOrd(historie), long = longest(historie);
  return [
    ...empty(historie, "historie", "historie"),
    ...(words && (words < FEWEST_WORDS || words > MOST_WORDS) ? [{ hva: words < FEWEST_WORDS ? "kort_historie" : "lang_historie", felt: "historie", om: { n: words }, rad: true }] : []),
    ...told(ord, sak, historie, "historie"),
    ...(long ? [{ hva: "lang_setning", felt: "historie", om: { n: long }, rad: true }] : []),
  ];
}

/** Advice on what is read before the answer: what gives it away, and a number that would be shown as a point of a list. @param {Ord} ord @param {Sak} sak @param {string} text @param {string} felt @returns {Melding[]} */
function told(ord, sak, text, felt) {
  const group = gruppenavn(ord, sak, text), rule = RULE.exec(text)?.[0], number = readAsList(text);
  return [
    ...(group ? [{ hva: "gruppenavn", felt, om: { navn: group }, rad: true }] : []),
    ...(rule ? [{ hva: "regelnummer", felt, om: { navn: rule }, rad: true }] : []),
    ...(number ? [{ hva: "som_liste", felt, om: { tall: number }, rad: true }] : []),
  ];
}

/** A number that is read as the first point of a list, though no list of 1, 2 and so on is meant. @param {string} text */
function readAsList(text) {
  const found = POINT.exec(text), first = found?.[1] ?? found?.[2] ?? "";
  return first.slice(0, -1) === "1" && SECOND.test(text) ? "" : first;
}

/** The words of the longest sentence, where it is too long. @param {string} text */
function longest(text) {
  const most = Math.max(0, ...text.split(/[.!?:](?=[\s»”]|$)|\n\s*\n/).map(antallOrd));
  return most > MOST_IN_SENTENCE ? most : 0;
}

/** @param {Ord} ord @param {Sak} sak @returns {Melding[]} */
function cards(ord, sak) {
  const each = sak.opplysninger.flatMap((card, i) => {
    const felt = `opplysninger.${i}`, om = { nr: i + 1 };
    return [
      ...empty(card.kilde, "kort_kilde", `${felt}.kilde`, om),
      ...empty(card.dato, "kort_dato", `${felt}.dato`, om),
      ...(card.hent === undefined ? [] : empty(card.hent, "kort_hent", `${felt}.hent`, om)),
      ...empty(card.tekst, "kort_tekst", `${felt}.tekst`, om),
      ...told(ord, sak, card.tekst ?? "", `${felt}.tekst`),
      ...ukjentKort(ord, card, i),
    ];
  });
  const differ = uenige(sak).filter(({ ordnet }) => !ordnet);
  const step = sak.sporsmal.some((q) => q.type === "steg");
  return [
    ...(step && !sak.opplysninger.length ? [{ hva: "ingen_kort", felt: "legg-kort" }] : []),
    ...each,
    ...differ.map(({ i, j, fakta: key }) => ({ hva: "uenige", felt: `foran.${j}.${i}`, om: { en: i + 1, to: j + 1, om: ord.fakta[key]?.navn ?? key } })),
    ...(lukkede(sak).length > MOST_CLOSED ? [{ hva: "for_mange_kort", felt: "legg-kort", om: { n: MOST_CLOSED } }] : []),
  ];
}

/** @param {Ord} ord @param {Sak} sak @returns {Melding[]} */
function readings(ord, sak) {
  return sak.vurderinger.flatMap((one, i) => {
    const { fakta: key, fordi, ut_fra } = one, om = { om: ord.fakta[key]?.navn ?? key };
    return [...ukjentVurdering(ord, one), ...empty(fordi, "fordi", `vurderinger.${i}.fordi`, om), ...empty(ut_fra, "ut_fra", `vurderinger.${i}.ut_fra`, om)];
  });
}

/** @param {Regelkart} kart @param {Sak} sak @returns {Melding[]} */
function impossible(kart, sak) {
  const found = new Set(hentinger(sak).flatMap((hentet) => vurder(kart, fakta(sak, hentet)).umulig ?? []));
  return [...found].map((grunn) => ({ hva: "umulig", felt: "vurderingene", om: { grunn } }));
}

/** @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @param {Sporsmal} q @param {number} i @returns {Melding[]} */
function step(kart, ord, sak, q, i) {
  const felt = `sporsmal.${i}`;
  if (!q.steg || !kjent(ord.steg, q.steg)) return [{ hva: "steg", felt: `${felt}.steg` }];
  const valg = valgene(kart, ord, sak, q), { sist } = rette(kart, sak, q.steg), names = ord.steg[q.steg]?.utfall ?? {};
  const right = [...sist, ...(valg.some((one) => one.kan_forsvares) ? valg.filter((one) => one.kan_forsvares).map((one) => String(one.utfall)) : [])];
  return [
    ...empty(q.tekst, "sporsmal", `${felt}.tekst`),
    ...(valg.length < FEWEST_OPTIONS ? [{ hva: "for_fa_valg", felt: `${felt}.fristelser`, om: { n: FEWEST_OPTIONS } }] : []),
    ...(valg.length > MOST_OPTIONS ? [{ hva: "for_mange_valg", felt: `${felt}.valg`, om: { n: MOST_OPTIONS } }] : []),
    ...valg.flatMap((one) => ukjentSvar(ord, one, i, { ...names, [INNHENT]: names[INNHENT] ?? INNHENT })),
    ...valg.filter((one) => !right.includes(String(one.utfall))).flatMap((one) =>
      feedback(one, "tilbakemelding", `valg.${i}.${one.utfall}.tilbakemelding`, { navn: names[String(one.utfall)] ?? String(one.utfall) })),
  ];
}

/** What is said to a wrong choice, which must be there, and say enough. @param {import("./saksmodell.js").Valg} one @param {string} hva @param {string} felt @param {Melding["om"]} om @returns {Melding[]} */
function feedback({ tilbakemelding = "" }, hva, felt, om) {
  const said = tilbakemelding.trim();
  return said && said.length < SHORTEST ? [{ hva: "kort_tilbake", felt, rad: true }] : empty(said, hva, felt, om);
}

/** The right options should not be known by their length. @param {import("./saksmodell.js").Valg[]} valg @param {string} felt @returns {Melding[]} */
function uneven(valg, felt) {
  const mean = (/** @type {boolean} */ wrong) => {
    const all = valg.filter((one) => one.tekst && !!one.bryter?.length === wrong).map((one) => one.tekst?.length ?? 0);
    return all.reduce((sum, one) => sum + one, 0) / all.length;
  };
  const ratio = mean(false) / mean(true);
  return ratio > LONGER || ratio < 1 / LONGER ? [{ hva: "ulik_lengde", felt: `${felt}.valg`, rad: true }] : [];
}

/** @param {Ord} ord @param {Sporsmal} q @param {number} i @returns {Melding[]} */
function handling(ord, q, i) {
  const valg = q.valg ?? [], breaks = valg.filter((one) => one.bryter?.length).length, felt = `sporsmal.${i}`;
  return [
    ...empty(q.tekst, "sporsmal", `${felt}.tekst`),
    ...(valg.length < FEWEST_OPTIONS ? [{ hva: "for_fa_valg", felt: `${felt}.nytt`, om: { n: FEWEST_OPTIONS } }]
      : breaks === 0 || breaks === valg.length ? [{ hva: breaks ? "bare_gale" : "bare_rette", felt: `${felt}.valg` }] : []),
    ...valg.flatMap((one, j) => {
      const at = `${felt}.valg.${j}`, om = { nr: j + 1 };
      return [
        ...empty(one.tekst, "valg_tekst", `${at}.tekst`, om),
        ...(one.folger?.length || one.bryter?.length ? [] : [{ hva: "valg_regel", felt: `${at}.folger`, om }]),
        ...(one.bryter?.length ? feedback(one, "valg_tilbake", `${at}.tilbakemelding`, om) : []),
        ...ukjentHandling(ord, one, i, j),
      ];
    }),
    ...uneven(valg, felt),
  ];
}

/** @param {Sak} sak @returns {Melding[]} */
function questions(sak) {
  return sak.sporsmal.length ? [] : [{ hva: "ingen_sporsmal", felt: "legg-steg" }];
}

/** What the file expects, where the rules say something else by now. @param {Regelkart} kart @param {Ord} ord @param {Sak} sak @returns {Melding[]} */
function expected(kart, ord, sak) {
  const has = (/** @type {string} */ id) => alleKort(sak).includes(id), rows = (sak.forventet ?? []).filter((one) => gjelder(ord, one));
  const unknown = rows.some(({ steg, utfall }) => !kjent(ord.steg, steg) || !utfall?.length);
  const wrong = rows.some(({ steg = "", hentet = [], utfall = [] }) => {
    const said = vurder(kart, fakta(sak, hentet)).steg?.[steg];
    return said && (!hentet.every(has) || [...utfall].sort().join() !== [...said.utfall].sort().join());
  });
  return unknown || (wrong && ventet(kart, sak).length) ? [{ hva: "forventet", felt: "forventet" }] : [];
}

/** Every text of the case with the way to it. @param {any} value @param {string} path @returns {[string, string][]} */
function texts(value, path = "") {
  if (typeof value === "string") return [[path.slice(1), value]];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, one]) => texts(one, `${path}.${key}`)) : [];
}

/** @param {Sak} sak @returns {Melding[]} */
function unsafe(sak) {
  return texts(sak).flatMap(([path, text]) => [
    ...toWrite(sak, path, text),
    ...(UNSAFE.some((one) => one.test(text)) ? [{ hva: "utrygt", felt: fieldOf(sak, path) }] : []),
    ...(NUMBER.test(text) ? [{ hva: "elleve_sifre", felt: fieldOf(sak, path) }] : []),
    ...(PERSONAL.some((one) => one.test(text)) ? [{ hva: "person", felt: fieldOf(sak, path), rad: true }] : []),
  ]);
}

/** What is still to be written, here or, where the form does not have it, in the file. @param {Sak} sak @param {string} path @param {string} text @returns {Melding[]} */
function toWrite(sak, path, text) {
  const found = TO_WRITE.exec(text);
  if (!found) return [];
  const [, merke, asked] = found, part = path.split(".")[0], om = asked.length > MOST_TOLD ? `${asked.slice(0, MOST_TOLD)}…` : asked;
  return [{ hva: SHOWN.includes(part) ? "skriv" : "skriv_fil", felt: fieldOf(sak, path), om: { merke, om, del: part } }];
}

/** The name of the field that a text is written in: an option of a step goes by its outcome. @param {Sak} sak @param {string} path */
function fieldOf(sak, path) {
  const found = /^sporsmal\.(\d+)\.valg\.(\d+)\.(.+)$/.exec(path), q = found && sak.sporsmal[Number(found[1])];
  return found && q?.type === "steg" ? `valg.${found[1]}.${q.valg?.[Number(found[2])].utfall}.${found[3]}` : path;
}
