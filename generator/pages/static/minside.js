// @ts-check
/** Min side: where one is in the course. All of it is worked out here, from what lies in this browser. */

import { el } from "./el.js";
import { addressOf, capital, day, loadKurs, number, show } from "./kurs.js";
import { Lager } from "./lager.js";
import * as plan from "./plan.js";
import { fyll } from "./tekst.js";
import tekster from "./sidetekster.js";
import { sagt, treff } from "./treff.js";

const t = tekster.minside;
/** Words by a key that is worked out. @type {Record<"ord" | "anker" | "venter", Record<string, string>>} */
const words = t;
const MOST_MARKS = 8;
const root = /** @type {HTMLElement} */ (document.querySelector("[data-minside]"));
const kurs = await loadKurs(), lager = new Lager();
/** @param {string} name */
const find = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-${name}]`));
/** Exchanges what stands in one part of the page. @param {string} name @param {...(Node | string | false | null)} children */
const fill = (name, ...children) => {
  const kept = /** @type {(Node | string)[]} */ (children.filter(Boolean));
  root.querySelector(`[data-del=${name}]`)?.replaceChildren(...kept);
  show(root.querySelector(`[data-rad=${name}]`), kept.length > 0);
};
/** @param {string} text */
const small = (text) => el("span", { className: "liten" }, text);
/** @param {string} text */
const p = (text, className = "") => el("p", { className }, text);
/** @param {string} id @param {string} [text] */
const link = (id, text) => el("a", { href: addressOf(root, id) }, text ?? caseOf(id)?.tittel ?? id);
/** @param {string} id */
const caseOf = (id) => kurs.saker.find((one) => one.id === id);
/** @param {number} days */
const ago = (days) => (days < 1 ? t.i_dag : days < 2 ? t.i_gar : fyll(t.dager_siden, { n: number(days) }));

function tell() {
  const at = document.activeElement?.getAttribute("href");
  const all = lager.all(), now = new Date();
  show(find("lager"), lager.state === "stengt");
  if (lager.state === "stengt") find("lager").textContent = t.stengt;
  goOn(all);
  repeat(all, now);
  hinges(all);
  changed(all);
  certain(all);
  calibrated(all);
  if (at) /** @type {HTMLElement | null} */ (root.querySelector(`a[href="${CSS.escape(at)}"]`))?.focus();
}

/** @typedef {Map<string, import("./lager.js").Forsok[]>} Alle */

/** @param {Alle} all */
function goOn(all) {
  const next = plan.fortsett(kurs, all, lager.last()), sak = next && caseOf(next.sak);
  if (!next || !sak) return fill("na", p(t.alt_gjort));
  const where = fyll(t.hvor, { modul: kurs.moduler[sak.modul], nr: next.nr, av: next.av });
  const button = el("a", { className: "knapp", href: addressOf(root, sak.id) }, all.size ? t.fortsett : t.begynn);
  fill("na", el("div", { className: "handling" }, button, el("p", {}, `«${sak.tittel}»`, el("br"), small(where))));
}

/** @param {Alle} all @param {Date} now */
function repeat(all, now) {
  const { forfalt, neste } = plan.gjentakelser(kurs, all, now);
  const rows = forfalt.map((row) => {
    const about = fyll(all.has(row.sak) ? t.sett_sak : t.ny_sak, { hengsel: kurs.hengsler[row.hengsel].toLowerCase() });
    const why = fyll(row.bom ? (row.sikker ? t.bom_sikker : t.bom) : t.siden_sist, { siden: ago(row.dager) });
    return el("li", {}, link(row.sak, about), el("br"), small(why));
  });
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  const next = neste && (day(neste) === day(tomorrow) ? t.neste_i_morgen : day(neste) === day(now) ? "" : fyll(t.neste_dato, { dato: day(neste) }));
  if (!rows.length && !neste) return fill("gjentakelse", p(t.ikke_begynt_gjentakelse));
  fill("gjentakelse", rows.length ? el("ul", { className: "luftig" }, ...rows) : p(t.ingen_na), p(`${t.aldri_mer} ${next ?? ""}`, "liten"));
}

/** @param {Alle} all */
function hinges(all) {
  const rows = plan.hengsler(kurs, all).map(({ navn, forste, sitter }) => {
    const begun = sitter !== "nei", right = forste.filter((one) => one.rett).length;
    const marks = forste.slice(-MOST_MARKS).map((one) => el("i", { className: one.rett ? "m" : "m o" }));
    const said = begun ? [el("span", { className: "merker", "aria-hidden": "true" }, ...marks), " ", fyll(t.av, { rett: right, antall: forste.length })] : [words.ord.nei];
    return el("tr", {}, el("th", { scope: "row" }, navn), el("td", {}, ...said), el("td", {}, begun ? words.ord[sitter] : ""));
  });
  const head = [t.tema, t.forste, t.sitter].map((text) => el("th", { scope: "col" }, text));
  const table = el("table", { className: "tab" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows));
  fill("sitter", table, diploma(all));
}

/** What is lacking for the kursbevis, or the way to it. @param {Alle} all */
function diploma(all) {
  const { ferdig, hengsler } = plan.gjennomfort(kurs, all);
  if (ferdig) return el("p", {}, `${t.bevis_ferdig} `, el("a", { href: root.dataset.kursbevis }, t.bevis_lenke), ".");
  if (hengsler.every((row) => !row.antall)) return p(t.bevis_krever, "liten");
  const left = hengsler.filter((row) => row.antall < row.trengs).map((row) => {
    const more = row.trengs - row.antall;
    return `${row.navn.toLowerCase()} ${more === 1 ? t.en_til : fyll(t.flere_til, { n: number(more) })}`;
  });
  return p(fyll(t.bevis_mangler, { mangler: left.join(", ") }), "liten");
}

/** @param {Alle} all */
function changed(all) {
  const ids = [...new Set(plan.endret(kurs, all).map((row) => row.sak))];
  if (ids.length) fill("endret", p(t.endret_om), list(ids));
  else fill("endret");
}

/** @param {string[]} ids */
function list(ids) {
  return el("ul", {}, ...ids.map((id) => el("li", {}, link(id))));
}

/** @param {Alle} all */
function certain(all) {
  const ids = plan.sikre(kurs, all);
  if (!ids.length) return fill("sikre", p(t.sikre_ingen));
  fill("sikre", p(ids.length === 1 ? t.sikre_en : fyll(t.sikre_flere, { n: capital(number(ids.length)) })), list(ids));
}

/** @param {Alle} all */
function calibrated(all) {
  const found = treff(all);
  if (!found) return fill("treff", p(fyll(t.treff_enna, { n: number(sagt(all).length) })));
  const rows = found.map(({ sikker, antall, rett }) => el("tr", {}, el("th", { scope: "row" }, words.anker[sikker]),
    el("td", {}, fyll(t.av, { rett, antall })), el("td", {}, words.venter[sikker])));
  const head = [t.du_sa, t.i_trad, t.ventet].map((text) => el("th", { scope: "col" }, text));
  fill("treff", el("table", { className: "tab" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)));
}

// The file: taken out, put back, deleted.

const status = find("fil-beskjed"), file = /** @type {HTMLInputElement} */ (find("fil"));
const ask = /** @type {HTMLDialogElement} */ (find("sporr"));

find("last-ned").addEventListener("click", () => {
  const now = new Date(), url = URL.createObjectURL(new Blob([lager.toFile(now)], { type: "application/json" }));
  el("a", { href: url, download: fyll(t.filnavn, { dato: now.toISOString().slice(0, 10) }) }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  status.textContent = t.lastet_ned;
});
find("legg-inn").addEventListener("click", () => file.click());
file.addEventListener("change", async () => {
  const [chosen] = file.files ?? [];
  if (chosen) status.textContent = putBack(await chosen.text());
  file.value = "";
  tell();
});
find("slett").addEventListener("click", () => ask.showModal());
ask.addEventListener("close", () => {
  if (ask.returnValue === "slett") {
    lager.clear();
    status.textContent = t.slettet;
    tell();
  }
  ask.returnValue = "";
  find("slett").focus();
});

/** @param {string} text */
function putBack(text) {
  try {
    const { nye, lagret } = lager.fromFile(text);
    const said = nye === 0 ? t.ingen_nye : nye === 1 ? t.lagt_inn_ett : fyll(t.lagt_inn, { n: number(nye) });
    return lagret ? said : `${said} ${t.fullt}`;
  } catch {
    return t.uleselig;
  }
}

lager.watch(tell);
addEventListener("pageshow", (event) => event.persisted && tell());
tell();
show(find("uten"), false);
show(find("med"), true);
