// @ts-check
/**
 * A case used in a fagmøte on one shared screen, without a server: hands are counted in for two rounds, the rules
 * answer, and the team writes down what it will do. Kept in this browser; nothing of a person is asked for.
 */

import { el } from "./el.js";
import { Moteregnskap } from "./moteregnskap.js";
import { capital, day, fyll, inWords } from "./tekst.js";
import tekster from "./sidetekster.js";

const t = tekster.mote;
/** @param {number} n */
const word = (n) => inWords(n, tekster.felles.tall);

/** The step at which the key is shown. */
const KEY = 4;

/** @typedef {{ navn: string, valg: [string, string][] }} Del what is counted: a reading or the answer, by its values and their names */

class Mote {
  /** @param {any} sak @param {any} question */
  constructor(sak, question) {
    this.sak = sak;
    this.question = question;
    this.key = `enhetlig.mote.${sak.sak}`;
    /** @type {{ trinn: number, runder: Record<string, Record<string, number>>[], praksis: Record<string, string>, kort: string[] }} */
    this.state = { trinn: 0, runder: [{}, {}], praksis: {}, kort: [], ...this.#kept() };
    for (const card of sak.cards) if (this.state.kort.includes(card.id)) card.fetch();
    sak.addEventListener("hentet", () => this.#keep());
    const sets = [...question.form.querySelectorAll("[data-lesning], [data-svar]")];
    /** @type {Record<string, Del>} */
    this.parts = Object.fromEntries(sets.map((set) => [set.dataset.lesning ?? "svar", { navn: legend(set), valg: choices(set) }]));
    this.#keep(); // also cards that were fetched before the meeting began
    this.box = el("section", { className: "mote", "aria-label": t.tittel });
    question.section.before(this.box);
    for (const one of sak.questions) one.section.hidden = true;
    sak.after?.setAttribute("hidden", "");
    if (this.state.trinn < KEY) this.#show();
    else this.#held();
  }

  /** A meeting that came as far as the key is not opened at it: others may be looking. */
  #held() {
    this.question.section.hidden = true;
    const again = () => (this.#forget(), history.replaceState(null, "", "#fagmote"), location.reload());
    this.box.replaceChildren(this.#heading(t.holdt), el("p", {}, t.holdt_om),
      el("div", { className: "handling under" }, button(t.begynn_igjen, again), button(t.se_igjen, () => this.#show(), "knapp--ord"), button(t.avslutt, () => this.#end(), "knapp--ord")));
  }

  /** @returns {any} */
  #kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}");
      return kept && Array.isArray(kept.runder) && kept.runder.length === 2 ? kept : {};
    } catch {
      return {};
    }
  }

  #keep() {
    this.state.kort = this.sak.cards.filter((/** @type {any} */ card) => card.open).map((/** @type {any} */ card) => card.id);
    try {
      localStorage.setItem(this.key, JSON.stringify(this.state));
    } catch {
      // then it lasts as long as the page
    }
  }

  /** @param {number} trinn */
  go(trinn) {
    this.state.trinn = trinn;
    this.#keep();
    this.#show();
    this.box.querySelector("h2")?.focus();
  }

  #show() {
    const steps = [() => this.#read(), () => this.#round(0), () => this.#talk(), () => this.#round(1), () => this.#rules(), () => this.#practice()];
    const at = Math.min(this.state.trinn, steps.length - 1);
    this.question.section.hidden = true;
    this.box.replaceChildren(el("p", { className: "liten" }, fyll(t.trinn, { n: at + 1, antall: steps.length })), ...steps[at]());
    const ways = at ? [button(t.tilbake, () => this.go(at - 1), "knapp--ord")] : [];
    this.box.querySelector(".handling")?.append(...ways, button(t.avslutt, () => this.#end(), "knapp--ord"));
  }

  /** Back to the case, also where a link to the meeting led here. */
  #end() {
    history.replaceState(null, "", location.pathname);
    location.reload();
  }

  /** @param {string} text */
  #heading(text) {
    return el("h2", { tabIndex: -1 }, text);
  }

  #read() {
    return [this.#heading(t.les), el("p", {}, t.les_om), this.#next(t.alle_har_lest)];
  }

  /** @param {string} label @param {() => boolean} [ready] */
  #next(label, ready = () => true) {
    return el("div", { className: "handling under" }, button(label, () => ready() && this.go(this.state.trinn + 1)));
  }

  // Counting hands.

  /** @param {number} n */
  #round(n) {
    const counts = this.state.runder[n];
    const status = el("p", { className: "liten", role: "status" });
    const sets = Object.entries(this.parts).map(([part, { navn, valg }]) => el("fieldset", { className: "sp hender" }, el("legend", {}, navn),
      ...valg.map(([value, name]) => {
        const input = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: "0", max: "99", inputMode: "numeric", value: String(counts[part]?.[value] ?? "") }));
        input.addEventListener("input", () => {
          (counts[part] ??= {})[value] = Math.max(0, Math.min(99, Math.trunc(Number(input.value)) || 0));
          this.#keep();
        });
        return el("label", {}, input, " ", el("span", {}, name));
      })));
    const ready = () => {
      const all = new Moteregnskap(this.parts, counts);
      status.textContent = all.antall < 2 ? t.minst_to : all.ujevn ? fyll(t.ujevn, { del: all.ujevn.navn, n: all.ujevn.antall, alle: all.antall }) : "";
      return !status.textContent;
    };
    return [this.#heading(n ? t.runde_2 : t.runde_1), el("p", {}, n ? t.runde_2_om : t.runde_1_om), ...sets, this.#next(t.lukk, ready), status];
  }

  // Between the rounds: where we differ, and no bars unless somebody asks for them.

  #talk() {
    const said = new Moteregnskap(this.parts, this.state.runder[0]);
    const split = Object.keys(this.parts).filter((part) => part !== "svar" && said.delt(part));
    const lines = [said.delt("svar") ? fyll(t.delt, { n: word(said.valgt("svar")) }) : t.enige];
    if (split.length) lines.push(t.leser_ulikt);
    else if (said.delt("svar") && Object.keys(this.parts).length > 1) lines.push(t.leser_likt);
    const prompts = [...split.map((part) => fyll(t.hva_peker, { del: this.parts[part].navn })), ...this.#prompts()];
    const spread = el("div", { hidden: true }, this.#bars(0));
    const show = el("input", { type: "checkbox" });
    show.addEventListener("change", () => (spread.hidden = !(/** @type {HTMLInputElement} */ (show).checked)));
    return [this.#heading(t.snakk), ...lines.map((line) => el("p", { className: "historie" }, line)), el("ul", { className: "luftig" }, ...prompts.map((one) => el("li", {}, one))),
      el("p", {}, el("label", {}, show, " ", t.vis_fordeling)), spread, this.#next(t.vurder_igjen)];
  }

  #prompts() {
    return [...(this.sak.after?.querySelectorAll("[data-drofting] li") ?? [])].map((li) => li.textContent ?? "");
  }

  // What the rules say.

  /** @returns {string[]} */
  get #right() {
    const { key } = this.question;
    return key.tilstand ? key.rett[key.tilstand[this.sak.mask]] : key.rett;
  }

  #rules() {
    const [first, last] = this.state.runder.map((round) => new Moteregnskap(this.parts, round));
    this.question.settle();
    this.question.section.hidden = false;
    this.question.form.hidden = true;
    this.question.fasit.hidden = false;
    this.question.fasit.open = true;
    const right = this.parts.svar.valg.filter(([value]) => this.#right.includes(value)).map(([, name]) => `«${name}»`);
    return [this.#heading(last.dom(this.#right, t)), el("p", { className: "historie" }, fyll(t.reglene_gir, { svar: right.join(` ${t.eller} `) })), el("p", {}, fyll(t.par, { forst: first.par(), sist: last.par() })),
      ...this.#moved(first, last).map((line) => el("p", {}, line)),
      el("h3", {}, t.begge_runder), this.#bars(0, 1), this.#next(t.til_praksis), el("h3", { className: "under" }, t.reglene_sier)];
  }

  /** @param {Moteregnskap} first @param {Moteregnskap} last */
  #moved(first, last) {
    const least = last.byttet(first);
    return least ? [fyll(t.byttet, { n: word(least) })] : [];
  }

  /** The spread as bars with words; the rules' answers in the stamp's colour. @param {...number} rounds */
  #bars(...rounds) {
    const right = rounds.length > 1 ? this.#right : [];
    const all = rounds.map((n) => new Moteregnskap(this.parts, this.state.runder[n]));
    const most = Math.max(1, ...all.map((one) => one.antall));
    return el("table", { className: "tab stolper" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t.svar), ...rounds.map((n) => el("th", { scope: "col" }, n ? t.runde_2 : t.runde_1)))),
      el("tbody", {}, ...this.parts.svar.valg.map(([value, name]) => el("tr", { className: right.includes(value) ? "etter-reglene" : "" },
        el("th", { scope: "row" }, name, right.includes(value) ? el("small", {}, ` ${t.etter_reglene}`) : ""),
        ...all.map((one, i) => el("td", {}, el("meter", { min: "0", max: String(most), value: String(one.hender("svar", value)), ariaHidden: "true", className: i ? "fylt" : "" }), ` ${one.hender("svar", value)}`))))));
  }

  // What we agree on.

  #practice() {
    const fields = Object.entries(t.praksis).map(([id, label]) => {
      const input = /** @type {HTMLInputElement} */ (el(id === "hva" || id === "apent" ? "textarea" : "input", { id: `mote-${id}`, ...(id === "igjen" ? { type: "date" } : {}) }));
      input.value = this.state.praksis[id] ?? "";
      input.addEventListener("input", () => {
        this.state.praksis[id] = input.value;
        this.#keep();
      });
      return el("p", {}, el("label", { htmlFor: `mote-${id}` }, label), input);
    });
    return [this.#heading(t.praksis_tittel), el("p", {}, t.praksis_om), ...fields,
      el("div", { className: "handling under" }, button(t.last_ned, () => this.#download()), button(t.skriv_ut, () => print(), "knapp--ord"), button(t.slett, () => this.#delete(), "knapp--ord")),
      el("p", { className: "liten" }, t.lagres)];
  }

  #delete() {
    this.#forget();
    this.#end();
  }

  #forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // nothing was kept
    }
  }

  #download() {
    const link = el("a", { href: URL.createObjectURL(new Blob([this.minutes()], { type: "text/markdown" })), download: `fagmote-${this.sak.sak}.md` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** The minutes as Markdown. */
  minutes() {
    const rounds = this.state.runder.map((round) => new Moteregnskap(this.parts, round));
    const right = this.#right;
    const rows = this.parts.svar.valg.map(([value, name]) => `- ${name}: ${rounds.map((one) => one.hender("svar", value)).join(" → ")}${right.includes(value) ? ` (${t.etter_reglene})` : ""}`);
    const practice = Object.entries(t.praksis).filter(([id]) => this.state.praksis[id]).map(([id, label]) => `**${label}** ${this.state.praksis[id]}`);
    const title = this.sak.querySelector("h1")?.textContent ?? "";
    return [`# ${t.referat}: ${title}`, capital(day(new Date(), true)), `## ${this.parts.svar.navn}`, rounds[1].dom(right, t), ...this.#moved(rounds[0], rounds[1]), rows.join("\n"), `## ${t.praksis_tittel}`, ...practice].join("\n\n") + "\n";
  }
}

/** @param {HTMLElement} set */
function legend(set) {
  return set.querySelector("legend")?.lastChild?.textContent?.trim() ?? "";
}

/** @param {HTMLElement} set @returns {[string, string][]} */
function choices(set) {
  return [...set.querySelectorAll("label")].map((label) => [label.querySelector("input")?.value ?? "", label.querySelector("span")?.textContent ?? ""]);
}

/** @param {string} text @param {() => void} onclick @param {string} [kind] */
function button(text, onclick, kind = "") {
  return el("button", { className: `knapp ${kind}`.trim(), type: "button", onclick }, text);
}

/** @param {any} sak @param {any} question */
export function start(sak, question) {
  return new Mote(sak, question);
}
