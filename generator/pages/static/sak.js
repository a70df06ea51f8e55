// @ts-check
/**
 * <kurs-sak>: a case one works through. Reads the key from the page's own JSON, worked out at
 * build for every set of open cards. Without JavaScript the case, the options and the key in
 * <details> are still there to read; nothing is sent or stored.
 */

/**
 * @typedef {{ tilstand: number[], rett: string[][], skjonn: number[], utledet: string[][], hjelper: number[][],
 *   bringer: Record<string, number[]>, lest: Record<string, string[][]>, svar: string[][], folger: string[] }} Nokkel
 * @typedef {"feil" | "rett" | "gra"} Dom
 */

export const INNHENT = "innhent_opplysninger";

/**
 * The verdict on a choice in one state of the cards: what the rules lead to is right, what they only allow is grey.
 * Where they lead several ways and it is no matter of judgement, something is missing.
 * @param {Nokkel} key @param {number} state @param {string} choice @returns {Dom}
 */
export function judge(key, state, choice) {
  if (!key.rett[state].includes(choice)) return "feil";
  if (key.skjonn.includes(state)) return "gra";
  const [outcome, ...others] = key.utledet[state];
  return choice === (others.length ? INNHENT : outcome) ? "rett" : "gra";
}

/**
 * What is right given the learner's own readings: options, or null where the readings cannot all hold.
 * @param {Nokkel} key @param {number} mask @param {number[]} chosen @param {number[]} sizes
 * @returns {string[] | null}
 */
export function follows(key, mask, chosen, sizes) {
  const place = chosen.reduce((sum, value, i) => sum * sizes[i] + value, 0);
  const sign = key.folger[mask][place];
  return sign === "-" ? null : key.svar[parseInt(sign, 36)];
}

/**
 * Where «hva, og hvor» leads: the card may help with that fact, or not.
 * @param {Nokkel} key @param {number} state @param {string} fact @param {number} card
 * @returns {"hjelper" | "ikke her" | "avgjør ikke"}
 */
export function fetches(key, state, fact, card) {
  const helps = key.hjelper[state];
  if (!(key.bringer[fact] ?? []).some((number) => helps.includes(number))) return "avgjør ikke";
  return (key.bringer[fact] ?? []).includes(card) && helps.includes(card) ? "hjelper" : "ikke her";
}

const FORST = { feil: "Ikke i tråd.", rett: "I tråd.", gra: "Kan forsvares." };

class Sporsmal {
  /** @param {any} sak @param {HTMLElement} section @param {HTMLElement | undefined} next */
  constructor(sak, section, next) {
    this.sak = sak;
    this.section = section;
    this.next = next;
    this.key = /** @type {any} */ (JSON.parse(section.querySelector("script")?.textContent ?? "{}"));
    this.form = /** @type {HTMLFormElement} */ (section.querySelector("form"));
    this.status = /** @type {HTMLElement} */ (section.querySelector("[role=status]"));
    this.dom = this.#part("[data-dom]");
    this.fasit = /** @type {HTMLDetailsElement} */ (section.querySelector("[data-fasit]"));
    this.more = /** @type {HTMLElement | null} */ (section.querySelector("[data-mer]"));
    this.onward = this.#part("[data-videre]");
  }

