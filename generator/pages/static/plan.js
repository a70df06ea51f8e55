// @ts-check
/** What the attempts come to: how each hinge sits, what to repeat, where to go on. No page, no storage, no clock here. */

/**
 * @typedef {import("./kurs.js").Kurs} Kurs
 * @typedef {import("./kurs.js").Kurssak} Sak
 * @typedef {import("./lager.js").Forsok} Forsok
 * @typedef {Map<string, Forsok[]>} Alle
 * @typedef {Forsok & { sak: Sak, hengsel: string, key: string, holds: boolean }} Try an attempt, and what it was at
 */

const INTERVALS = [1, 3, 7, 21, 60], A_DAY = 2, ENOUGH = 2;

/** The day as a number, where the learner is. @param {Date | number} time */
function dayOf(time) {
  const date = new Date(time);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
}

/** The attempts at what the course asks; one `holds` if the question is as it was. @param {Kurs} kurs @param {Alle} alle */
function tries(kurs, alle) {
  return kurs.saker.flatMap((sak) => sak.sporsmal.flatMap(({ id, hash, hengsel }) => (alle.get(sak.id) ?? [])
    .filter((one) => one.sporsmal === id)
    .map((one) => ({ ...one, sak, hengsel, key: `${sak.id} ${id}`, holds: one.hash === hash && one.regelbok === kurs.regelbok }))));
}

/** Those that count, in order of time. @param {Kurs} kurs @param {Alle} alle */
const counting = (kurs, alle) => tries(kurs, alle).filter(({ holds }) => holds).sort((a, b) => a.tid - b.tid);

/** @param {Forsok} one */
const isSureMiss = ({ nr, dom, sikker }) => nr === 1 && dom === "feil" && sikker === 90;

/**
 * What the tries in a group come to: right if the first at each question was. Grey ones and unjudged ones count neither way.
 * @param {Try[]} tries @param {(one: Try) => string} groupOf
 */
function results(tries, groupOf) {
  const seen = new Set(), groups = /** @type {Map<string, Try[]>} */ (new Map());
  for (const one of tries) {
    const group = groupOf(one), question = `${group} ${one.key}`;
    const counts = !seen.has(question) && one.nr === 1 && ["rett", "feil"].includes(one.dom);
    if (counts) groups.set(group, [...(groups.get(group) ?? []), one]);
    seen.add(question);
  }
  return [...groups.values()].map((firsts) => ({
    sak: firsts[0].sak, day: dayOf(firsts[0].tid), rett: firsts.every(({ dom }) => dom === "rett"), sikker: firsts.some(isSureMiss),
  }));
}

/** How each hinge sits. @param {Kurs} kurs @param {Alle} alle */
export function hengsler(kurs, alle) {
  const all = counting(kurs, alle);
  return Object.entries(kurs.hengsler).map(([id, navn]) => {
    const tried = results(all.filter(({ hengsel }) => hengsel === id), ({ sak }) => sak.id);
    const forste = tried.map(({ sak, rett }) => ({ sak: sak.id, rett }));
    const right = forste.filter(({ rett }) => rett).length;
    const sitter = !forste.length ? "nei" : right >= ENOUGH ? "ja" : right * 2 >= forste.length ? "nesten" : "ov";
    return { id, navn, forste, sitter };
  });
}

/** Whether the course is done: each hinge right at the first try on two cases. @param {Kurs} kurs @param {Alle} alle */
export function gjennomfort(kurs, alle) {
  const rows = hengsler(kurs, alle)
    .map(({ id, navn, forste }) => ({ id, navn, antall: forste.filter(({ rett }) => rett).length, trengs: ENOUGH }));
  return { ferdig: rows.every(({ antall }) => antall >= ENOUGH), hengsler: rows };
}

/**
 * When a hinge is due after these days: a step further each time it was due and right; after a miss, from the first again.
 * @param {ReturnType<typeof results>} days
 */
function schedule(days) {
  let step = -1, due = 0, done = 0, cause = days[0];
  for (const one of days) {
    const wasDue = one.day >= due;
    if (one.rett && !wasDue) continue;
    if (wasDue && step >= 0) done = one.day;
    step = one.rett ? Math.min(step + 1, INTERVALS.length - 1) : 0;
    due = one.day + INTERVALS[step];
    cause = one;
  }
  return { due, done, cause, newest: days[days.length - 1].day };
}

