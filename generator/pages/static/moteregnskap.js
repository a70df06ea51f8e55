// @ts-check
/** What the hands of one round come to. Pure: nothing of the page is known here. */

/** @typedef {Record<string, { navn: string, valg: [string, string][] }>} Deler */
/** @typedef {Record<string, string>} Ord */

export class Moteregnskap {
  /** @param {Deler} parts @param {Record<string, Record<string, number>>} counts part -> value -> hands */
  constructor(parts, counts) {
    this.parts = parts;
    this.counts = counts;
  }

  /** @param {string} part @param {string} value */
  hender(part, value) {
    return this.counts[part]?.[value] ?? 0;
  }

  /** @param {string} part */
  #all(part) {
    return this.parts[part].valg.map(([value]) => this.hender(part, value));
  }

  /** @param {string} part */
  #sum(part) {
    return this.#all(part).reduce((sum, n) => sum + n, 0);
  }

  /** How many answered. */
  get antall() {
    return this.#sum("svar");
  }

  /** A reading that others answered than the question itself, if any. */
  get ujevn() {
    const part = Object.keys(this.parts).find((one) => this.#sum(one) !== this.antall);
    return part === undefined ? null : { navn: this.parts[part].navn, antall: this.#sum(part) };
  }

  /** In how many ways it was answered. @param {string} part */
  valgt(part) {
    return this.#all(part).filter((n) => n > 0).length;
  }

  /** @param {string} part */
  delt(part) {
    return this.valgt(part) > 1;
  }

  /** Of all pairs of two colleagues, the share that answered alike, in whole per cent; 100 where there is no pair. */
  par() {
    const n = this.antall, pairs = n * (n - 1);
    return pairs ? Math.round((100 * this.#all("svar").reduce((sum, k) => sum + k * (k - 1), 0)) / pairs) : 100;
  }

  /** How many must have changed their answer, at the least, since an earlier round: hands do not tell whose they are. @param {Moteregnskap} before */
  byttet(before) {
    const moved = this.parts.svar.valg.map(([value]) => this.hender("svar", value) - before.hender("svar", value));
    const gained = moved.reduce((sum, n) => sum + Math.max(0, n), 0);
    return Math.min(gained, gained - moved.reduce((sum, n) => sum + n, 0));
  }

  /** Agreement crossed with the rules: an office may agree on something else than they say. @param {string[]} right @param {Ord} t */
  dom(right, t) {
    const inside = this.parts.svar.valg.reduce((sum, [value]) => sum + (right.includes(value) ? this.hender("svar", value) : 0), 0);
    if (this.delt("svar")) return inside === this.antall ? t.dom_delt_rett : t.dom_delt;
    return inside ? t.dom_enige_rett : t.dom_enige_feil;
  }
}