  /** @param {boolean} isFirst */
  start(isFirst) {
    this.section.hidden = !isFirst;
    this.fasit.hidden = true;
    if (this.more) this.more.hidden = true;
    this.#part("[data-knapper]").hidden = false;
    this.#numberKeys();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer();
    });
    this.form.addEventListener("change", () => this.#changed());
    this.sak.addEventListener("hentet", () => this.#askWhere());
    this.#button("[data-igjen]").addEventListener("click", () => this.#again());
    this.#button("[data-neste]").addEventListener("click", () => {
      if (!this.next) return;
      this.next.hidden = false;
      this.next.querySelector("input")?.focus();
      this.#button("[data-neste]").hidden = true;
    });
    this.#button("[data-neste]").hidden = !this.next;
  }

  /** What is asked as the form now stands. */
  get #asked() {
    return [...this.form.querySelectorAll("fieldset")].filter((set) => !set.closest("[hidden]"));
  }

  #changed() {
    this.status.textContent = "";
    this.#askWhere();
  }

  /** «Hva, og hvor» is asked while a closed card can help, and only of the cards that are closed. */
  #askWhere() {
    if (!this.more) return;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.more.querySelectorAll("[data-hvor] input")))
      if (this.sak.cards[Number(input.value)].open) input.closest("label")?.remove();
    this.more.hidden = !(this.#chosen("[data-svar]") === INNHENT && this.#state.helps.length);
  }

  get #state() {
    const number = this.key.tilstand ? this.key.tilstand[this.sak.mask] : 0;
    return { number, helps: this.key.hjelper?.[number] ?? [] };
  }

  #answer() {
    const missing = this.#asked.find((set) => !set.querySelector(":checked"));
    if (missing) {
      const count = this.#asked.length;
      this.status.textContent = count === 1 ? "Velg et svar først." : `Svar på ${count === 2 ? "begge" : "alle"} spørsmålene først.`;
      missing.querySelector("input")?.focus();
      return;
    }
    const choice = this.#chosen("[data-svar]") ?? "";
    if (this.more && !this.more.hidden && !this.#fetch(choice)) return;
    this.#tell(choice);
  }

  /** Follows «hva, og hvor»; true where the answer itself is to be told. @param {string} choice */
  #fetch(choice) {
    const { number } = this.#state;
    if (judge(this.key, number, choice) === "feil") return true;
    const fact = this.#chosen("[data-hva]") ?? "";
    const card = Number(this.#chosen("[data-hvor]"));
    const found = fetches(this.key, number, fact, card);
    if (found === "hjelper") {
      this.sak.cards[card].open = true;
      this.form.reset();
      this.#changed();
      this.status.textContent = "I tråd: det trengtes mer. Kortet er hentet, og spørsmålet står igjen.";
      this.sak.cards[card].scrollIntoView({ block: "nearest" });
      this.form.querySelector("input")?.focus({ preventScroll: true });
    } else {
      this.status.textContent = found === "ikke her"
        ? "Det trengs mer, men dette finner du ikke der. Se etter et annet sted."
        : "Det trengs mer, men ikke dette: svaret blir det samme uansett. Se etter noe annet.";
      this.form.querySelector(found === "ikke her" ? "[data-hvor] input" : "[data-hva] input")?.focus();
    }
    return false;
  }

  /** @param {string} choice */
  #tell(choice) {
    const state = this.#state.number;
    const verdict = this.key.tilstand ? judge(this.key, state, choice) : this.key.rett.includes(choice) ? "rett" : "feil";
    for (const line of this.fasit.querySelectorAll("[data-i]"))
      line.toggleAttribute("hidden", !(/** @type {HTMLElement} */ (line).dataset.i ?? "").split(" ").includes(String(state)));
    const heading = /** @type {HTMLElement} */ (this.dom.querySelector(".dom"));
    heading.className = `dom dom--${verdict}`;
    const first = document.createElement("span");
    first.textContent = FORST[verdict];
    heading.replaceChildren(first, ` ${this.#sentence(verdict, choice)}`);
    const answered = document.createElement("b");
    answered.textContent = this.#label(choice);
    this.#part("[data-svarte]").replaceChildren("Du svarte ", answered, /[.!?»]$/.test(this.#label(choice)) ? "" : ".");
    this.#part("[data-sagt]").replaceChildren(...this.#said(verdict, choice, state));
    this.form.hidden = true;
    this.dom.hidden = false;
    this.fasit.hidden = false;
    this.fasit.open = true;
    this.onward.hidden = false;
    if (!this.next) this.sak.finish();
    heading.focus();
  }

  /** @param {Dom} verdict @param {string} choice */
  #sentence(verdict, choice) {
    if (!this.key.tilstand) return verdict === "feil" ? "Valget går imot en regel." : "Dette følger reglene.";
    const line = this.fasit.querySelector(".fasit-linje:not([hidden])")?.textContent ?? "";
    return verdict === "gra" && !this.key.skjonn.includes(this.#state.number) && choice
      ? `Reglene krever det ikke. ${line}` : line;
  }

  /** The words on this very choice: the reading, the rule, and the author's own. @param {Dom} verdict @param {string} choice @param {number} state */
  *#said(verdict, choice, state) {
    const box = this.fasit.querySelector(`[data-valg="${CSS.escape(choice)}"]`);
    const reading = this.#reading(choice);
    if (reading) yield reading;
    const isLast = !this.key.tilstand || state === this.key.tilstand.at(-1);
    const said = {
      forsvar: verdict === "gra",
      tilbake: verdict === "feil" || isLast,
      regler: !this.key.tilstand,
      koster: verdict === "feil",
      eksempel: verdict === "feil",
    };
    for (const [part, isSaid] of Object.entries(said))
      if (isSaid) for (const words of box?.querySelectorAll(`[data-${part}]`) ?? []) yield words.cloneNode(true);
  }

  /** Whether the reading can be defended, and the choice follows from it. @param {string} choice */
  #reading(choice) {
    const sets = /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll("[data-lesning]")]);
    if (!sets.length) return null;
    const list = document.createElement("dl");
    list.className = "toledd";
    const chosen = [], sizes = [];
    for (const set of sets) {
      const inputs = /** @type {HTMLInputElement[]} */ ([...set.querySelectorAll("input")]);
      const at = inputs.findIndex((input) => input.checked);
      chosen.push(at);
      sizes.push(inputs.length);
      const fact = set.dataset.lesning ?? "";
      const defended = this.key.lest[fact][this.sak.mask].includes(inputs[at].value);
      const known = !this.key.lest[fact][this.sak.mask].includes("ukjent");
      const why = known ? this.fasit.querySelector(`[data-fordi="${fact}"] dd p`)?.textContent ?? "" : "";
      list.append(row("Din lesning", `«${inputs[at].closest("label")?.querySelector("span")?.textContent}»`,
        defended ? "Kan forsvares." : "Kan ikke forsvares",
        defended ? why : known ? `: ${why}` : " med det som ligger på bordet."));
    }
    const right = follows(this.key, this.sak.mask, chosen, sizes);
    list.append(right === null
      ? row("Regelen", "", "Lesningen går ikke sammen", " med det andre som er kjent i saken.")
      : row("Regelen", "", right.includes(choice) ? "Følger" : "Følger ikke", " av din egen lesning."));
    return list;
  }

  #again() {
    this.form.hidden = false;
    this.form.reset();
    for (const part of [this.dom, this.fasit, this.onward]) part.hidden = true;
    this.#changed();
    this.form.querySelector("input")?.focus();
  }

  #numberKeys() {
    for (const set of this.form.querySelectorAll("fieldset"))
      set.querySelectorAll("label").forEach((label, i) => {
        if (i < 9) label.append(Object.assign(document.createElement("kbd"), { textContent: i + 1, ariaHidden: "true" }));
      });
    this.form.addEventListener("keydown", (event) => {
      if (!/^[1-9]$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
      const labels = /** @type {HTMLElement} */ (event.target).closest("fieldset")?.querySelectorAll("label") ?? [];
      const input = [...labels].find((label) => label.querySelector("kbd")?.textContent === event.key)?.querySelector("input");
      if (!input) return;
      input.checked = true;
      input.focus();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /** @param {string} set */
  #chosen(set) {
    return /** @type {HTMLInputElement | null} */ (this.form.querySelector(`${set} :checked`))?.value;
  }

  /** @param {string} choice */
  #label(choice) {
    return this.form.querySelector(`[data-svar] input[value="${CSS.escape(choice)}"]`)?.closest("label")?.querySelector("span")?.textContent ?? "";
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.section.querySelector(selector));
  }

  /** @param {string} selector @returns {HTMLButtonElement} */
  #button(selector) {
    return /** @type {HTMLButtonElement} */ (this.section.querySelector(selector));
  }
}

