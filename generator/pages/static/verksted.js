// @ts-check
/** Saksverksted: a form that makes a case file. The case lies in this browser until it is downloaded; nothing is sent. */

import { el } from "./el.js";
import { del, knapp, p } from "./felter.js";
import { show } from "./kurs.js";
import { Regelkart } from "./regelkart.js";
import { skriv, Uleselig } from "./sakfil.js";
import { mangler } from "./saksjekk.js";
import { harForm, somSak, tilFil, tom } from "./saksmodell.js";
import { fyll } from "./tekst.js";
import tekster from "./verkstedtekster.js";
import { lagre, lesFil } from "./verkstedfil.js";
import * as grep from "./verkstedgrep.js";
import { kjent } from "./verkstedord.js";
import * as skjema from "./verkstedskjema.js";
import { sporsmalene, sporsmalsnokkel } from "./verkstedsporsmal.js";
import { linje, svaret } from "./verkstedsvar.js";

const t = tekster.verksted;
/** Words by a key that is worked out. @type {Record<"mangler" | "uleselig", Record<string, string>>} */
const words = t;
const KEY = "enhetlig.verksted";
/** Milliseconds after the last letter before anything is worked out anew. */
const QUIET = 200;

const root = /** @type {HTMLElement} */ (document.querySelector("[data-verksted]"));
/** @param {string} name */
const find = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-${name}]`));
const form = find("skjema"), answer = find("svar"), status = find("beskjed"), line = find("linje"), bilag = /** @type {HTMLElement} */ (root.querySelector("#bilag"));
const file = /** @type {HTMLInputElement} */ (find("fil")), ask = /** @type {HTMLDialogElement} */ (find("sporr"));
const [kartdata, ord] = await Promise.all(["regelkart", "verksted"].map(async (name) => (await fetch(new URL(`./${name}.json`, import.meta.url))).json()));
const kurs = { kart: new Regelkart(kartdata), ord, regler: root.dataset.regler ?? "", stegside: root.dataset.steg ?? "" };

/** The case; whether it came from a file, whose name stays; the question touched last; whether all cards are fetched; a draft that cannot be shown. */
const now = { sak: tom(), fast: false, reddet: "", aktiv: 0, alt: false, forrige: "", wait: 0, keys: /** @type {Record<string, string>} */ ({}) };

// Drawing.

/** The parts of the form: each with what it shows, so that it is drawn anew only when that changes. @type {Record<string, { key?: () => string, make: () => HTMLElement }>} */
const parts = {
  om: { make: () => skjema.omSaken(ord, now.sak) },
  historie: { make: () => skjema.historien(ord, now.sak) },
  kort: { make: () => skjema.kortene(ord, now.sak) },
  vurderinger: { key: () => skjema.vurderingsnokkel(kurs.kart, ord, now.sak), make: () => skjema.vurderingene(kurs.kart, ord, now.sak) },
  sporsmal: { key: () => sporsmalsnokkel(kurs.kart, ord, now.sak), make: () => sporsmalene(kurs.kart, ord, now.sak) },
  ferdig: { make: ferdig },
};

/** Exchanges what stands in the form; focus, and what was folded out, stay. @param {() => void} exchange */
function keeping(exchange) {
  const active = /** @type {HTMLInputElement | null} */ (document.activeElement), { id = "" } = active ?? {};
  const [from, to] = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : [null, null];
  const inside = (/** @type {Element} */ one) => one.querySelector(".fold__inn [id]")?.id;
  const open = new Set([...form.querySelectorAll("details[open]")].map(inside));
  exchange();
  for (const one of form.querySelectorAll("details")) if (open.has(inside(one))) one.open = true;
  const again = id && document.getElementById(id);
  if (!again || again === document.activeElement) return;
  again.focus({ preventScroll: true });
  if (from !== null && again instanceof HTMLTextAreaElement) again.setSelectionRange(from, to);
}

/** The whole form. @param {string} [goto] the id of what is to have focus */
function draw(goto) {
  keeping(() => form.replaceChildren(...Object.entries(parts).map(([name, { key, make }]) => ((now.keys[name] = key?.() ?? ""), make()))));
  tell();
  if (goto) go(goto);
}

/** What follows from the case as it stands. */
function tell() {
  for (const [name, { key, make }] of Object.entries(parts)) {
    const drawn = key?.() ?? "";
    if (drawn !== now.keys[name]) keeping(() => form.querySelector(`[data-del=${name}]`)?.replaceWith(make()));
    now.keys[name] = drawn;
  }
  const idField = /** @type {HTMLInputElement | null} */ (document.getElementById("f-id"));
  if (idField && idField !== document.activeElement) idField.value = now.sak.id;
  const about = form.querySelector("[data-ord]");
  if (about) about.textContent = skjema.omHistorien(ord, now.sak);
  find("fane").textContent = now.sak.tittel || t.ny_sak;
  const steg = step();
  keeping(() => answer.replaceChildren(.../** @type {Node[]} */ (svaret(kurs, now.sak, steg, now.alt).filter(Boolean))));
  line.textContent = linje(kurs.kart, ord, now.sak, steg, now.alt);
  tellDone();
}

/** The step of the question that was touched last, or of the first that has one. */
function step() {
  return [now.sak.sporsmal[now.aktiv], ...now.sak.sporsmal].find((q) => q && kjent(ord.steg, q.steg))?.steg ?? "";
}

// The last part: what is left to do, and the file.

function ferdig() {
  const copy = "clipboard" in navigator && knapp("kopier", t.kopier, { klasse: "knapp--stille" });
  return del("ferdig", t.del_ferdig, el("p", { role: "status", "data-igjen": "" }), el("ul", { className: "gjenstar", "data-gjenstar": "" }),
    el("div", { className: "handling" }, knapp("last-ned", t.last_ned, { klasse: "" }), copy), p("", "liten hvor"),
    el("details", { className: "fold" }, el("summary", {}, t.se_fila), el("div", { className: "fold__inn" }, el("pre", { className: "fila", id: "f-fila", tabIndex: 0 }))));
}

function tellDone() {
  const found = mangler(kurs.kart, ord, now.sak, now.fast), errors = found.filter(({ rad }) => !rad);
  const rows = found.map(({ hva, felt, om = {}, rad }) => el("li", {}, el("a", { href: `#f-${felt}` }, (rad ? t.rad : "") + fyll(words.mangler[hva], om)),
    felt === "forventet" && knapp("forventet", t.skriv_forventet)));
  find("gjenstar").replaceChildren(...rows);
  const said = !errors.length ? t.ferdig : errors.length === 1 ? t.ett_igjen : fyll(t.igjen, { n: errors.length });
  if (find("igjen").textContent !== said) find("igjen").textContent = said;
  const where = form.querySelector(".hvor");
  if (where) where.textContent = fyll(t.hvor, { sti: `cases/${now.sak.modul || "…"}/${now.sak.id || "…"}.yaml` });
  const shown = form.querySelector(".fila");
  if (shown) shown.textContent = text();
}

