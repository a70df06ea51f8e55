// @ts-check
/**
 * A question on a case's page: asks, judges, gives one retry with a hint, and tells. What is right, and what is said
 * of it, differs from kind to kind: see steg.js, valg.js, bunke.js, begrunnelse.js.
 */

import { el, fold, marked } from "./el.js";
import { capital, fyll, inWords } from "./tekst.js";
import tekster from "./tekster.js";

const t = tekster.sak;

/** @typedef {import("./judge.js").Dom | "levert"} Dom */

export class Sporsmal {
  /** Whether the learner may say how certain she is. */
  static sikker = true;

  /** @param {any} sak @param {HTMLElement} section */
  constructor(sak, section) {
    this.sak = sak;
    this.section = section;
    this.id = section.dataset.sporsmal ?? "";
    this.key = JSON.parse(section.querySelector("script")?.textContent ?? "{}");
    this.form = /** @type {HTMLFormElement} */ (section.querySelector("form"));
    this.fasit = /** @type {HTMLDetailsElement} */ (section.querySelector("[data-fasit]"));
    this.tries = 0;
    /** @type {Sporsmal | undefined} */
    this.next = undefined;
    this.status = el("p", { className: "liten", role: "status" });
    this.dom = el("h2", { className: "dom", tabIndex: -1 });
    this.answered = el("p", { className: "liten", "data-svarte": "" });
    this.said = el("div", { className: "brodtekst", "data-sagt": "" });
    this.told = el("div", { className: "svar", hidden: true, "data-dom": "" }, this.answered, this.dom, this.said);
    this.own = el("div", { className: "egne" });
    this.hint = el("div", { className: "svar hint", hidden: true, "data-hint": "" });
    this.onward = this.#onward();
  }

