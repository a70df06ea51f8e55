// @ts-check
/** «Regelutforsker»: what one knows, and the road through the rules. The facts lie in the address; nothing is sent. */

import { el } from "./el.js";
import { show } from "./kurs.js";
import { les, skriv, tilReglene } from "./regeladresse.js";
import { Regelkart, Umulig } from "./regelkart.js";
import { fyll } from "./tekst.js";
import { endringsord, narmest, oppregnet, taler, verdiord } from "./veivisning.js";
import tekster from "./sidetekster.js";

/**
 * @typedef {import("./regelkart.js").Stegsvar} Stegsvar
 * @typedef {import("./regelkart.js").Verdi} Verdi
 * @typedef {{ konklusjon: string, fakta: Record<string, { navn: string, verdier: Record<string, string> }>,
 *   steg: Record<string, { navn: string, utfall: Record<string, string> }>, regler: Record<string, string> }} Ord
 */

const MOST_MISSING = 6, MOST_WAYS = 2;
const t = tekster.regelutforsker;
const root = /** @type {HTMLElement} */ (document.querySelector("[data-utforsker]"));
const ord = /** @type {Ord} */ (JSON.parse(root.querySelector("script")?.textContent ?? ""));
const kart = new Regelkart(await (await fetch(new URL("./regelkart.json", import.meta.url))).json());
const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
const selects = [...form.querySelectorAll("select")];
const verdier = new Map(Object.entries(ord.fakta).map(([key, fact]) => [key, Object.keys(fact.verdier)]));
/** @param {string} name */
const find = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-${name}]`));
const told = { road: find("veien"), conclusion: find("konklusjon"), line: find("linje"), copy: find("kopier") };
const copyText = told.copy.textContent ?? "";
let hasRoad = false;

// Words.

/** @param {string} text */
const lower = (text) => text[0].toLowerCase() + text.slice(1);
/** @param {string} text */
const upper = (text) => text[0].toUpperCase() + text.slice(1);
/** @param {string} step @param {string[]} outcomes */
const outcomesOf = (step, outcomes) => oppregnet(outcomes.map((one) => lower(ord.steg[step].utfall[one])), t.eller);
/** A fact as it stands. @param {string} key @param {Verdi} value */
const valueOf = (key, value) => verdiord(ord.fakta, key, value, t.eller);
/** @param {string} text @param {string} [className] */
const p = (text, className = "") => el("p", { className }, text);

// What is set, and where it is written.

/** fact -> its value as the address writes it. */
function set() {
  return Object.fromEntries(selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));
}

/** Sets what the address says, and tells what it says that nobody understands. */
function load() {
  const { fakta, uforstatt } = les(location.hash, verdier);
  for (const select of selects) choose(select, fakta[select.name] ?? "");
  const parts = uforstatt.map((part) => `«${part}»`);
  find("beskjed").textContent = parts.length ? fyll(t.uforstatt, { deler: oppregnet(parts, t.og) }) : "";
  tell();
}

/** Chooses a value, several that the list does not have too. @param {HTMLSelectElement} select @param {string} value */
function choose(select, value) {
  const isThere = () => [...select.options].some((option) => option.value === value);
  if (!isThere() && value.includes("+")) select.append(el("option", { value }, upper(valueOf(select.name, value.split("+")))));
  select.value = isThere() ? value : ""; // where the list does not have «ukjent», silence means that
}

// The road.

function tell() {
  const fakta = set(), where = skriv(fakta);
  history.replaceState(history.state, "", where || location.pathname + location.search);
  told.copy.textContent = copyText;
  /** @type {string[]} */
  let reasons = [];
  try {
    const { steg, uten_betydning } = kart.vurder(tilReglene(fakta));
    for (const [step, said] of Object.entries(steg)) tellStep(step, said);
    find("uten-betydning").replaceChildren(...neutral(uten_betydning));
    conclude(steg[ord.konklusjon]);
    hasRoad = true;
  } catch (error) {
    if (!(error instanceof Umulig)) throw error;
    reasons = error.grunner;
    say(t.umulig);
  }
  find("umulig").replaceChildren(...impossible(reasons));
  show(told.road, hasRoad);
  told.road.parentElement?.classList.toggle("er-gammel", reasons.length > 0);
}

/** @param {Stegsvar} said */
function conclude({ status, utfall }) {
  const isPair = utfall.length === 2;
  const text = status === "avgjort" ? t.konklusjon
    : status === "skjonn" ? (isPair ? t.begge : t.flere) : isPair ? t.en_av_to : t.ikke_avgjort;
  say(fyll(text, { steg: ord.steg[ord.konklusjon].navn, svar: outcomesOf(ord.konklusjon, utfall) }));
}

/** Says a conclusion once. @param {string} text */
function say(text) {
  if (told.conclusion.textContent !== text) told.conclusion.textContent = text;
  told.line.textContent = text;
}

/** @param {string} step @param {Stegsvar} said */
function tellStep(step, said) {
  const row = /** @type {HTMLElement} */ (told.road.querySelector(`[data-id="${step}"]`));
  const name = upper(outcomesOf(step, said.utfall)), isOpen = said.status === "mangler_opplysninger";
  row.querySelector("[data-svar]")?.replaceChildren(
    el("p", { className: "veien__utfall" }, isOpen ? fyll(t.kan_bli, { svar: lower(name) }) : name),
    p([t.status[said.status], ...allowed(step, said)].join(" "), "liten"),
    ...missing(said.mangler));
  row.querySelector("[data-hvorfor]")?.replaceChildren(...rules(step, said), ...turns(step, said));
}

/** What is never wrong here, though the rules do not ask for it. @param {string} step @param {Stegsvar} said */
function allowed(step, { godtas, utfall }) {
  const others = godtas.filter((one) => !utfall.includes(one));
  return others.length ? [fyll(t.aldri_galt, { svar: outcomesOf(step, others) })] : [];
}

/** @param {string[]} facts */
function missing(facts) {
  if (!facts.length) return [];
  const rows = facts.slice(0, MOST_MISSING).map((key) => el("li", {}, toFact(key)));
  const more = facts.length - rows.length;
  return [p(t.mangler, "liten"), el("ul", { className: "veien__liste liten" }, ...rows, more > 0 && el("li", {}, fyll(t.og_flere, { n: more })))];
}

/** The way to where a fact is set; the address keeps the facts. @param {string} key */
function toFact(key) {
  const link = el("a", { href: `#fakta-${key}` }, ord.fakta[key].navn);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const select = document.getElementById(`fakta-${key}`);
    select?.focus({ preventScroll: true });
    select?.scrollIntoView({ block: "center" });
  });
  return link;
}

