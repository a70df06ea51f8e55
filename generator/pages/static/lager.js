// @ts-check
/**
 * What a learner has answered, kept in the browser: one key a case, attempts only ever added, and merged by their id.
 * What cannot be read is moved aside, never lost. This module knows storage, and nothing of teaching.
 */

/**
 * @typedef {{ id: string, tid: number, sporsmal: string, hash: string, regelbok: string, svar: any, dom: string,
 *   nr: number, kort: string[], sikker?: number, lesninger?: Record<string, string> }} Forsok
 */

const SAK = "enhetlig.sak.", ULESELIG = "enhetlig.uleselig.", SIST = "enhetlig.sist", VERSION = 1;
const LONGEST = 20_000; // letters in an attempt that a file may bring; our own have some hundreds

/** The file is none of ours. */
export class Uleselig extends Error {}

/** An id that no other attempt has. Over plain http there is no `crypto.randomUUID`. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {any} value */
const isText = (value) => typeof value === "string";
/** @param {any} value */
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Whether pages understand it. What a newer course wrote they perhaps do not; it is kept all the same. @param {any} one */
const isForsok = (one) => [one?.id, one?.sporsmal, one?.hash, one?.regelbok].every(isText)
  && Number.isInteger(one.nr) && Number.isFinite(one.tid) && Math.abs(one.tid) < 8e15 // a Date goes no further
  && ["rett", "feil", "gra", "levert"].includes(one.dom) && [undefined, 50, 70, 90].includes(one.sikker)
  && Array.isArray(one.kort) && one.kort.every(isText);

/** All of them in order of time, each id once: the same whichever list comes first. @param {...any[]} lists */
export function merge(...lists) {
  const found = new Map();
  for (const one of lists.flat()) {
    const id = JSON.stringify(one?.id ?? one), text = JSON.stringify(one);
    if (!(found.get(id)?.text <= text)) found.set(id, { one, text, tid: Number.isFinite(one?.tid) ? one.tid : 0 });
  }
  return [...found.values()].sort((a, b) => a.tid - b.tid || (a.text < b.text ? -1 : 1)).map(({ one }) => one);
}

/** What a case's key holds: attempts with something around them, or alone. null where none are found. @param {any} data */
function pageOf(data) {
  const forsok = Array.isArray(data) ? data : data?.forsok;
  if (!Array.isArray(forsok)) return null;
  return { ...(isObject(data) && data), v: Math.max(VERSION, Number(data.v) || 0), forsok };
}

/** What it gives, or nothing where it is refused. @template T @param {() => T} use @returns {T | undefined} */
function allowed(use) {
  try {
    return use();
  } catch {
    return undefined;
  }
}

/** @param {string | null} text */
const parsed = (text) => allowed(() => JSON.parse(text ?? "[]"));

/** The attempts in a file, case by case. @param {string} text */
function casesIn(text) {
  const { enhetlig, saker } = parsed(text) ?? {};
  const isWelcome = (/** @type {any} */ one) => isText(one?.id) && JSON.stringify(one).length <= LONGEST;
  const cases = enhetlig >= VERSION && isObject(saker) && allowed(() => Object.entries(saker)
    .map(([id, page]) => /** @type {const} */ ([id, pageOf(page)?.forsok.filter(isWelcome) ?? []]))
    .filter(([id, forsok]) => /^[a-z0-9-]{1,100}$/.test(id) && forsok.length));
  if (!cases) throw new Uleselig();
  return cases;
}

export class Lager {
  #storage;
  /** What could not be stored: it counts as long as the page is open. @type {Map<string, any[]>} */
  #unstored = new Map();

  /** Which storage it is where nothing is said; a shell around the course may have another. */
  static storage = () => allowed(() => globalThis.localStorage);

  /** Without a storage, every use of it is refused. */
  constructor(storage = Lager.storage()) {
    this.#storage = /** @type {Storage} */ (storage);
  }

