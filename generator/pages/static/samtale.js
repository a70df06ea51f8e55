// @ts-check
/** «Før samtalen»: counts what is left to ask. Nothing is stored: what is ticked is gone with the page. */

import { capital, number, show } from "./kurs.js";
import { fyll } from "./tekst.js";
import tekster from "./sidetekster.js";

const t = tekster.samtale;
const root = /** @type {HTMLElement} */ (document.querySelector("[data-samtale]"));
const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
const only = /** @type {HTMLInputElement} */ (form.querySelector("[data-bare-igjen]"));
const status = /** @type {HTMLElement} */ (form.querySelector("[data-igjen]"));

function tell() {
  const rows = [...form.querySelectorAll(".sporres > li")];
  const left = rows.filter((row) => !row.querySelector("input")?.checked).length;
  form.classList.toggle("bare-igjen", only.checked);
  status.textContent = left === 0 ? t.ingen : left === 1 ? t.ett_igjen : fyll(t.igjen, { n: capital(number(left)) });
}

form.addEventListener("change", tell);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(tell));
form.querySelector("[data-skriv-ut]")?.addEventListener("click", () => print());
addEventListener("pageshow", tell);
show(form.querySelector("[data-fot]"), true);
tell();
