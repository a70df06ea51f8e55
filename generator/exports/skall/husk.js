// @ts-check
/**
 * What a learning platform remembers of a learner, as one short text. Nothing here knows a page or a platform.
 *
 * The points of every question come first and are never left out; then, as far as there is room, the newest answers:
 * verdict, day, and how certain one was. `1K` has the key of each question that is answered, newest first, so that
 * what still means the same counts in the next edition of the package. `1P`, where keys would not fit, has every
 * question of this very package in its place, three to a sign.
 */

/**
 * @typedef {"rett" | "gra" | "feil" | "levert"} Dom
 * @typedef {{ nokkel: string, sak: string, id: string, hash: string, bunke: boolean }} Sporsmal
 * @typedef {{ digest: string, regelbok: string, sporsmal: Sporsmal[] }} Pakke
 * @typedef {{ niva: number, dom: Dom }} Sikker how certain one was at the first try, and how that went
 * @typedef {{ poeng: number, tid: number, dom?: Dom, sikker?: Sikker }} Svar points in tenths; the last answer
 * @typedef {Map<string, Svar>} Alle by the key of the question
 */

/** What SCORM 1.2 has room for. */
export const MOST = 4096;
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const KEY = 4, DIGEST = 8, ENTRY = KEY + 1, DETAIL = 3, PLACE = 3, DAY = 3;
const POINT = 10, TRITS = 27, LONGEST_RUN = SIGNS.length - TRITS + 1;
const NO_DETAIL = SIGNS.length - 1;
/** @type {Dom[]} */
const VERDICTS = ["rett", "gra", "feil", "levert"];
const LEVELS = [50, 70, 90];

/** @param {number} value @param {number} width */
function signs(value, width) {
  const whole = Math.min(Math.max(Math.trunc(value) || 0, 0), 64 ** width - 1);
  return Array.from({ length: width }, (_, i) => SIGNS[Math.floor(whole / 64 ** (width - 1 - i)) % 64]).join("");
}

/** @param {string} text */
const value = (text) => [...text].reduce((sum, sign) => sum * 64 + SIGNS.indexOf(sign), 0);
/** @param {string} text @param {number} width @returns {string[]} */
const parts = (text, width) => text.match(new RegExp(`.{${width}}`, "g")) ?? [];

/** The learner's own day, as a number. @param {number} tid */
function dayOf(tid) {
  const date = new Date(tid);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 864e5;
}

/** Noon of that day. @param {number} day */
function noon(day) {
  const date = new Date(day * 864e5);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12).getTime();
}

// Answers, and what they come to.

/**
 * Counts an answer: the best points stay, the last verdict and certainty are what is told.
 * @param {Alle} alle @param {string} nokkel @param {{ poeng: number, tid: number, dom: Dom, nr: number, sikker?: number }} one
 */
export function svar(alle, nokkel, { poeng, tid, dom, nr, sikker }) {
  const before = alle.get(nokkel);
  const certain = sikker && nr === 1 ? { niva: sikker, dom } : before?.sikker;
  alle.set(nokkel, { poeng: Math.max(poeng, before?.poeng ?? 0), tid, dom, sikker: certain });
}

/** The tenths of a point that an answer to a pile gives: its share of slips in line. @param {string[]} right @param {string[]} chosen */
export const iBunken = (right, chosen) => Math.floor((right.filter((one, i) => one === chosen[i]).length * POINT) / right.length);

/** How far one has come, in the whole package or in one case. @param {Alle} alle @param {Pakke} pakke @param {string} [sak] */
export function stand(alle, pakke, sak) {
  const asked = pakke.sporsmal.filter((one) => sak === undefined || one.sak === sak);
  const given = asked.flatMap(({ nokkel }) => alle.get(nokkel) ?? []);
  const poeng = given.reduce((sum, one) => sum + one.poeng, 0) / POINT;
  const prosent = Math.round((100 * poeng) / (asked.length || 1));
  return { svart: given.length, antall: asked.length, poeng, prosent, ferdig: given.length === asked.length };
}

/** The attempts as a case's page knows them, by case. @param {Alle} alle @param {Pakke} pakke @returns {Map<string, any[]>} */
export function forsok(alle, pakke) {
  const found = new Map();
  for (const { nokkel, sak, id, hash } of pakke.sporsmal) {
    const { tid, dom, sikker } = alle.get(nokkel) ?? {};
    if (!dom) continue;
    const one = { sporsmal: id, hash, regelbok: pakke.regelbok, svar: null, kort: [] };
    const first = sikker ? [{ ...one, id: `${nokkel}1`, tid, dom: sikker.dom, nr: 1, sikker: sikker.niva }] : [];
    const last = sikker?.dom === dom ? [] : [{ ...one, id: `${nokkel}2`, tid: Number(tid) + 1, dom, nr: sikker ? 2 : 1 }];
    found.set(sak, [...(found.get(sak) ?? []), ...first, ...last]);
  }
  return found;
}

// Written, and read again.

