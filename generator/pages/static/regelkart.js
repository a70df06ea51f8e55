// @ts-check
/**
 * What the rules say of a set of facts, over every possible world, by the diagrams in `regelkart.json`.
 * It says what `kurs vurder --json` says, word for word: a test compares them. No page, no network here.
 */

/**
 * @typedef {string | string[]} Verdi a value, several values, `ukjent` or `skjonn`; or the outcomes of a step
 * @typedef {{ id: string, verdier: string[], ved_ukjent: string | null }} Faktum
 * @typedef {{ id: string, bygger_pa: string[], hvis: Record<string, string[]>, unntak_fra: string | null, gir: boolean,
 *   node: number }} Regel
 * @typedef {{ id: string, utfall: number, ser: number[], godtas: string[], regler: Regel[] }} Steg
 * @typedef {{ fakta: Record<string, string>, fordi: string }} Kombinasjon
 * @typedef {number[] | string[] | null} Node a fact and the child of each of its values; what a leaf gives; or the leaf
 *   of a world that cannot occur
 * @typedef {{ regelbok: string, fakta: Faktum[], uten_betydning: Record<string, string[]>, steg: Steg[],
 *   umulig: { node: number, kombinasjoner: Kombinasjon[] }, noder: Node[] }} Kart
 *
 * @typedef {{ regel: string, bygger_pa: string[], utslag: "anvendt" | "overstyrt" | "slo_ikke_til" | "apen",
 *   fakta: Record<string, Verdi> }} Grunn
 * @typedef {{ fakta: string, fra: Verdi, til: string }} Endring
 * @typedef {{ status: "avgjort" | "mangler_opplysninger" | "skjonn", utfall: string[], godtas: string[],
 *   mangler: string[], regler: string[], begrunnelse: Grunn[], vendepunkt: Record<string, Endring[][]> }} Stegsvar
 * @typedef {{ steg: Record<string, Stegsvar>, uten_betydning: Record<string, string[]> }} Svar
 *
 * @typedef {{ domains: number[][], unknown: Set<number>, fixed: Set<number> }} Worlds the values each fact may have, the
 *   facts nobody has looked into, and those given with a value or some
 * @typedef {{ level: number, value: number }} Choice a fact and a value, by their places
 */

/** The facts cannot all hold; `grunner` says why, as the rulebook does. */
export class Umulig extends Error {
  /** @param {string[]} grunner */
  constructor(grunner) {
    super(grunner.join(" "));
    this.grunner = grunner;
  }
}

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** @template T @param {T[]} all @param {(one: T) => number} count */
const sum = (all, count) => all.reduce((total, one) => total + count(one), 0);

/** A node in its parts, those that it has not empty. @param {Node} node @param {number} last */
function split(node, last) {
  const [level, ...children] = /** @type {number[]} */ (node ?? []);
  if (typeof level === "number") return { level, children, gives: [] };
  return { level: last, children: [], gives: /** @type {string[]} */ (node ?? []) };
}

export class Regelkart {
  /** @param {Kart} data */
  constructor(data) {
    this.data = data;
    this.level = new Map(data.fakta.map(({ id }, level) => [id, level]));
    this.steps = new Map(data.steg.map((step) => [step.id, step]));
    this.dead = data.noder.indexOf(null);
    this.last = data.fakta.length; // the level of a leaf: below all facts
    const nodes = data.noder.map((node) => split(node, this.last));
    this.levels = nodes.map(({ level }) => level);
    this.children = nodes.map(({ children }) => children);
    this.gives = nodes.map(({ gives }) => gives);
  }