const text = () => skriv(tilFil(kurs.kart, ord, now.sak));

/** Goes to a field, or to the part that it would be in, and folds out what hides it. @param {string} id */
function go(id) {
  const target = document.getElementById(id) ?? document.getElementById(id.replace(/^f-(\w+)\..*$/, (_whole, part) => `del-${{ opplysninger: "kort", foran: "kort" }[/** @type {"foran"} */ (part)] ?? part}`)) ?? document.getElementById("del-sporsmal");
  for (let one = target?.parentElement; one; one = one.parentElement) if (one instanceof HTMLDetailsElement) one.open = true;
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

// What the author does.

/** @param {Event} event */
function changed({ target }) {
  const { name, value, checked, dataset } = /** @type {HTMLInputElement} */ (target);
  if (!name) return;
  const asked = /^(?:sporsmal|valg|annet-svar)\.(\d+)/.exec(name);
  if (asked) now.aktiv = Number(asked[1]);
  if (status.textContent && !status.querySelector("[data-gjor='last-ned-utkast']")) say();
  const before = state(), leaves = dataset.slag === "steg" && now.sak.sporsmal[now.aktiv].valg?.length;
  if (grep.sett(kurs, now.sak, { name, value, checked, slag: dataset.slag }, now.fast)) draw();
  if (leaves) offerUndo(t.byttet_steg, before);
  later();
}

function later() {
  clearTimeout(now.wait);
  now.wait = setTimeout(() => (tell(), keep()), QUIET);
}

/** @param {Event} event */
function pressed(event) {
  const pressed = /** @type {HTMLElement} */ (event.target), link = pressed.closest("a"), button = /** @type {HTMLElement | null} */ (pressed.closest("[data-gjor]"));
  if (link?.hash.startsWith("#f-")) {
    event.preventDefault();
    bilag.classList.remove("bilag--oppe");
    return go(link.hash.slice(1));
  }
  const what = button?.dataset.gjor ?? "";
  const own = { apne: () => file.click(), begynn: () => ask.showModal(), "last-ned": download, kopier: copy, angre: undo, "last-ned-utkast": downloadDraft }[/** @type {"apne"} */ (what)];
  if (own) return own();
  const beside = /** @type {HTMLSelectElement | null | undefined} */ (button?.closest(".faktum")?.querySelector("select"));
  const before = state(), goto = what && grep.gjor(kurs, now.sak, what, beside?.value ?? "");
  if (!goto) return beside?.focus();
  draw(goto);
  keep();
  if (what.startsWith("fjern")) offerUndo(t.tatt_bort, before);
}

/** What can be brought back. */
const state = () => JSON.stringify({ sak: now.sak, fast: now.fast, aktiv: now.aktiv });

/** @param {string} message @param {string} before what was before */
function offerUndo(message, before) {
  now.forrige = before;
  say(message, knapp("angre", t.angre));
}

function undo() {
  put(JSON.parse(now.forrige || "{}"), "del-om");
  now.forrige = "";
  keep();
  say(t.angret);
}

/** Has another case in the form. @param {{ sak?: import("./saksmodell.js").Sak, fast?: boolean, aktiv?: number }} other @param {string} [goto] */
function put(other, goto) {
  Object.assign(now, other);
  draw(goto);
}

/** @param {...(string | Node | false)} said */
function say(...said) {
  status.replaceChildren(.../** @type {(string | Node)[]} */ (said.filter(Boolean).flatMap((one) => [one, " "])));
}

// The draft, and files.

function keep() {
  clearTimeout(now.wait);
  now.wait = 0;
  try {
    if (JSON.stringify(now.sak) === JSON.stringify(tom())) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, state());
  } catch {
    say(t.stengt);
  }
}

