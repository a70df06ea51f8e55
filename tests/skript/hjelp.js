// What the tests share: a storage, an attempt, and chance that is the same each time.

/** A browser's storage, which can be full. */
export class Rom {
  full = false;

  constructor(texts = {}) {
    this.texts = Object.assign(Object.create(null), texts);
  }

  get length() {
    return Object.keys(this.texts).length;
  }

  key(i) {
    return Object.keys(this.texts)[i] ?? null;
  }

  getItem(key) {
    return this.texts[key] ?? null;
  }

  setItem(key, text) {
    if (this.full) throw new DOMException("", "QuotaExceededError");
    this.texts[key] = String(text);
  }

  removeItem(key) {
    delete this.texts[key];
  }
}

/** An attempt, right at the first try where nothing else is said. */
export function forsok(fields) {
  const usual = { id: "a", tid: 1, sporsmal: "q", hash: "h", regelbok: "bok", svar: "x", dom: "rett", nr: 1, kort: [] };
  return { ...usual, ...fields };
}

/** Days are told from Monday the fifth of January 2026, in the learner's own time. */
export const at = (day, hour = 12) => new Date(2026, 0, 5 + day, hour);

/** Attempts by case, told shortly: [case, day, verdict, more fields]. */
export function answers(...told) {
  const all = told.map(([id, day, dom, more = {}], i) => {
    const { sporsmal = "q0" } = more;
    return [id, forsok({ id: `${i}`, tid: at(day).getTime() + i, sporsmal, hash: `${id}${sporsmal[1]}`, dom, ...more })];
  });
  const alle = new Map();
  for (const [id, one] of all.sort(([, a], [, b]) => a.tid - b.tid)) alle.set(id, [...(alle.get(id) ?? []), one]);
  return alle;
}

/** A case with a question for each hinge that is named: «niva», or «niva:begrunnelse». */
export function sak(id, asks = "niva", more = {}) {
  const sporsmal = asks.split(" ").map((ask, i) => {
    const [hengsel, type = "steg"] = ask.split(":");
    return { id: `q${i}`, type, hengsel, hash: `${id}${i}` };
  });
  return { id, tittel: id, modul: "m", grad: 1, familie: id, klarhet: "klar", sporsmal, ...more };
}

/** A course of these cases, with three hinges. */
export function kursOf(...saker) {
  return { regelbok: "bok", kurs: "1", hengsler: { rett: "Rett til vurdering", niva: "Nivå", klage: "Klage" }, saker };
}

/** Runs once for each seed; `random(n)` is a whole number below n (mulberry32). The seed is told where it fails. */
export function eachSeed(count, run) {
  for (let seed = 1; seed <= count; seed++) {
    let state = seed;
    const random = (below) => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % below;
    };
    try {
      run(random);
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}

/** Puts something else in a property's place while the test runs. */
export function replace(t, object, name, descriptor) {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { ...descriptor, configurable: true });
  t.after(() => {
    delete object[name];
    if (before) Object.defineProperty(object, name, before);
  });
}