  /** @param {boolean} isFirst */
  start(isFirst) {
    this.section.hidden = !isFirst;
    this.fasit.hidden = true;
    this.form.append(this.buttons());
    this.form.after(this.hint, this.told);
    (this.fasit.querySelector("[data-del=mer]") ?? this.fasit.querySelector(".fold__inn"))?.append(this.own);
    this.section.append(this.onward);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer();
    });
    this.form.addEventListener("change", () => this.changed());
  }

  buttons() {
    return el("div", { className: "handling under" }, el("button", { className: "knapp", type: "submit" }, this.verb), this.status,
      el("p", { className: "liten taster" }, ...marked(t.taster, "kbd")));
  }

  get verb() {
    return t.svar;
  }

  // What a kind of question must say for itself.

  /** The parts that must be answered, as the form now stands. */
  get #asked() {
    return /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll("fieldset:not(.valgfri)")].filter((set) => !set.closest("[hidden]")));
  }

  /** The first part that is not answered, if any. @returns {HTMLElement | undefined} */
  get unanswered() {
    return this.#asked.find((set) => !set.querySelector(":checked"));
  }

  /** What to say where something is not answered. */
  get reminder() {
    const count = this.#asked.length;
    return count === 1 ? t.velg_forst : count === 2 ? t.svar_begge : t.svar_alle;
  }

  /** The verdict on the form as it stands, and what there is to keep of it. @returns {{ dom: Dom, svar: any, lesninger?: Record<string, string> }} */
  judge() {
    throw new Error("each kind judges by itself");
  }

  /** What helps after a first miss: a line before, and the question itself; null where there is none. @returns {[string, string] | null} */
  hintFor() {
    return null;
  }

  /** Something that comes before the verdict; true where it has taken over. */
  before() {
    return false;
  }

  changed() {
    this.status.textContent = "";
  }

  /** What the choice is called, for «Du svarte …». */
  get label() {
    return "";
  }

  /** The first words of the verdict, which carry its line. @param {Dom} dom @returns {string} */
  first(dom) {
    return dom === "levert" ? "" : t.dom[dom];
  }

  /** The sentence after the first words of the verdict. @param {Dom} _dom */
  sentence(_dom) {
    return "";
  }

  /** What is said of this very choice. @param {Dom} _dom @returns {(Node | string)[]} */
  saidOf(_dom) {
    return [];
  }

  // The course of it.

  #answer() {
    const missing = this.unanswered;
    if (missing) {
      this.status.textContent = this.reminder;
      /** @type {HTMLElement | null} */ (missing.matches("textarea") ? missing : missing.querySelector("input"))?.focus();
      return;
    }
    if (this.before()) return;
    const { dom, svar, lesninger } = this.judge();
    this.tries += 1;
    this.sak.keep(this, { dom, svar, lesninger, nr: this.tries });
    const hint = dom === "feil" && this.tries === 1 ? this.hintFor() : null;
    if (hint) this.#showHint(dom, ...hint);
    else this.tell(dom);
  }

  /** @param {Dom} dom @param {string} before @param {string} question */
  #showHint(dom, before, question) {
    const heading = el("h2", { tabIndex: -1 }, t.se_igjen);
    this.hint.replaceChildren(heading, el("p", { className: "liten" }, before), el("p", { className: "historie" }, question),
      el("div", { className: "handling" },
        el("button", { className: "knapp", type: "button", onclick: () => this.again() }, t.svar_pa_nytt),
        el("button", { className: "knapp knapp--ord", type: "button", onclick: () => this.tell(dom), "data-vis": "" }, t.vis_svaret)));
    this.form.hidden = true;
    this.hint.hidden = false;
    this.sak.say(`${t.se_igjen} ${question}`);
    heading.focus();
  }

  /** @param {Dom} dom */
  tell(dom) {
    this.settle();
    this.dom.className = `dom dom--${dom}`;
    const first = this.first(dom);
    this.dom.replaceChildren(...(first ? [el("span", {}, first), " "] : []), this.sentence(dom));
    const label = this.label;
    const certainty = this.sak.certainty(this);
    this.answered.replaceChildren(...(label ? [`${t.svarte} `, el("b", {}, label), certainty || (/[.!?»]$/.test(label) ? "" : ".")] : []));
    this.said.replaceChildren(...this.saidOf(dom), ...this.sak.remarks(this));
    this.own.replaceChildren(...(dom === "feil" ? this.folds() : []));
    this.form.hidden = this.hint.hidden = true;
    this.told.hidden = this.fasit.hidden = this.onward.hidden = false;
    this.fasit.open = true;
    if (!this.next) this.sak.finish();
    this.sak.say(this.dom.textContent ?? "");
    this.dom.focus();
  }

  /** Before the key is shown: lets what depends on the cards follow them. */
  settle() {}

  /** What the key says of the choice. @param {string} choice @param {string} part @returns {Node[]} */
  part(choice, part) {
    const found = this.fasit.querySelectorAll(`[data-valg="${CSS.escape(choice)}"] [data-${part}]`);
    return [...found].map((node) => node.cloneNode(true));
  }

  /** Folded below a miss: what it may cost, and what the choice is an example of. */
  folds() {
    return this.chosen.flatMap((choice) => {
      const [cost] = this.part(choice, "koster"), [example] = this.part(choice, "eksempel");
      return [cost && unfolded(cost), example && unfolded(example, el("p", { className: "liten" }, t.om_valget))].filter((part) => !!part);
    });
  }

  /** The values that are chosen. @returns {string[]} */
  get chosen() {
    return [...this.form.querySelectorAll("[data-svar] :checked")].map((input) => /** @type {HTMLInputElement} */ (input).value);
  }

  again() {
    this.form.hidden = false;
    this.form.reset();
    this.hint.hidden = this.told.hidden = this.fasit.hidden = this.onward.hidden = true;
    this.changed();
    /** @type {HTMLElement | null} */ (this.form.querySelector("input, textarea"))?.focus();
  }

  #onward() {
    const again = el("button", { className: "knapp knapp--ord", type: "button", onclick: () => this.again(), "data-igjen": "" }, t.svar_igjen);
    return el("div", { className: "handling under", hidden: true }, again);
  }

  /** @param {Sporsmal} next */
  leadsTo(next) {
    this.next = next;
    const button = el("button", { className: "knapp", type: "button", onclick: () => {
      next.section.hidden = false;
      button.hidden = true;
      /** @type {HTMLElement | null} */ (next.form.querySelector("input, textarea"))?.focus();
    } }, t.neste_sporsmal);
    button.dataset.neste = "";
    this.onward.prepend(button);
  }
}

/** A line «**Heading:** text» as a fold with that heading. @param {Node} line @param {...Node} more */
function unfolded(line, ...more) {
  const title = (line.firstChild?.textContent ?? "").replace(/:$/, "");
  return fold(title, el("p", {}, (line.lastChild?.textContent ?? "").trim()), ...more);
}

/** A small number in words. @param {number} count */
export function number(count) {
  return inWords(count, tekster.felles.tall);
}

export { capital, fyll, t };