  get state() {
    return allowed(() => this.#storage.getItem(SIST)) === undefined ? "stengt" : "apen";
  }

  /** Every case that has attempts. @returns {Map<string, Forsok[]>} */
  all() {
    return new Map(this.#ids().map((id) => /** @type {const} */ ([id, this.of(id)])).filter(([, forsok]) => forsok.length));
  }

  /** A case's attempts, in order of time. @param {string} id @returns {Forsok[]} */
  of(id) {
    return this.#kept(id).filter(isForsok);
  }

  /** @param {string} id the case @param {Forsok} forsok */
  add(id, forsok) {
    return this.#put(id, [forsok]);
  }

  /** @param {string} id the case that is opened */
  visited(id) {
    allowed(() => this.#storage.setItem(SIST, JSON.stringify({ sak: id, tid: Date.now() })));
  }

  /** The case that was opened last. @returns {string | null} */
  last() {
    const sak = allowed(() => parsed(this.#storage.getItem(SIST)).sak);
    return isText(sak) ? sak : null;
  }

  /** Everything, also what cannot be read. @param {Date} now */
  toFile(now) {
    const saker = Object.fromEntries(this.#ids().map((id) => [id, this.#kept(id)]));
    const uleselig = Object.fromEntries(this.#keys(ULESELIG).map((id) => [id, this.#storage.getItem(ULESELIG + id)]));
    return JSON.stringify({ enhetlig: VERSION, skrevet: now, saker, uleselig });
  }

  /**
   * Merges a file with what is here: how many attempts are new, in how many cases, and whether all were stored.
   * Throws Uleselig, and changes nothing, where it is no such file.
   * @param {string} text
   */
  fromFile(text) {
    const told = { saker: 0, nye: 0, lagret: true };
    for (const [id, forsok] of casesIn(text)) {
      const before = this.of(id).length, stored = this.#put(id, forsok) === "lagret", more = this.of(id).length - before;
      told.saker += Math.sign(more);
      told.nye += more;
      told.lagret &&= stored;
    }
    return told;
  }

  clear() {
    this.#unstored.clear();
    for (const start of [SAK, ULESELIG, SIST]) {
      for (const rest of this.#keys(start)) allowed(() => this.#storage.removeItem(start + rest));
    }
  }

  /** Calls when another tab has written. @param {() => void} callback */
  watch(callback) {
    addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith("enhetlig.")) callback();
    });
  }

  /** The keys that begin so, without that beginning. @param {string} start */
  #keys(start) {
    const keys = allowed(() => Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i) ?? "")) ?? [];
    return keys.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length)).sort();
  }

  #ids() {
    return [...new Set([...this.#keys(SAK), ...this.#unstored.keys()])];
  }

  /** @param {string} id */
  #kept(id) {
    return merge(allowed(() => this.#page(id).forsok) ?? [], this.#unstored.get(id) ?? []);
  }

  /** What stands there now. What cannot be read is moved aside; it throws where there is no room for that. @param {string} id */
  #page(id) {
    const text = this.#storage.getItem(SAK + id), page = pageOf(parsed(text));
    if (page) return page;
    const aside = (/** @type {number} */ n) => `${ULESELIG}${id}.${n}`;
    let n = 1;
    while (![null, text].includes(this.#storage.getItem(aside(n)))) n++;
    this.#storage.setItem(aside(n), text ?? "");
    this.#storage.removeItem(SAK + id);
    return { v: VERSION, forsok: [] };
  }

  /** Adds to what stands there now: another tab may have written. @param {string} id @param {any[]} forsok */
  #put(id, forsok) {
    const waiting = merge(this.#unstored.get(id) ?? [], forsok);
    try {
      const page = this.#page(id);
      this.#storage.setItem(SAK + id, JSON.stringify({ ...page, forsok: merge(page.forsok, waiting) }));
      this.#unstored.delete(id);
      return "lagret";
    } catch (error) {
      this.#unstored.set(id, waiting);
      return /quota/i.test(/** @type {any} */ (error)?.name) ? "fullt" : "stengt";
    }
  }
}
