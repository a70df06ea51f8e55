// @ts-check
/** What the fields and buttons of Saksverksted do to the case. Each says whether the form must be drawn anew. */

import { brett } from "./brett.js";
import { fjernKort, fristelser, fristende, gjelder, idOf, ledig, lukkede, omdop, tom, valgene, ventet } from "./saksmodell.js";

/** @typedef {import("./saksmodell.js").Sak} Sak */
/** @typedef {import("./saksmodell.js").Sporsmal} Sporsmal */
/** @typedef {import("./saksmodell.js").Valg} Valg */
/** @typedef {{ kart: import("./regelkart.js").Regelkart, ord: import("./saksmodell.js").Ord }} Kurs */
/** @typedef {{ name: string, value: string, checked?: boolean, slag?: string }} Felt */

/** The options of a step that was left for another: there again, should the author come back. @type {WeakMap<Sporsmal, Record<string, Valg[]>>} */
const left = new WeakMap();
/** What it took to fetch a card that is laid on the table. @type {WeakMap<import("./saksmodell.js").Kort, string>} */
const fetched = new WeakMap();

/** Puts what stands in a field into the case. @param {Kurs} kurs @param {Sak} sak @param {Felt} felt @param {boolean} fast whether its file has a name already @returns {boolean} whether the form changes */
export function sett(kurs, sak, { name, value, checked = false, slag }, fast) {
  const [first, second, third] = name.split(".");
  switch (slag ?? first) {
    case "venter": return false;
    case "tittel": {
      const follows = !fast && sak.id === idOf(sak.tittel);
      sak.tittel = value;
      if (follows) sak.id = idOf(value);
      return false;
    }
    case "sted": return place(sak, Number(second), value === "hentes");
    case "avsnitt": return put(sak, name, brett(value));
    case "tall": return put(sak, name, Number(value));
    case "ordliste": return put(sak, name, value.split(/[\s,;]+/).filter(Boolean).map((one) => one.replace(/^s(?=\d)/, "S")));
    case "verdi": return put(sak, name, verdi(value)), true;
    case "liste": return put(sak, name, toggled(at(sak, name) ?? [], value, checked));
    case "foran": return goFirst(sak, Number(second), value, checked);
    case "steg": return toStep(kurs, sak, Number(second), value);
    case "vurdering": return judge(sak, second, value);
    case "valg": case "strategi": return option(kurs, sak, name.split("."), value);
  }
  if (third === "kilde") rename(sak, Number(second), value);
  put(sak, name, value);
  return third === "kilde";
}

/** Several values are written as JSON in an option. @param {string} value */
const verdi = (value) => (value.startsWith("[") ? JSON.parse(value) : value);

/** @param {any} data @param {string} path */
function at(data, path) {
  return path.split(".").reduce((value, key) => value?.[key], data);
}

/** @param {any} data @param {string} path @param {any} value */
function put(data, path, value) {
  const keys = path.split("."), last = keys.pop() ?? "";
  keys.reduce((inner, key) => (inner[key] ??= {}), data)[last] = value;
  return false;
}

/** @param {string[]} list @param {string} value @param {boolean} on */
function toggled(list, value, on) {
  return [...list.filter((one) => one !== value), ...(on ? [value] : [])];
}

/** Lays a card on the table, or away to be fetched. @param {Sak} sak @param {number} i @param {boolean} away */
function place(sak, i, away) {
  const card = sak.opplysninger[i];
  if (away) card.hent ??= fetched.get(card) ?? "";
  else {
    fetched.set(card, card.hent ?? "");
    delete card.hent;
  }
  for (const one of sak.forventet ?? []) if (one.hentet) one.hentet = one.hentet.filter((id) => lukkede(sak).some((other) => other.id === id));
  return true;
}

/** A card whose id came from its source follows it. @param {Sak} sak @param {number} i @param {string} kilde */
function rename(sak, i, kilde) {
  const card = sak.opplysninger[i], others = sak.opplysninger.filter((one) => one !== card).map((one) => one.id);
  if ((card.id ?? "").replace(/-\d+$/, "") === card.kilde || card.id === card.kilde) omdop(sak, card, ledig(kilde, others));
}

/** @param {Sak} sak @param {number} j @param {string} other @param {boolean} on */
function goFirst(sak, j, other, on) {
  const card = sak.opplysninger[j];
  card.erstatter = toggled(card.erstatter ?? [], other, on);
  return true;
}

/** @param {Kurs} kurs @param {Sak} sak @param {number} i @param {string} steg */
function toStep({ ord }, sak, i, steg) {
  const q = sak.sporsmal[i], before = q.steg ?? "", kept = left.get(q) ?? {};
  left.set(q, { ...kept, [before]: q.valg ?? [] });
  q.valg = kept[steg] ?? [];
  if (!q.tekst || q.tekst === ord.steg[before]?.sporsmal) q.tekst = ord.steg[steg].sporsmal;
  const usual = ord.kilde[steg], was = ord.kilde[before];
  if (!sak.kilde.scenario.length || String(sak.kilde.scenario) === String(was?.scenario)) sak.kilde.scenario = [...usual.scenario];
  if (!sak.kilde.kapittel.length || String(sak.kilde.kapittel) === String(was?.kapittel)) sak.kilde.kapittel = [...usual.kapittel];
  q.steg = steg;
  return true;
}

/** @param {Sak} sak @param {string} fakta @param {string} value */
function judge(sak, fakta, value) {
  const made = sak.vurderinger.find((one) => one.fakta === fakta);
  if (made && value) made.verdi = verdi(value);
  else if (value) sak.vurderinger.push({ fakta, verdi: verdi(value), fordi: "", ut_fra: [] });
  return true;
}