/** The rules that decide, or those that may come to. @param {string} step @param {Stegsvar} said */
function rules(step, { begrunnelse }) {
  const applied = taler(kart, step, begrunnelse, "anvendt"), shown = applied.length ? applied : taler(kart, step, begrunnelse, "apen");
  const title = !applied.length ? t.kan_gjelde : applied.length > 1 ? t.reglene : t.regelen;
  return shown.length ? [el("h4", {}, title), el("ul", { className: "veien__liste" }, ...shown.map(rule))] : [];
}

/** @param {import("./regelkart.js").Grunn} reason */
function rule({ regel, bygger_pa }) {
  const links = bygger_pa.flatMap((id) => [" ", el("a", { href: `${root.dataset.regler}#${id}` }, id)]);
  return el("li", {}, ord.regler[regel], ...links);
}

/** For each other outcome, the least that could bring it about; the nearest first. @param {string} step @param {Stegsvar} said */
function turns(step, { vendepunkt }) {
  const near = narmest(vendepunkt);
  if (!near.length) return [];
  const rows = near.map(([outcome, ways]) => el("li", {}, el("b", {}, ord.steg[step].utfall[outcome]), ` ${t.hvis} `,
    ways.slice(0, MOST_WAYS).map((way) => endringsord(ord.fakta, way, t)).join(`, ${t.eller_hvis} `), "."));
  return [el("h4", {}, t.kunne_snudd), el("ul", { className: "veien__liste" }, ...rows)];
}

/** @param {string[]} reasons */
function impossible(reasons) {
  if (!reasons.length) return [];
  const rows = kart.data.umulig.kombinasjoner.filter(({ fordi }) => reasons.includes(fordi)).map(({ fakta, fordi }) => {
    const [first, ...others] = Object.keys(fakta).map(toFact);
    return el("div", {}, p(fordi), el("p", {}, `${t.umulig_om} «`, first, ...others.flatMap((link) => [`» ${t.eller} «`, link]), "»."));
  });
  return [el("div", { className: "veien__umulig" }, ...rows, hasRoad && p(t.sist_mulig, "liten"))];
}

/** @param {Record<string, string[]>} facts */
function neutral(facts) {
  const rows = Object.entries(facts).map(([key, ids]) => el("li", {}, `${upper(ord.fakta[key].navn)} `,
    ...ids.flatMap((id) => [el("a", { href: `${root.dataset.regler}#${id}` }, id), " "])));
  return rows.length ? [p(t.uten_betydning), el("ul", { className: "veien__liste" }, ...rows)] : [];
}

form.addEventListener("change", tell);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => {
  find("beskjed").textContent = "";
  tell();
  selects[0].focus();
}));
told.copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    told.copy.textContent = t.kopiert;
  } catch { // over plain http there is no clipboard
    told.copy.textContent = t.ikke_kopiert;
  }
});
find("til-veien").addEventListener("click", () => document.getElementById("veien-tittel")?.focus());
addEventListener("hashchange", () => location.hash.startsWith("#f=") && load());
load();
show(find("uten"), false);
show(find("med"), true);
