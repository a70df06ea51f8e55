// @ts-check
/** Two sentences to the person, beside a model and a list. Nobody judges them but the learner, and they are not kept. */

import { el } from "./el.js";
import { Sporsmal, t } from "./sporsmal.js";

const LEAST = 10;
/** Letters that are enough to have something to compare. */

export class Begrunnelse extends Sporsmal {
  static sikker = false;

  get verb() {
    return t.sammenlign;
  }

  get #field() {
    return /** @type {HTMLTextAreaElement} */ (this.form.querySelector("textarea"));
  }

  get unanswered() {
    return this.#field.value.trim().length < LEAST ? this.#field : undefined;
  }

  get reminder() {
    return t.skriv_forst;
  }

  judge() {
    return { dom: /** @type {const} */ ("levert"), svar: null };
  }

  sentence() {
    return t.levert;
  }

  /** The two texts side by side; the list stands below them, in the key. */
  saidOf() {
    const model = this.fasit.querySelector("[data-modell] .brodtekst");
    return [el("div", { className: "side-ved-side" },
      el("section", {}, el("h3", {}, t.din_tekst), ...this.#field.value.trim().split(/\n+/).map((line) => el("p", {}, line))),
      el("section", {}, el("h3", {}, this.fasit.querySelector("[data-modell] h3")?.textContent ?? ""), ...[...(model?.childNodes ?? [])].map((node) => node.cloneNode(true))))];
  }
}
