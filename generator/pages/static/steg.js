// @ts-check
/** A question about a step: readings first, then the outcome; what is right depends on the cards that are open. */

import { choices, el, row } from "./el.js";
import { fetches, follows, INNHENT, judge } from "./judge.js";
import { fyll, Sporsmal, t } from "./sporsmal.js";

export class Steg extends Sporsmal {
  /** @param {any} sak @param {HTMLElement} section */
  constructor(sak, section) {
    super(sak, section);
    this.sets = /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll("[data-lesning]")]);
    this.more = this.#more();
  }

  /** @param {boolean} isFirst */
  start(isFirst) {
    super.start(isFirst);
    if (this.more) this.form.querySelector(".handling")?.before(this.more);
    this.sak.addEventListener("hentet", () => this.#askWhere());
  }

  /** The state that the open cards have brought the question to. */
  get state() {
    return this.key.tilstand[this.sak.mask];
  }

  get choice() {
    return this.chosen[0] ?? "";
  }

  get label() {
    return this.form.querySelector("[data-svar] :checked")?.closest("label")?.querySelector("span")?.textContent ?? "";
  }

  /** The closed cards that can bring the answer further. @returns {number[]} */
  get helps() {
    return this.key.hjelper[this.state];
  }

  judge() {
    return { dom: judge(this.key, this.state, this.choice), svar: this.choice, lesninger: this.readings };
  }

  /** @returns {Record<string, string>} */
  get readings() {
    return Object.fromEntries(this.sets.map((set) => [set.dataset.lesning, /** @type {HTMLInputElement} */ (set.querySelector(":checked"))?.value]));
  }

  /** The reading that cannot be defended, if any. */
  get misread() {
    const readings = this.readings;
    return this.sets.find((set) => !this.key.lest[set.dataset.lesning ?? ""][this.sak.mask].includes(readings[set.dataset.lesning ?? ""]));
  }

  hintFor() {
    const misread = this.misread, facts = this.sak.data.fakta;
    const reading = misread?.querySelector("legend")?.lastChild?.textContent?.trim();
    if (reading) return /** @type {[string, string]} */ ([t.hint_lesning, reading]);
    const fact = this.key.hint[this.state][this.choice];
    if (fact) return /** @type {[string, string]} */ ([t.hint_faktum, facts[fact]]);
    return /** @type {[string, string]} */ ([t.hint_faktum, this.choice === INNHENT ? t.hint_nok : t.hint_ingen]);
  }

  // «Trenger flere opplysninger»: what, and where it is found.

  #more() {
    const { bringer, fakta } = this.sak.data, facts = Object.keys(bringer);
    if (!facts.length || !this.sak.cards.length) return null;
    const what = choices(`${this.id}-hva`, t.hva_over, t.hva, facts.map((fact) => [fact, fakta[fact]]));
    const where = choices(`${this.id}-hvor`, null, t.hvor, this.sak.cards.map((/** @type {any} */ card, /** @type {number} */ i) => [String(i), `${card.name}: ${card.takes}`]));
    what.dataset.hva = where.dataset.hvor = "";
    return el("div", { hidden: true, "data-mer": "" }, what, where);
  }

  changed() {
    super.changed();
    this.#askWhere();
  }

  /** «Hva, og hvor» is asked while a closed card can help, and only of the cards that are closed. */
  #askWhere() {
    if (!this.more) return;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.more.querySelectorAll("[data-hvor] input")))
      if (this.sak.cards[Number(input.value)].open) input.closest("label")?.remove();
    this.more.hidden = !(this.choice === INNHENT && this.helps.length);
    this.sak.numbers(this.form);
  }

  before() {
    if (!this.more || this.more.hidden || judge(this.key, this.state, this.choice) === "feil") return false;
    const value = (/** @type {string} */ part) => /** @type {HTMLInputElement} */ (this.more?.querySelector(`${part} :checked`))?.value;
    const card = Number(value("[data-hvor]"));
    const found = fetches(this.sak.data.bringer[value("[data-hva]")], this.helps, card);
    if (found === "hjelper") {
      this.sak.cards[card].fetch();
      this.form.reset();
      this.changed();
      this.status.textContent = t.hentet;
      this.form.querySelector("input")?.focus({ preventScroll: true });
    } else {
      this.status.textContent = found === "ikke her" ? t.ikke_her : t.avgjor_ikke;
      /** @type {HTMLElement | null} */ (this.more.querySelector(found === "ikke her" ? "[data-hvor] input" : "[data-hva] input"))?.focus();
    }
    return true;
  }

  // What is told.

  settle() {
    const state = String(this.state);
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (this.fasit.querySelectorAll("[data-i]")))
      line.toggleAttribute("hidden", !(line.dataset.i ?? "").split(" ").includes(state));
  }

  /** @param {import("./sporsmal.js").Dom} dom */
  sentence(dom) {
    const line = this.fasit.querySelector(".fasit-linje:not([hidden])")?.textContent ?? "";
    return dom === "gra" && !this.key.skjonn.includes(this.state) ? `${t.kreves_ikke} ${line}` : line;
  }

  /** @param {import("./sporsmal.js").Dom} dom */
  saidOf(dom) {
    const isAlways = this.key.rett.every((/** @type {string[]} */ right) => right.includes(this.choice));
    return [
      ...this.#way(dom),
      ...(dom === "gra" ? this.part(this.choice, "forsvar") : []),
      ...(dom === "feil" || isAlways ? this.part(this.choice, "tilbake") : []),
      ...(dom === "gra" && this.key.skjonn.includes(this.state) ? this.#grey() : []),
    ];
  }

  /** Whether the reading can be defended, and whether the choice follows from it. @param {import("./sporsmal.js").Dom} dom */
  #way(dom) {
    if (!this.sets.length) return [];
    const chosen = this.sets.map((set) => [...set.querySelectorAll("input")].findIndex((input) => input.checked));
    const right = follows(this.key, this.sak.mask, chosen, this.sets.map((set) => set.querySelectorAll("input").length));
    const misread = this.misread;
    const rows = this.sets.map((set) => this.#reading(set));
    rows.push(right === null ? row(t.regelen, null, t.gar_ikke_sammen, t.med_kjent)
      : row(t.regelen, null, right.includes(this.choice) ? t.folger_av : t.folger_ikke, t.av_lesningen));
    const followed = right?.includes(this.choice);
    let summary = "";
    if (dom === "feil") summary = !misread ? fyll(t.regel_feil, { svar: this.label }) : followed ? t.lest_feil : right ? fyll(t.begge_feil, { svar: this.label }) : "";
    else if (misread || !followed) summary = t.rett_men;
    return [summary && el("p", {}, summary), el("h3", {}, t.slik_kom_du_dit), el("dl", { className: "toledd" }, ...rows)].filter((part) => !!part);
  }

  /** @param {HTMLElement} set */
  #reading(set) {
    const fact = set.dataset.lesning ?? "", right = this.key.lest[fact][this.sak.mask];
    const input = /** @type {HTMLInputElement} */ (set.querySelector(":checked"));
    const known = !right.includes("ukjent"), defended = right.includes(input.value);
    const why = known ? this.fasit.querySelector(`[data-fordi="${fact}"] dd p`)?.textContent ?? "" : "";
    const verdict = defended ? t.kan_forsvares : t.kan_ikke_forsvares;
    return row(t.din_lesning, `«${input.closest("label")?.querySelector("span")?.textContent}»`, verdict, why ? `. ${why}` : defended ? "." : t.med_dette);
  }

  /** In the grey zone: each option, those that cannot be defended too; and what weighs most. */
  #grey() {
    const right = this.key.rett[this.state];
    const rows = [...this.form.querySelectorAll("[data-svar] label")].map((label) => {
      const is = right.includes(label.querySelector("input")?.value ?? "");
      return row(label.querySelector("span")?.textContent ?? "", null, is ? t.kan_forsvares : t.kan_ikke_forsvares, ".");
    });
    return [el("h3", {}, t.svarene), el("dl", { className: "toledd" }, ...rows), ...this.#weighs()];
  }

  #weighs() {
    const cards = this.sak.onTable();
    if (cards.length < 2) return [];
    const asked = choices(`${this.id}-veier`, null, t.veier, cards.map((/** @type {string} */ name, /** @type {number} */ i) => [String(i), name]));
    const answer = el("p", { className: "liten", "aria-live": "polite" });
    asked.addEventListener("change", () => (answer.textContent = t.veier_svar), { once: true });
    return [asked, answer];
  }
}
