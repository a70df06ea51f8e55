// @ts-check
/** Start: the case to go on with, and the case of the week. Without script, the first case stands there. */

import { addressOf, capital, loadKurs, show } from "./kurs.js";
import { Lager } from "./lager.js";
import { fortsett, ukens } from "./plan.js";
import { fyll } from "./tekst.js";
import tekster from "./sidetekster.js";

const t = tekster.start;
const lapp = /** @type {HTMLElement | null} */ (document.querySelector("[data-sist]"));
if (lapp) run(lapp);

/** @param {HTMLElement} lapp */
async function run(lapp) {
  const kurs = await loadKurs(), lager = new Lager();
  const week = /** @type {HTMLElement} */ (document.querySelector("[data-ukens]"));
  const chosen = ukens(kurs, new Date());
  if (chosen) {
    const link = /** @type {HTMLAnchorElement} */ (week.querySelector("a"));
    link.textContent = chosen.tittel;
    link.href = addressOf(lapp, chosen.id);
    show(week, true);
  }
  const tell = () => {
    const tried = lager.all(), last = lager.last();
    if (tried.size || last) goOn(lapp, kurs, fortsett(kurs, tried, last), last);
  };
  tell();
  lager.watch(tell);
}

/**
 * @param {HTMLElement} lapp @param {import("./kurs.js").Kurs} kurs
 * @param {{ sak: string, nr: number, av: number } | null} next @param {string | null} last
 */
function goOn(lapp, kurs, next, last) {
  const [over, where] = lapp.querySelectorAll("p");
  const title = /** @type {HTMLElement} */ (lapp.querySelector("h2")), button = /** @type {HTMLAnchorElement} */ (lapp.querySelector("a"));
  if (!next) {
    over.textContent = "";
    title.textContent = t.ferdig;
    where.textContent = "";
    button.textContent = t.til_min_side;
    button.href = lapp.dataset.minside ?? "";
    return;
  }
  const sak = kurs.saker.find((one) => one.id === next.sak) ?? kurs.saker[0], isLast = sak.id === last;
  over.textContent = isLast ? t.sist : t.neste;
  title.textContent = sak.tittel;
  where.textContent = fyll(t.hvor, { modul: capital(kurs.moduler[sak.modul]), nr: next.nr, av: next.av });
  button.textContent = isLast ? t.fortsett : t.ta;
  button.href = addressOf(lapp, sak.id);
}
