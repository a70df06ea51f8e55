// @ts-check
/**
 * <kurs-sak>: a case one works through. The key was worked out at build and stands in the page.
 * Without JavaScript the case, the options and the key in <details> are there to read; nothing is ever sent.
 */

import { Begrunnelse } from "./begrunnelse.js";
import { Bunke } from "./bunke.js";
import { el } from "./el.js";
import { cardLine, Kort } from "./kort.js";
import { Lager, newId } from "./lager.js";
import { fyll, t } from "./sporsmal.js";
import { Steg } from "./steg.js";
import * as taster from "./taster.js";
import { day } from "./tekst.js";
import { treff } from "./treff.js";
import { Flere, Handling } from "./valg.js";

/** @typedef {import("./sporsmal.js").Sporsmal} Sporsmal */

/** The kinds of question. @type {Record<string, typeof import("./sporsmal.js").Sporsmal>} */
const KINDS = { steg: Steg, handling: Handling, flere: Flere, begrunnelse: Begrunnelse, bunke: Bunke };
const CERTAIN = ["50", "70", "90"];

class Sak extends HTMLElement {
  connectedCallback() {
    const sections = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".sporsmal")]);
    this.classList.add("virker");
    this.data = JSON.parse(this.querySelector("script")?.textContent ?? "{}");
    this.lager = new Lager();
    this.cards = /** @type {HTMLDetailsElement[]} */ ([...this.querySelectorAll("details.kort")]).map((one) => new Kort(one));
    this.live = el("p", { className: "skjult", role: "status" });
    this.append(this.live);
    this.after = this.querySelector("[data-etter]");
    this.after?.setAttribute("hidden", "");
    this.questions = sections.map((one) => new KINDS[one.dataset.type ?? ""](this, one));
    this.questions.forEach((question, i) => {
      question.start(i === 0);
      if (this.questions[i + 1]) question.leadsTo(this.questions[i + 1]);
      taster.number(question.form);
      question.changed(); // something may have been chosen before the scripts came
    });
    this.cards.forEach((card, i) => card.whenFetched(() => this.#fetched(card, i)));
    if (this.sak) {
      this.#askCertainty();
      this.#tellOfLastTime();
      this.#offerMeeting();
      this.lager.visited(this.sak);
    }
    taster.listen(this);
    const bilag = /** @type {HTMLElement | null} */ (this.querySelector(".bilag"));
    if (bilag) this.append(cardLine(bilag));
  }

  /** The case's id; nothing where a lesson asks, of which nothing is kept. */
  get sak() {
    return this.dataset.sak ?? "";
  }

  /**
   * «Bruk i fagmøte», for a case with a question that has one key; the link from the page of the meeting starts it.
   * Not within `data-uten-mote`: a learning platform has one learner at a time.
   */
  #offerMeeting() {
    if (this.closest("[data-uten-mote]")) return;
    const question = this.questions.find((one) => one.key.tilstand || one.key.rett && one.form.querySelector("[data-svar] [type=radio]"));
    if (!question) return;
    const start = async () => (await import("./mote.js")).start(this, question);
    const button = el("button", { className: "knapp knapp--ord", type: "button" }, t.bruk_i_mote);
    button.addEventListener("click", () => (button.remove(), start()));
    this.querySelector(".pult")?.append(" ", button);
    if (location.hash === "#fagmote") button.click();
  }

  /** The set of open cards, as a number. */
  get mask() {
    return this.cards.reduce((mask, card, i) => mask | (card.open ? 1 << i : 0), 0);
  }

  /** The names of the cards that can be read now. */
  onTable() {
    return [...this.querySelectorAll(".kort--lagt .stempel, details.kort[open] .stempel")].map((one) => one.firstChild?.textContent?.trim() ?? "");
  }

  /** @param {HTMLElement} form */
  numbers(form) {
    taster.number(form);
  }

  /** @param {string} text */
  say(text) {
    this.live.textContent = text;
  }

  /** After the last question: what to go on to, and to talk about. */
  finish() {
    this.after?.removeAttribute("hidden");
  }

  /** @param {Kort} card @param {number} i */
  #fetched(card, i) {
    const before = this.mask & ~(1 << i);
    const steps = this.questions.filter((one) => one.key.hjelper);
    card.needless = steps.length > 0 && !steps.some((one) => one.key.hjelper[one.key.tilstand[before]].includes(i));
    this.dispatchEvent(new CustomEvent("hentet"));
  }

  // Certainty, asked once a case, and never needed.

  #askCertainty() {
    const can = this.questions.filter((one) => /** @type {any} */ (one.constructor).sikker);
    this.asked = can.find((one) => one.key.tilstand) ?? can[0];
    if (!this.asked) return;
    const rows = CERTAIN.map((value) => el("label", {}, el("input", { type: "radio", name: "sikker", value }), " ", el("span", {}, t.anker[value])));
    this.scale = el("fieldset", { className: "sp under valgfri" }, el("legend", {}, t.hvor_sikker), el("div", { className: "skala" }, ...rows));
    this.asked.form.querySelector(".handling")?.before(this.scale);
  }

  /** @param {Sporsmal} question @returns {string | undefined} */
  #certain(question) {
    if (question !== this.asked) return undefined;
    return /** @type {HTMLInputElement | null} */ (this.scale?.querySelector(":checked"))?.value;
  }

  /** «… og ville fattet vedtaket.», or nothing. @param {Sporsmal} question */
  certainty(question) {
    const value = this.#certain(question);
    return value ? ` ${/** @type {any} */ (t)[`sikker_${value}`]}.` : "";
  }

  // What is kept.

  /**
   * Keeps it, and tells whoever the page stands within: `svart` carries the attempt, its case, and the question's kind
   * and key.
   * @param {Sporsmal} question @param {{ dom: string, svar: any, lesninger?: Record<string, string>, nr: number }} said
   */
  keep(question, said) {
    if (!this.sak) return;
    const certain = this.#certain(question);
    const forsok = {
      id: newId(), tid: Date.now(), sporsmal: question.id, hash: question.key.hash, regelbok: this.data.regelbok,
      kort: this.cards.filter((card) => card.open).map((card) => card.id),
      ...said, ...(certain && said.nr === 1 ? { sikker: Number(certain) } : {}),
    };
    this.trouble = this.lager.add(this.sak, forsok);
    const detail = { ...forsok, sak: this.sak, type: question.section.dataset.type, key: question.key };
    this.dispatchEvent(new CustomEvent("svart", { bubbles: true, detail }));
  }

  /** What else there is to say after an answer: of certainty, of cards, of storage. @param {Sporsmal} question @returns {Node[]} */
  remarks(question) {
    const said = [];
    const certain = this.#certain(question);
    const hits = certain && treff(this.lager.all())?.find((row) => row.sikker === Number(certain));
    if (certain === "50" && question.dom.classList.contains("dom--rett")) said.push(t.i_tvil);
    if (hits && hits.antall) said.push(fyll(t.treff, { anker: t.anker[certain], rett: hits.rett, antall: hits.antall }));
    const needless = question.section.dataset.type === "steg" ? this.cards.filter((one) => one.open && one.needless) : [];
    for (const card of needless) said.push(fyll(t.unodvendig, { kort: card.name }));
    if (this.trouble === "fullt" || this.trouble === "stengt") said.push(t[this.trouble]);
    return said.map((text) => el("p", { className: "liten" }, text));
  }

  /** What was answered here before, and whether it still counts. */
  #tellOfLastTime() {
    const first = this.questions[0];
    const last = first && this.lager.of(this.sak).filter((one) => one.sporsmal === first.id).at(-1);
    if (!last || !(last.dom in t.dom)) return;
    const dom = t.dom[last.dom].replace(".", "");
    const changed = last.hash !== first.key.hash || last.regelbok !== this.data.regelbok;
    const line = fyll(t.sist, { dom: dom[0].toLowerCase() + dom.slice(1), dato: day(new Date(last.tid)) }) + (changed ? ` ${t.endret}` : "");
    first.form.before(el("p", { className: "liten sist" }, line));
  }
}

customElements.define("kurs-sak", Sak);