/** What was left in this browser, whatever it is. */
function kept() {
  try {
    const { sak, fast = false } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return sak ? { sak, fast } : null;
  } catch {
    return null;
  }
}

/** Goes on with the draft; one that cannot be shown is offered as a file. */
function begin() {
  const draft = kept(), empty = { sak: tom(), fast: false };
  try {
    if (draft && !harForm(draft.sak)) throw new Uleselig("form", 0);
    put(draft ? { ...draft, sak: somSak(draft.sak) } : empty);
    if (draft) say(t.fortsetter);
  } catch {
    put(empty);
    now.reddet = skriv(draft?.sak);
    say(t.vises_ikke, knapp("last-ned-utkast", t.last_ned_utkast));
  }
}

/** @param {File} chosen */
async function open(chosen) {
  const lest = await lesFil(chosen).catch((error) => refuse(chosen, error));
  if (!lest) return;
  const before = state();
  try {
    put({ sak: somSak(lest.data), fast: true, aktiv: 0 });
  } catch {
    put(JSON.parse(before));
    return refuse(chosen, new Uleselig("form", 0));
  }
  keep();
  offerUndo(fyll(t.apnet, { fil: chosen.name }) + (lest.kommentarer ? ` ${t.kommentarer}` : ""), before);
}

/** @param {File} chosen @param {Uleselig} error */
function refuse({ name: fil }, { hva, linje: at }) {
  say(`${fyll(at ? t.kan_ikke_apnes_linje : t.kan_ikke_apnes, { fil, linje: at })} ${words.uleselig[hva]} ${t.ingenting_endret}`);
}

function download() {
  tell();
  keep();
  lagre(`${now.sak.id || "sak"}.yaml`, text());
  say(t.lastet_ned);
}

function downloadDraft() {
  lagre("utkast.yaml", now.reddet);
  now.reddet = "";
  say(t.lastet_ned);
}

async function copy() {
  await navigator.clipboard.writeText(text()).then(() => say(t.kopiert), () => say(t.ikke_kopiert));
}

form.addEventListener("input", changed);
form.addEventListener("submit", (event) => event.preventDefault());
root.addEventListener("click", pressed);
answer.addEventListener("change", ({ target }) => ((now.alt = /** @type {HTMLInputElement} */ (target).value === "alt"), tell()));
file.addEventListener("change", () => (file.files?.[0] && open(file.files[0]), (file.value = "")));
ask.addEventListener("close", () => {
  if (ask.returnValue !== "forkast") return;
  const before = state();
  put({ sak: tom(), fast: false, aktiv: 0 }, "f-tittel");
  keep();
  offerUndo(t.kastet, before);
});

// On a narrow window the answer is pulled up from the foot.

/** @param {boolean} up */
function pull(up) {
  bilag.classList.toggle("bilag--oppe", up);
  line.setAttribute("aria-expanded", String(up));
  (up ? close : line).focus({ preventScroll: true });
}

const close = el("button", { className: "knapp knapp--ord bilag__lukk", type: "button", onclick: () => pull(false) }, t.lukk);
bilag.prepend(close);
line.addEventListener("click", () => pull(!bilag.classList.contains("bilag--oppe")));
bilag.addEventListener("keydown", (event) => event.key === "Escape" && bilag.classList.contains("bilag--oppe") && pull(false));
// Another tab may have written since: only what was changed here, and is not kept yet, is kept.
addEventListener("pagehide", () => now.wait && (keep(), tell()));

begin();
show(find("uten"), false);
show(find("med"), true);
