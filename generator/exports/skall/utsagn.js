// @ts-check
/** xAPI statements, as cmi5 has them. Nothing here sends anything. */

import { iBunken } from "./husk.js";
import { newId } from "./lager.js";
import om from "./xapi.js";

/** @typedef {import("./lrs.js").Start} Start */
/** @typedef {import("./skall.js").Svar} Svar */
/** @typedef {{ start: Start, data: any }} Okt a launch, and what the platform says of it */

const VERBS = "http://adlnet.gov/expapi/verbs/";
const CONTEXT = "https://w3id.org/xapi/cmi5/context/";
const TYPES = { steg: "choice", handling: "choice", flere: "choice", bunke: "matching", begrunnelse: "other" };
const TENTHS = 10;

/** The verb's short name. @param {any} one */
export const verbOf = (one) => one.verb.id.slice(VERBS.length);

/** `PT61.50S` @param {number} seconds */
const span = (seconds) => `PT${Math.max(seconds, 0).toFixed(2)}S`;

/** An id as xAPI wants it. */
function uuid() {
  const id = newId();
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20)}`;
}

/** @param {Okt} okt @param {string} verb @param {{ object: any, context?: any, result?: any, tid: number }} more */
function utsagn({ start, data }, verb, { object, context = data.contextTemplate, result, tid }) {
  return {
    id: uuid(),
    actor: start.actor,
    verb: { id: VERBS + verb, display: { en: verb } },
    object: { objectType: "Activity", ...object },
    ...(result ? { result } : {}),
    context: { ...context, registration: start.registration },
    timestamp: new Date(tid).toISOString(),
  };
}

/** The context with more activities of this kind; what the platform's template has stays. @param {any} context @param {string} kind @param {string[]} ids */
function within(context, kind, ids) {
  const before = [context.contextActivities?.[kind] ?? []].flat();
  const more = ids.filter((id) => !before.some((one) => one.id === id)).map((id) => ({ objectType: "Activity", id }));
  return { ...context, contextActivities: { ...context.contextActivities, [kind]: [...before, ...more] } };
}

/** A statement of the course as a whole. @param {Okt} okt @param {string} verb @param {number} tid @param {any} [result] */
export function omKurset(okt, verb, tid, result) {
  const counts = result && ("success" in result || "completion" in result);
  const ids = ["cmi5", ...(counts ? ["moveon"] : [])].map((name) => `${CONTEXT}categories/${name}`);
  const { masteryScore, contextTemplate } = okt.data;
  const context = within(contextTemplate, "category", ids);
  if (result && "success" in result && masteryScore !== undefined)
    context.extensions = { ...context.extensions, [`${CONTEXT}extensions/masteryscore`]: masteryScore };
  return utsagn(okt, verb, { object: { id: okt.start.activityId }, context, result, tid });
}

/** @param {number} seconds */
export const varte = (seconds) => ({ duration: span(seconds) });
/** @param {number} seconds */
export const fullfort = (seconds) => ({ completion: true, ...varte(seconds) });
/** @param {boolean} success @param {number} poeng percent @param {number} seconds */
export const domt = (success, poeng, seconds) => ({
  success, score: { scaled: poeng / 100, raw: poeng, min: 0, max: 100 }, ...varte(seconds),
});

// Answers.

/** What was chosen, as the kind of interaction has it. @param {Svar} one @param {any} chosen */
function response({ type }, chosen) {
  const all = [chosen].flat();
  return (type === "bunke" ? all.map((value, i) => `${i}[.]${value}`) : all).join("[,]");
}

/** The answers that were right as the cards lay: of a choice each is one, else all of them together. @param {Svar} one */
function patterns(one) {
  const isOne = one.type === "steg" || one.type === "handling";
  return (isOne ? one.rett : [one.rett]).map((/** @type {any} */ right) => response(one, right));
}

/** @param {Record<string, string>} texts */
const components = (texts) => Object.entries(texts).map(([id, text]) => ({ id, description: { [om.malform]: text } }));

/** @param {Svar} one @param {any} asked */
function definition(one, asked) {
  const interactionType = TYPES[/** @type {keyof TYPES} */ (one.type)];
  return {
    type: "http://adlnet.gov/expapi/activities/cmi.interaction",
    name: { [om.malform]: om.saker[one.sak].tittel },
    description: { [om.malform]: asked.tekst },
    interactionType,
    ...(interactionType === "choice" ? { choices: components(asked.valg) } : {}),
    ...(interactionType === "matching" ? { source: components(asked.valg), target: components(om.lappesvar) } : {}),
    ...(interactionType === "other" ? {} : { correctResponsesPattern: patterns(one) }),
  };
}

/** The misreadings that the wrong choices stand for. @param {Svar} one @param {any} asked @returns {string[]} */
function misread({ type, svar, rett }, asked) {
  const all = [svar].flat();
  const wrong = type === "bunke" ? all.flatMap((value, i) => (value === rett[i] ? [] : [i])) : all.filter((value) => !rett.includes(value));
  return [...new Set(wrong.flatMap((value) => asked.avvik[value] ?? []))];
}

/** What was judged, and how; a text that someone wrote is never part of it. @param {Svar} one @param {any} asked */
function result(one, asked) {
  const avvik = one.dom === "feil" ? misread(one, asked) : [];
  /** @type {Record<string, any>} */
  const more = {
    kort: one.kort,
    ...(one.sikker ? { sikkerhet: one.sikker } : {}),
    ...(one.lesninger ? { lesninger: one.lesninger } : {}),
    ...(one.dom === "gra" ? { "kan-forsvares": true } : {}),
    ...(avvik.length ? { avvik } : {}),
  };
  const extensions = Object.fromEntries(Object.entries(more).map(([name, value]) => [`${om.enhetlig}#${name}`, value]));
  if (one.dom === "levert") return { ...varte(one.sekunder), extensions };
  const share = one.type === "bunke" ? { score: { scaled: iBunken(one.rett, one.svar) / TENTHS } } : {};
  return { success: one.dom !== "feil", response: response(one, one.svar), ...share, ...varte(one.sekunder), extensions };
}

/** A statement of an answer. @param {Okt} okt @param {Svar} one */
export function svarte(okt, one) {
  const asked = om.saker[one.sak].sporsmal[one.sporsmal];
  const object = { id: `${om.enhetlig}#${one.sak}.${one.sporsmal}`, definition: definition(one, asked) };
  const context = within(okt.data.contextTemplate, "parent", [okt.start.activityId]);
  return utsagn(okt, "answered", { object, context, result: result(one, asked), tid: one.tid });
}