/** What to repeat today, at most two with those done, and when the next comes. @param {Kurs} kurs @param {Alle} alle @param {Date} now */
export function gjentakelser(kurs, alle, now) {
  const all = counting(kurs, alle), today = dayOf(now);
  const plans = Object.keys(kurs.hengsler).flatMap((id) => {
    const days = results(all.filter(({ hengsel }) => hengsel === id), ({ sak, tid }) => `${dayOf(tid)} ${sak.id}`);
    return days.length ? [{ hengsel: id, ...schedule(days) }] : [];
  });
  const ready = plans.filter(({ due }) => due <= today).sort((a, b) => Number(b.cause.sikker) - Number(a.cause.sikker) || a.due - b.due);
  const most = A_DAY - plans.filter(({ done }) => done === today).length;
  const served = new Map();
  for (const plan of ready) {
    const sak = served.size < most && serve(kurs, alle, plan.hengsel, plan.cause.sak, [...served.values()]);
    if (sak) served.set(plan, sak);
  }
  const forfalt = [...served].map(([{ hengsel, cause, newest }, sak]) =>
    ({ hengsel, sak: sak.id, bom: !cause.rett, sikker: cause.sikker, dager: today - newest }));
  const days = Math.min(...plans.filter((plan) => !served.has(plan)).map(({ due }) => Math.max(due - today, 1)));
  return { forfalt, neste: days < Infinity ? new Date(now.getFullYear(), now.getMonth(), now.getDate() + days) : null };
}

/**
 * A case not seen: of the family, or the module, or any, the grey ones last. Where all are seen, the one seen longest ago.
 * @param {Kurs} kurs @param {Alle} alle @param {string} hengsel @param {Sak} like @param {Sak[]} taken
 */
function serve(kurs, alle, hengsel, like, taken) {
  const asks = (/** @type {Sak} */ sak) => sak.sporsmal.some((one) => one.hengsel === hengsel && one.type !== "begrunnelse");
  const grey = (/** @type {Sak} */ sak) => Number(sak.klarhet === "gra");
  const seen = (/** @type {Sak} */ sak) => alle.get(sak.id)?.at(-1)?.tid ?? 0;
  const can = kurs.saker.filter((sak) => !taken.includes(sak) && asks(sak));
  const fresh = can.filter(({ id }) => !alle.has(id)).sort((a, b) => grey(a) - grey(b));
  return fresh.find(({ familie }) => familie === like.familie) ?? fresh.find(({ modul }) => modul === like.modul)
    ?? fresh[0] ?? can.sort((a, b) => seen(a) - seen(b))[0];
}

/**
 * The case of the ISO week: the same for everyone, each of the short ones in turn. By their hash they come well mixed.
 * @param {Kurs} kurs @param {Date} now
 */
export function ukens(kurs, now) {
  const short = kurs.saker.filter(({ grad, sporsmal }) => grad <= 2 && sporsmal.length <= 2);
  const turns = [...(short.length ? short : kurs.saker)].sort((a, b) => (a.sporsmal[0].hash < b.sporsmal[0].hash ? -1 : 1));
  const week = Math.floor((dayOf(now) + 3) / 7); // day 0 was a Thursday
  return turns[week % turns.length];
}

/** The case opened last, or the first not begun, or not done. @param {Kurs} kurs @param {Alle} alle @param {string | null} last */
export function fortsett(kurs, alle, last) {
  const answered = new Set(counting(kurs, alle).map(({ key }) => key));
  const left = (/** @type {Sak} */ sak) => sak.sporsmal.filter(({ id }) => !answered.has(`${sak.id} ${id}`)).length;
  const sak = kurs.saker.find((one) => one.id === last && left(one)) ?? kurs.saker.find((one) => left(one) === one.sporsmal.length)
    ?? kurs.saker.find(left);
  return sak ? { sak: sak.id, nr: kurs.saker.indexOf(sak) + 1, av: kurs.saker.length } : null;
}

/** The cases where one was sure and missed, and that have not been right since. @param {Kurs} kurs @param {Alle} alle */
export function sikre(kurs, alle) {
  const open = new Map();
  for (const one of counting(kurs, alle)) {
    if (one.dom === "rett" || one.dom === "gra") open.delete(one.key);
    else if (isSureMiss(one)) open.set(one.key, one.sak);
  }
  const those = new Set(open.values());
  return kurs.saker.filter((sak) => those.has(sak)).map(({ id }) => id);
}

/** The questions that have changed since they were last answered. @param {Kurs} kurs @param {Alle} alle */
export function endret(kurs, alle) {
  const newest = new Map(tries(kurs, alle).map((one) => [one.key, one]));
  return [...newest.values()].filter(({ holds }) => !holds).map(({ sak, sporsmal }) => ({ sak: sak.id, sporsmal }));
}
