// @ts-check
/** The case bank's filters. They stand in the address, so that a list can be shared and come back to. */

import { el } from "./el.js";
import { capital, loadKurs, number, show } from "./kurs.js";
import { Lager } from "./lager.js";
import { fyll } from "./tekst.js";
import tekster from "./sidetekster.js";

const t = tekster.saksbank;
/** Milliseconds after the last letter before the number of cases is said. */
const QUIET = 300;

const root = /** @type {HTMLElement} */ (document.querySelector("[data-saksbank]"));
const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
const fold = /** @type {HTMLDetailsElement} */ (root.querySelector("details"));
const status = /** @type {HTMLElement} */ (root.querySelector("[data-antall]"));
const rows = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("li[data-sak]")]);
const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...form.querySelectorAll("input, select")]);
const lager = new Lager();
/** @type {Record<string, string>} */
let stories = {};
let wait = 0;

/** Which of a case's questions have been answered: all, some or none. */
async function mark() {
  const kurs = await loadKurs();
  const all = lager.all();
  for (const row of rows) {
    const tried = new Set((all.get(row.dataset.sak ?? "") ?? []).map((one) => one.sporsmal));
    const questions = kurs.saker.find(({ id }) => id === row.dataset.sak)?.sporsmal ?? [];
    const asked = questions.length, answered = questions.filter(({ id }) => tried.has(id)).length;
    row.dataset.gjort = asked && answered === asked ? "ja" : "nei";
    row.querySelector(".gjort")?.remove();
    const words = answered === asked ? t.gjort : fyll(t.begynt, { n: number(answered), av: number(asked) });
    if (answered) row.querySelector(".liten")?.append(el("b", { className: "gjort" }, ` · ${words}`));
  }
}

/** Whether the row fits one field. @param {HTMLElement} row @param {string} name @param {string} value */
function fits(row, name, value) {
  if (name !== "sok") return (row.dataset[name] ?? "").split(" ").includes(value);
  const text = `${row.textContent} ${stories[row.dataset.sak ?? ""] ?? ""}`.toLowerCase();
  return value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function chosen() {
  return fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value);
}

function filter() {
  const wanted = chosen();
  for (const row of rows) show(row, wanted.every(([name, value]) => fits(row, name, value)));
  for (const group of root.querySelectorAll("section")) show(group, group.querySelector("li:not([hidden])") !== null);
  const left = rows.filter((row) => !row.hidden).length;
  const words = left === rows.length ? t.alle : left === 0 ? t.ingen : left === 1 ? t.en : t.flere;
  clearTimeout(wait);
  wait = setTimeout(() => (status.textContent = fyll(words, { n: capital(number(left)), alle: number(rows.length) })), QUIET);
  const summary = /** @type {HTMLElement} */ (fold.querySelector("summary"));
  summary.textContent = fyll(t.valg[wanted.length === 0 ? "ingen" : wanted.length === 1 ? "en" : "flere"], { n: number(wanted.length) });
}

function toAddress() {
  const query = new URLSearchParams(chosen()).toString();
  history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
}

async function fromAddress() {
  const query = new URLSearchParams(location.search);
  for (const field of fields) {
    field.value = query.get(field.name) ?? "";
    if (field.value !== (query.get(field.name) ?? "")) field.value = ""; // no such choice
  }
  if (query.has("sok")) await loadStories();
  filter();
}

async function loadStories() {
  if (!Object.keys(stories).length) stories = await (await fetch(root.dataset.historier ?? "")).json();
}

form.addEventListener("input", async (event) => {
  toAddress();
  if (/** @type {HTMLInputElement} */ (event.target).name === "sok") await loadStories();
  filter();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => (toAddress(), filter())));
addEventListener("popstate", fromAddress);
addEventListener("pageshow", (event) => event.persisted && mark().then(fromAddress));
lager.watch(() => mark().then(filter));

const wide = matchMedia("(min-width: 60em)");
const unfold = () => (fold.open = wide.matches);
wide.addEventListener("change", unfold);
unfold();
show(form.closest("[hidden]"), true);
await mark().catch(() => {}); // without it, all but «gjort» works
await fromAddress();
