// @ts-check
/** Keys: numbers choose, Enter answers, n goes on, ? tells of them. One letter alone can be turned off (WCAG 2.1.4). */

import { el } from "./el.js";
import { t } from "./sporsmal.js";

const OFF = "enhetlig.taster";

/** Whether the keys are off; a browser that will not say has them on. */
function isOff() {
  try {
    return localStorage.getItem(OFF) === "av";
  } catch {
    return false;
  }
}

/** @param {boolean} off */
function setOff(off) {
  try {
    if (off) localStorage.setItem(OFF, "av");
    else localStorage.removeItem(OFF);
  } catch {
    // then they stay as they are
  }
}

/** Writes the number of each option beside it. @param {HTMLElement} form */
export function number(form) {
  for (const set of form.querySelectorAll("fieldset, .valg"))
    set.querySelectorAll(".valg > label").forEach((label, i) => {
      label.querySelector("kbd")?.remove();
      if (i < 9) label.append(el("kbd", { textContent: String(i + 1), ariaHidden: "true" }));
    });
}

/** @param {HTMLElement} sak */
export function listen(sak) {
  const dialog = help();
  sak.append(dialog);
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!sak.isConnected) return; // a shell has put another page in its place
    if (event.altKey || event.ctrlKey || event.metaKey || dialog.open || target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
    if (event.key === "?") {
      event.stopPropagation();
      dialog.showModal();
      return;
    }
    if (isOff()) return;
    const done = event.key === "n" ? goOn(sak) : /^[1-9]$/.test(event.key) && choose(sak, target, Number(event.key) - 1);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation(); // the theme has keys of its own
  }, true);
}

/** @param {HTMLElement} sak */
function goOn(sak) {
  const visible = (/** @type {string} */ what) => [...sak.querySelectorAll(what)].find((one) => one.checkVisibility());
  const next = /** @type {HTMLElement | undefined} */ (visible("[data-neste]") ?? visible("[data-neste-sak]"));
  next?.click();
  return !!next;
}

/** Chooses in the list that has focus, or in the first that is not answered. @param {HTMLElement} sak @param {HTMLElement} target @param {number} i */
function choose(sak, target, i) {
  const lists = [...sak.querySelectorAll("form .valg, form .lapp fieldset")].filter((list) => list.checkVisibility());
  const list = target.closest(".valg, .lapp fieldset") ?? lists.find((one) => !one.querySelector(":checked")) ?? lists[0];
  const input = list?.querySelectorAll("input")[i];
  if (!input) return false;
  input.checked = input.type === "radio" || !input.checked;
  input.focus();
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function help() {
  const rows = [["1–9", t.taster_tall], ["Enter", t.taster_enter], ["n", t.taster_n], ["?", t.taster_hjelp]];
  const use = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: !isOff() }));
  use.addEventListener("change", () => setOff(!use.checked));
  return /** @type {HTMLDialogElement} */ (el("dialog", { className: "ark tasthjelp", "aria-labelledby": "taster" },
    el("h2", { id: "taster" }, t.taster_tittel),
    el("dl", { className: "toledd" }, ...rows.map(([key, what]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)))),
    el("p", {}, el("label", {}, use, " ", t.taster_pa)),
    el("form", { method: "dialog" }, el("button", { className: "knapp" }, t.lukk))));
}