/** A field of an option: `valg.0.UTFALL.avvik` of a step, `sporsmal.0.valg.1.avvik` of others. @param {Kurs} kurs @param {Sak} sak @param {string[]} path @param {string} value */
function option(kurs, sak, path, value) {
  const q = sak.sporsmal[Number(path[1])], isStep = path[0] === "valg";
  const one = /** @type {any} */ (isStep ? made(kurs, sak, q, path[2]) : q.valg?.[Number(path[3])]), [key, nr] = path.slice(isStep ? 3 : 4);
  if (key === "strategi") {
    const list = [...(one.strategi ?? [])];
    list[Number(nr)] = value;
    one.strategi = list.filter(Boolean);
  } else one[key] = value;
  return false;
}

/** The option with this outcome: made where the rules alone had it. @param {Kurs} kurs @param {Sak} sak @param {Sporsmal} q @param {string} utfall */
function made({ kart, ord }, sak, q, utfall) {
  if (!q.valg?.some((one) => one.utfall === utfall)) q.valg = valgene(kart, ord, sak, q).filter((one) => one.utfall === utfall || q.valg?.includes(one));
  return q.valg.find((one) => one.utfall === utfall);
}

/** What a button is to do. `valgt` is what stands in the list beside it. @param {Kurs} kurs @param {Sak} sak @param {string} gjor @param {string} valgt @returns {string | null} the id to go to, or null where nothing was done */
export function gjor(kurs, sak, gjor, valgt) {
  const [what, first = "", second = "", third = "", fourth = ""] = gjor.split("."), i = Number(first), cards = sak.opplysninger;
  switch (what) {
    case "legg-kort":
      cards.push({ id: ledig("samtale", cards.map(({ id }) => id)), kilde: "samtale", dato: "", tekst: "", fakta: {} });
      return `f-opplysninger.${cards.length - 1}.kilde`;
    case "opp": case "ned": {
      const to = what === "opp" ? i - 1 : i + 1;
      cards.splice(to, 0, ...cards.splice(i, 1));
      return `f-opplysninger.${to}.kilde`;
    }
    case "fjern-kort": return fjernKort(sak, i), "f-legg-kort";
    case "legg-faktum": {
      if (!valgt) return null;
      (cards[i].fakta ??= {})[valgt] = Object.keys(kurs.ord.fakta[valgt].verdier)[0];
      return `f-opplysninger.${i}.fakta.${valgt}`;
    }
    case "fjern-faktum": return delete cards[i].fakta?.[second], `f-nytt-faktum.${i}`;
    case "fjern-vurdering":
      sak.vurderinger = sak.vurderinger.filter((one) => one.fakta !== first);
      for (const q of sak.sporsmal) if (q.lesninger) q.lesninger = q.lesninger.filter((one) => one !== first);
      return "del-vurderinger";
    case "legg-steg": case "legg-handling": {
      const steg = what === "legg-steg", ids = sak.sporsmal.map(({ id }) => id);
      sak.sporsmal.push(steg ? { ...tom().sporsmal[0], id: ledig("steget", ids) } : { id: ledig("handlingen", ids), type: "handling", tekst: "", valg: [{}, {}, {}] });
      return `f-sporsmal.${sak.sporsmal.length - 1}.${steg ? "steg" : "tekst"}`;
    }
    case "fjern-sporsmal": return sak.sporsmal.splice(i, 1), "del-sporsmal";
    case "frist": {
      const q = sak.sporsmal[i], found = fristelser(kurs.kart, sak, q).find(({ utfall }) => utfall === second);
      return found ? add(kurs, sak, i, fristende(kurs.ord, found)) : null;
    }
    case "legg-annet": return valgt ? add(kurs, sak, i, { utfall: valgt }) : null;
    case "fjern-svar": return (sak.sporsmal[i].valg = sak.sporsmal[i].valg?.filter((one) => String(one.utfall) !== second)), `f-sporsmal.${i}.valg`;
    case "nytt-valg": return (sak.sporsmal[i].valg ??= []).push({}), `f-sporsmal.${i}.valg.${(sak.sporsmal[i].valg ?? []).length - 1}.tekst`;
    case "fjern-handling": return sak.sporsmal[i].valg?.splice(Number(second), 1), `f-sporsmal.${i}.valg`;
    case "folger": case "bryter": {
      const one = sak.sporsmal[i].valg?.[Number(second)];
      if (!valgt || !one) return null;
      for (const side of /** @type {const} */ (["folger", "bryter"])) one[side] = toggled(one[side] ?? [], valgt, side === what);
      return `f-sporsmal.${i}.valg.${second}.folger`;
    }
    case "fjern-regel": {
      const one = sak.sporsmal[i].valg?.[Number(second)], side = third === "folger" ? "folger" : "bryter";
      if (one) one[side] = toggled(one[side] ?? [], fourth, false);
      return `f-sporsmal.${i}.valg.${second}.folger`;
    }
    case "forventet": return (sak.forventet = [...(sak.forventet ?? []).filter((one) => !gjelder(kurs.ord, one)), ...ventet(kurs.kart, sak)]), "del-ferdig";
  }
  return null;
}

/** Adds an option where the rulebook's order has it. @param {Kurs} kurs @param {Sak} sak @param {number} i @param {Valg} one */
function add({ ord }, sak, i, one) {
  const q = sak.sporsmal[i], order = Object.keys(ord.steg[q.steg ?? ""].utfall), rank = (/** @type {Valg} */ { utfall = "" }) => (order.includes(utfall) ? order.indexOf(utfall) : order.length);
  const valg = [...(q.valg ?? [])], at = valg.findIndex((other) => rank(other) > rank(one));
  valg.splice(at < 0 ? valg.length : at, 0, one);
  q.valg = valg;
  return `f-valg.${i}.${one.utfall}.tilbakemelding`;
}
