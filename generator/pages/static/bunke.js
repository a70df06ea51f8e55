// @ts-check
/** Ten short contacts in a pile: which of them start an assessment? Misses and false alarms are told apart. */

import { el } from "./el.js";
import { slip } from "./judge.js";
import { capital, fyll, number, Sporsmal, t } from "./sporsmal.js";

export class Bunke extends Sporsmal {
  static sikker = false;

  /** @param {any} sak @param {HTMLElement} section */
  constructor(sak, section) {
    super(sak, section);
    this.slips = /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll(".lapp")]);
  }

  buttons() {
    const foot = super.buttons();
    foot.classList.replace("under", "fot");
    return foot;
  }

  /** How each slip was answered. @returns {string[]} */
  get chosen() {
    return this.slips.map((one) => /** @type {HTMLInputElement | null} */ (one.querySelector(":checked"))?.value ?? "");
  }

  get reminder() {
    return this.#left;
  }

  get #left() {
    const laid = this.chosen.filter(Boolean).length, all = this.slips.length;
    return laid === all ? t.bunke_full : fyll(t.bunke_igjen, { lagt: laid, antall: all, rest: capital(number(all - laid)) });
  }

  changed() {
    this.status.textContent = this.#left;
  }

  /** @returns {("rett" | "bom" | "falsk")[]} */
  get #verdicts() {
    return this.chosen.map((value, i) => slip(this.key.rett[i], value));
  }

  judge() {
    const verdicts = this.#verdicts;
    return { dom: /** @type {const} */ (verdicts.every((one) => one === "rett") ? "rett" : "feil"), svar: this.chosen };
  }

  /** @param {string} kind */
  #count(kind) {
    return this.#verdicts.filter((one) => one === kind).length;
  }

  first() {
    const right = this.#count("rett"), all = this.slips.length;
    return right === all ? t.bunke_rett : fyll(t.bunke_dom, { rett: capital(number(right)), antall: number(all) });
  }

  sentence() {
    const [misses, alarms] = [this.#count("bom"), this.#count("falsk")];
    return misses + alarms ? fyll(t.bunke_bom, { bom: capital(number(misses)), falsk: number(alarms) }) : "";
  }

  /** A line a slip: misses first, then false alarms, then those in line. */
  saidOf() {
    const order = { bom: 0, falsk: 1, rett: 2 }, verdicts = this.#verdicts;
    const lines = this.slips.map((one, i) => ({ kind: verdicts[i], line: this.#line(one, i, verdicts[i]) }));
    lines.sort((a, b) => order[a.kind] - order[b.kind]);
    return [el("ol", { className: "bunke bunke--svart" }, ...lines.map(({ line }) => line))];
  }

  /** @param {HTMLElement} one @param {number} i @param {"rett" | "bom" | "falsk"} kind */
  #line(one, i, kind) {
    const key = this.fasit.querySelector(`[data-lapp="${i}"]`);
    const word = { rett: t.dom.rett.replace(".", ""), bom: t.bom, falsk: t.falsk_alarm }[kind];
    const right = key?.querySelector("b")?.textContent ?? "", why = key?.querySelector("[data-fordi]")?.textContent ?? "";
    const more = kind === "rett" ? [] : [...(key?.querySelectorAll("[data-eksempel]") ?? [])].map((node) => node.cloneNode(true));
    return el("li", { className: `lapp lapp--${kind}` },
      one.querySelector(".lapp__kanal")?.cloneNode(true) ?? "",
      el("div", {}, el("p", { className: "lapp__tekst" }, one.querySelector(".lapp__tekst")?.textContent ?? ""),
        el("p", { className: "lapp__dom" }, el("b", {}, word), `: ${right[0].toLowerCase()}${right.slice(1)}. ${why}`), ...more));
  }

  folds() {
    return [];
  }
}