/** The text, never longer than there is room for. @param {Alle} alle @param {Pakke} pakke */
export function skriv(alle, pakke) {
  const given = pakke.sporsmal.flatMap(({ nokkel }, place) => {
    const one = alle.get(nokkel);
    return one ? [{ nokkel, place, one }] : [];
  });
  if (!given.length) return "";
  given.sort((a, b) => Number(!a.one.dom) - Number(!b.one.dom) || b.one.tid - a.one.tid || a.place - b.place);
  const newest = dayOf(given[0].one.tid);
  const detail = (/** @type {Svar} */ one) => signs(code(one), 1) + signs(newest - dayOf(one.tid), 2);
  const told = given.filter(({ one }) => one.dom);
  const keyed = "1K" + given.map(({ nokkel, one }) => nokkel + signs(one.poeng, 1)).join("");
  if (keyed.length <= MOST) return keyed + fitting(keyed, newest, told.map(({ one }) => detail(one)));
  const placed = `1P${pakke.digest}${packed(alle, pakke)}`.slice(0, MOST); // some twelve thousand answers fit
  return placed + fitting(placed, newest, told.map(({ place, one }) => signs(place, PLACE) + detail(one)));
}

/** As many details as there is room for after `start`. @param {string} start @param {number} newest @param {string[]} details */
function fitting(start, newest, details) {
  const before = `.${signs(newest, DAY)}`, room = MOST - start.length - before.length;
  const many = details.length ? Math.floor(room / details[0].length) : 0;
  return many > 0 ? before + details.slice(0, many).join("") : "";
}

/** Verdict and certainty as one number. @param {Svar} one */
function code({ dom, sikker }) {
  const certain = sikker ? 1 + LEVELS.indexOf(sikker.niva) * 3 + VERDICTS.indexOf(sikker.dom) : 0;
  return dom ? VERDICTS.indexOf(dom) * 10 + certain : NO_DETAIL;
}

/** Three questions to a sign: not answered, answered, in line; a pile counts as three. Long emptiness is one sign. @param {Alle} alle @param {Pakke} pakke */
function packed(alle, pakke) {
  const trits = pakke.sporsmal.flatMap(({ nokkel, bunke }) => {
    const one = alle.get(nokkel);
    if (bunke) return [...(one ? one.poeng + 1 : 0).toString(3).padStart(3, "0")].map(Number);
    return [one ? (one.poeng ? 2 : 1) : 0];
  });
  const groups = Array.from({ length: Math.ceil(trits.length / 3) }, (_, i) => trits.slice(i * 3, i * 3 + 3));
  const all = groups.map(([a, b = 0, c = 0]) => SIGNS[a * 9 + b * 3 + c]).join("").replace(/A+$/, "");
  return all.replace(new RegExp(`A{2,${LONGEST_RUN}}`, "g"), (run) => SIGNS[TRITS + run.length - 2]);
}

/** What a text says of the questions of this package; nothing where it is none of ours. @param {unknown} text @param {Pakke} pakke @returns {Alle} */
export function les(text, pakke) {
  const [start, details = ""] = typeof text === "string" ? text.trim().split(".") : [""];
  if (!/^1[KP][\w-]*$/.test(start) || !/^[\w-]*$/.test(details)) return new Map();
  const newest = value(details.slice(0, DAY)), rest = details.slice(DAY);
  return start[1] === "K" ? keyed(start.slice(2), newest, rest, pakke) : placed(start.slice(2), newest, rest, pakke);
}

/** @param {string} text @param {number} newest @param {string} details @param {Pakke} pakke */
function keyed(text, newest, details, pakke) {
  const known = new Map(pakke.sporsmal.map((one) => [one.nokkel, one])), found = new Map();
  const told = parts(details, DETAIL);
  for (const [i, entry] of parts(text, ENTRY).entries()) {
    const one = known.get(entry.slice(0, KEY)), poeng = value(entry[KEY]);
    if (one && isPossible(poeng, one)) found.set(one.nokkel, { poeng, ...detailOf(told[i], newest) });
  }
  return found;
}

/** @param {string} text @param {number} newest @param {string} details @param {Pakke} pakke */
function placed(text, newest, details, pakke) {
  const found = new Map();
  if (text.slice(0, DIGEST) !== pakke.digest) return found;
  const trits = [...text.slice(DIGEST)].flatMap((sign) => {
    const n = SIGNS.indexOf(sign);
    return n < TRITS ? [Math.floor(n / 9), Math.floor(n / 3) % 3, n % 3] : Array(3 * (n - TRITS + 2)).fill(0);
  });
  const told = new Map(parts(details, PLACE + DETAIL).map((one) => [value(one.slice(0, PLACE)), one.slice(PLACE)]));
  let at = 0;
  for (const [place, one] of pakke.sporsmal.entries()) {
    const own = trits.slice(at, (at += one.bunke ? 3 : 1)), n = parseInt(own.join("") || "0", 3);
    const poeng = one.bunke ? n - 1 : (n - 1) * POINT;
    if (n && isPossible(poeng, one)) found.set(one.nokkel, { poeng, ...detailOf(told.get(place), newest) });
  }
  return found;
}

/** @param {number} poeng @param {Sporsmal} one */
const isPossible = (poeng, { bunke }) => poeng === 0 || poeng === POINT || (bunke && poeng < POINT);

/** @param {string | undefined} text @param {number} newest @returns {Omit<Svar, "poeng">} */
function detailOf(text, newest) {
  const n = text ? value(text[0]) : NO_DETAIL, dom = VERDICTS[Math.floor(n / 10)], certain = (n % 10) - 1;
  if (!dom || !text) return { tid: 0 };
  const sikker = certain < 0 ? undefined : { niva: LEVELS[Math.floor(certain / 3)], dom: VERDICTS[certain % 3] };
  return { tid: noon(newest - value(text.slice(1))), dom, sikker };
}
