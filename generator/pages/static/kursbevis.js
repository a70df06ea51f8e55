// @ts-check
/** The kursbevis: shown when every hinge sits. The name is typed here and kept nowhere. */

import { el } from "./el.js";
import { capital, day, loadKurs, number, show } from "./kurs.js";
import { Lager } from "./lager.js";
import { gjennomfort } from "./plan.js";
import { fyll } from "./tekst.js";
import tekster from "./sidetekster.js";

const t = tekster.kursbevis;
const root = /** @type {HTMLElement} */ (document.querySelector("[data-kursbevis]"));
/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-${name}]`));
const kurs = await loadKurs(), lager = new Lager();

function tell() {
  const { ferdig, hengsler } = gjennomfort(kurs, lager.all());
  for (const done of root.querySelectorAll("[data-ferdig]")) show(done, ferdig);
  show(part("ikke"), !ferdig);
  show(part("uten"), false);
  show(part("mangler"), true);
  part("dato").textContent = day(new Date(), true);
  part("versjon").textContent = kurs.kurs;
  part("liste").replaceChildren(...hengsler.map((row) => el("div", {}, el("dt", {}, row.navn), el("dd", {}, lacking(row)))));
  for (const row of hengsler) {
    const place = root.querySelector(`[data-hengsel="${row.id}"] span`);
    if (place) place.textContent = fyll(t.saker, { n: number(row.antall) });
  }
}

/** @param {{ antall: number, trengs: number }} row */
function lacking({ antall, trengs }) {
  const left = trengs - antall;
  return capital(left <= 0 ? t.ferdig : left === 1 ? t.en_til : fyll(t.flere_til, { n: number(left) }));
}

const field = /** @type {HTMLInputElement} */ (root.querySelector("#navn"));
const write = () => (part("navn").textContent = field.value);
field.addEventListener("input", write);
field.form?.addEventListener("submit", (event) => event.preventDefault());
part("skriv-ut").addEventListener("click", () => print());
/** The browser may keep what a form held; this page does not. */
const forget = () => {
  field.value = "";
  write();
};
forget();
addEventListener("pageshow", (event) => event.persisted && forget());
lager.watch(tell);
tell();