  /**
   * What every step says of `fakta`.
   * @param {Record<string, Verdi>} fakta @returns {Svar} @throws {Umulig} the facts cannot all hold
   */
  vurder(fakta) {
    const worlds = this.#worlds(fakta);
    const neutral = Object.keys(fakta).filter((key) => key in this.data.uten_betydning);
    return {
      steg: Object.fromEntries(this.data.steg.map((step) => [step.id, this.#step(step, worlds)])),
      uten_betydning: Object.fromEntries(neutral.map((key) => [key, this.data.uten_betydning[key]])),
    };
  }

  /** @param {Record<string, Verdi>} fakta @returns {Worlds} */
  #worlds(fakta) {
    /** @type {Worlds} */
    const worlds = { domains: [], unknown: new Set(), fixed: new Set() };
    this.data.fakta.forEach(({ id, verdier, ved_ukjent }, level) => {
      const given = Object.hasOwn(fakta, id), value = given ? fakta[id] : ved_ukjent ?? "ukjent";
      const wanted = typeof value === "string" ? [value] : value, isOpen = value === "ukjent" || value === "skjonn";
      worlds.domains.push([...verdier.keys()].filter((i) => isOpen || wanted.includes(verdier[i])));
      if (value === "ukjent") worlds.unknown.add(level);
      if (given && !isOpen) worlds.fixed.add(level);
    });
    const { node, kombinasjoner } = this.data.umulig, ends = this.#leaves(node, worlds.domains);
    if (ends.every((leaf) => leaf === this.dead)) throw new Umulig(this.#reasons(kombinasjoner, worlds));
    return worlds;
  }

  /** The combinations that the facts amount to, or else all that touch them. @param {Kombinasjon[]} all @param {Worlds} worlds */
  #reasons(all, { domains }) {
    const touched = all.flatMap(({ fakta, fordi }) => {
      const allowed = Object.entries(fakta).map(([key, value]) => ({ value, can: this.#values(this.#at(key), domains) }));
      return allowed.every(({ can, value }) => can.includes(value)) ? [{ fordi, isWhole: allowed.every(({ can }) => can.length === 1) }] : [];
    });
    const whole = touched.filter((one) => one.isWhole);
    return (whole.length ? whole : touched).map(({ fordi }) => fordi);
  }

  /** @param {Steg} step @param {Worlds} worlds @returns {Stegsvar} */
  #step(step, worlds) {
    const utfall = this.#given(step.utfall, worlds.domains);
    const mangler = utfall.length === 1 ? [] : this.#missing(step.utfall, worlds);
    const begrunnelse = this.#why(step, worlds);
    return {
      status: utfall.length === 1 ? "avgjort" : mangler.length ? "mangler_opplysninger" : "skjonn",
      utfall,
      godtas: step.godtas,
      mangler,
      regler: begrunnelse.filter(({ utslag }) => utslag === "anvendt").map(({ regel }) => regel),
      begrunnelse,
      vendepunkt: this.#turningPoints(step, utfall, worlds),
    };
  }

  /** The state of every rule, in the order of the rulebook. @param {Steg} step @param {Worlds} worlds @returns {Grunn[]} */
  #why(step, worlds) {
    const states = new Map(step.regler.map(({ id, node }) => [id, this.#given(node, worlds.domains).join()]));
    /** @param {string[]} keys */
    const seen = (keys) => Object.fromEntries(keys.map((key) => [key, this.#asGiven(key, worlds)]));
    return step.regler.map((rule) => {
      const state = states.get(rule.id), about = { regel: rule.id, bygger_pa: rule.bygger_pa };
      if (state === "anvendt" || state === "overstyrt") return { ...about, utslag: state, fakta: seen(Object.keys(rule.hvis)) };
      if (state === "slo_ikke_til") {
        const isAbove = rule.unntak_fra !== null && states.get(rule.unntak_fra) === state;
        return { ...about, utslag: state, fakta: isAbove ? {} : seen(this.#failing(rule, worlds)) };
      }
      const missing = this.#missing(rule.node, worlds);
      const fakta = missing.length ? Object.fromEntries(missing.map((key) => [key, "ukjent"])) : seen(Object.keys(rule.hvis));
      return { ...about, utslag: "apen", fakta };
    });
  }

  /** The conditions that hold in no possible world; where only their sum fails, all of them. @param {Regel} rule @param {Worlds} worlds */
  #failing(rule, { domains }) {
    const all = Object.keys(rule.hvis);
    const failing = all.filter((key) => {
      const step = this.steps.get(key);
      const can = step ? this.#given(step.utfall, domains) : this.#values(this.#at(key), domains);
      return !can.some((value) => rule.hvis[key].includes(value));
    });
    return failing.length ? failing : all;
  }

  /** A fact as it stands, or the outcomes of a step. @param {string} key @param {Worlds} worlds @returns {Verdi} */
  #asGiven(key, { domains, unknown, fixed }) {
    const step = this.steps.get(key), level = step ? -1 : this.#at(key);
    if (unknown.has(level)) return "ukjent";
    if (!step && !fixed.has(level) && domains[level].length > 1) return "skjonn";
    const found = step ? this.#given(step.utfall, domains) : this.#values(level, domains);
    return found.length === 1 ? found[0] : found;
  }

  /**
   * The smallest changes of given facts that bring about each other outcome.
   * @param {Steg} step @param {string[]} now @param {Worlds} worlds @returns {Record<string, Endring[][]>}
   */
  #turningPoints(step, now, worlds) {
    const ways = [...this.#cheapest(step.utfall, worlds)].filter(([outcome]) => !now.includes(outcome));
    /** @param {Choice} choice @returns {Endring} */
    const change = ({ level, value }) => {
      const { id, verdier } = this.data.fakta[level];
      return { fakta: id, fra: this.#asGiven(id, worlds), til: verdier[value] };
    };
    return Object.fromEntries(ways.sort(([a], [b]) => compare(a, b)).map(([outcome, found]) =>
      [outcome, [...found.ways.values()].map((way) => way.map(change)).sort(inOrder)]));
  }

  /** All that the leaves of possible worlds give, in alphabetical order. @param {number} root @param {number[][]} domains */
  #given(root, domains) {
    return [...new Set(this.#leaves(root, domains).flatMap((leaf) => this.gives[leaf]))].sort(compare);
  }

  /** @param {number} root @param {number[][]} domains */
  #leaves(root, domains) {
    return this.#below(root, domains).filter((one) => this.levels[one] === this.last);
  }

  /** The nodes that some possible world comes by. @param {number} root @param {number[][]} domains */
  #below(root, domains) {
    const met = new Set([root]);
    for (const one of met) { // which grows meanwhile
      const level = this.levels[one];
      if (level < this.last) for (const value of domains[level]) met.add(this.children[one][value]);
    }
    return [...met];
  }

  /** The unknown facts that alone can turn the leaf, most decisive first. @param {number} root @param {Worlds} worlds */
  #missing(root, { domains, unknown }) {
    const asked = new Set(this.#below(root, domains).map((one) => this.levels[one]).filter((level) => unknown.has(level)));
    const turns = this.#turning(root, [...asked], domains).filter(({ count }) => count);
    return turns.sort((a, b) => b.count - a.count || a.level - b.level).map(({ level }) => this.data.fakta[level].id);
  }

  /**
   * For each fact in `asked`: in how many worlds it turns the leaf, all else being as it is.
   *
   * The counts are whole numbers up to the number of worlds, which a test keeps below 2 ** 53: exact, as no step on the
   * way is larger and each division leaves no rest.
   * @param {number} root @param {number[]} asked @param {number[][]} domains
   */
  #turning(root, asked, domains) {
    const { last, levels, children, dead } = this;
    const weights = Array(last + 1).fill(1); // of a level: the choices for the facts from there on
    for (let i = last - 1; i >= 0; i -= 1) weights[i] = weights[i + 1] * domains[i].length;
    /** @type {Map<string, number>} */
    const seen = new Map();

    /** @param {number[]} live */
    const turned = (live) => (live.some((one) => one !== live[0]) ? live.length : 0);

    /** In how many worlds, one for each of `nodes`, another gives another leaf. @param {number[]} nodes @param {number} start @returns {number} */
    const between = (nodes, start) => {
      if (nodes.every((one) => one === nodes[0])) return 0;
      const top = Math.min(...nodes.map((one) => levels[one])), key = nodes.join();
      let count = seen.get(key);
      if (count === undefined) {
        count = top === last ? turned(nodes.filter((one) => one !== dead)) : sum(domains[top], (value) =>
          between(nodes.map((one) => (levels[one] === top ? children[one][value] : one)), top + 1));
        seen.set(key, count);
      }
      return count * (weights[start] / weights[top]);
    };

    /** @param {number} one @param {number} level @param {number} start @param {Map<number, number>} met @returns {number} */
    const above = (one, level, start, met) => {
      const here = levels[one];
      if (here > level) return 0;
      let count = met.get(one);
      if (count === undefined) {
        const chosen = domains[here].map((value) => children[one][value]);
        count = here === level ? between(chosen, here + 1) : sum(chosen, (child) => above(child, level, here + 1, met));
        met.set(one, count);
      }
      return count * (weights[start] / weights[here]);
    };
    return asked.map((level) => ({ level, count: above(root, level, 0, new Map()) }));
  }

  /**
   * For each outcome: the sets of changes that lead to it at the least number of changes.
   * A value that is possible already costs nothing; only a fact that is given may change.
   * @param {number} root @param {Worlds} worlds
   */
  #cheapest(root, { domains, fixed }) {
    /** @type {Map<number, Map<string, { cost: number, ways: Map<string, Choice[]> }>>} */
    const known = new Map();
    /** @param {number} one */
    const walk = (one) => {
      const met = known.get(one), level = this.levels[one];
      if (met) return met;
      const found = new Map(this.gives[one].map((outcome) => [outcome, { cost: 0, ways: new Map([["", /** @type {Choice[]} */ ([])]]) }]));
      known.set(one, found);
      this.children[one].forEach((child, value) => {
        const paid = domains[level].includes(value) ? 0 : 1;
        if (paid && !fixed.has(level)) return;
        for (const [outcome, below] of walk(child)) {
          const cost = paid + below.cost, best = found.get(outcome);
          if (best && best.cost < cost) continue;
          const ways = best?.cost === cost ? best.ways : new Map();
          for (const [key, rest] of below.ways) {
            if (paid) ways.set(`${level}:${value} ${key}`, [{ level, value }, ...rest]);
            else ways.set(key, rest);
          }
          found.set(outcome, { cost, ways });
        }
      });
      return found;
    };
    return walk(root);
  }

  /** The values that a fact may have. @param {number} level @param {number[][]} domains */
  #values(level, domains) {
    return domains[level].map((value) => this.data.fakta[level].verdier[value]);
  }

  /** @param {string} key */
  #at(key) {
    return /** @type {number} */ (this.level.get(key));
  }
}

/** One way before another, by its facts and what they become. @param {Endring[]} one @param {Endring[]} other */
function inOrder(one, other) {
  for (let i = 0; i < one.length; i += 1) {
    const found = compare(one[i].fakta, other[i].fakta) || compare(one[i].til, other[i].til);
    if (found) return found;
  }
  return 0;
}