/** @param {string} label @param {string} quote @param {string} verdict @param {string} rest */
function row(label, quote, verdict, rest) {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = label;
  const said = document.createElement("dd");
  if (quote) {
    const words = document.createElement("p");
    words.textContent = quote;
    said.append(words);
  }
  const bold = document.createElement("b");
  bold.textContent = verdict;
  said.append(bold, rest.startsWith(":") || rest.startsWith(" ") ? rest : ` ${rest}`);
  line.append(term, said);
  return line;
}

if ("customElements" in globalThis) {
  customElements.define("kurs-sak", class extends HTMLElement {
    connectedCallback() {
      this.classList.add("virker");
      this.cards = /** @type {HTMLDetailsElement[]} */ ([...this.querySelectorAll("details.kort")]);
      for (const card of this.cards) this.#keepOpen(card);
      const questions = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".sporsmal")]);
      this.querySelector("[data-etter]")?.setAttribute("hidden", "");
      questions.forEach((section, i) => new Sporsmal(this, section, questions[i + 1]).start(i === 0));
    }

    /** After the last question: what to go on to, and to talk about. */
    finish() {
      this.querySelector("[data-etter]")?.removeAttribute("hidden");
    }

    /** The set of open cards, as a number. */
    get mask() {
      return this.cards.reduce((mask, card, i) => mask | (card.open ? 1 << i : 0), 0);
    }

    /** Fetched is fetched: an open card stays open, and is no longer a button. @param {HTMLDetailsElement} card */
    #keepOpen(card) {
      const summary = /** @type {HTMLElement} */ (card.querySelector("summary"));
      summary.addEventListener("click", (event) => {
        if (card.open) event.preventDefault();
      });
      card.addEventListener("toggle", () => {
        summary.tabIndex = -1;
        this.dispatchEvent(new CustomEvent("hentet"));
      });
    }
  });
}
