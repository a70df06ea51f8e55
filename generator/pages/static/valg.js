// @ts-check
/** Questions whose key is cited: what one does (one choice), and which of these belong (all or nothing). */

import { el, row } from "./el.js";
import { misplaced } from "./judge.js";
import { capital, fyll, number, Sporsmal, t } from "./sporsmal.js";

export class Handling extends Sporsmal {
  get label() {
    return this.form.querySelector("[data-svar] :checked")?.closest("label")?.querySelector("span")?.textContent ?? "";
  }

  judge() {
    const [svar] = this.chosen;
    return { dom: /** @type {const} */ (this.key.rett.includes(svar) ? "rett" : "feil"), svar };
  }

  hintFor() {
    return /** @type {[string, string]} */ ([t.hint_regel, this.key.hint[this.chosen[0]]]);
  }

  /** @param {import("./sporsmal.js").Dom} dom */
  sentence(dom) {
    return dom === "feil" ? t.bryter : t.folger;
  }

  saidOf() {
    return ["tilbake", "regler"].flatMap((part) => this.part(this.chosen[0], part));
  }
}

export class Flere extends Sporsmal {
  get unanswered() {
    return this.chosen.length ? undefined : /** @type {HTMLElement} */ (this.form.querySelector("[data-svar]"));
  }

  get reminder() {
    return t.velg_forst;
  }

  get #wrong() {
    return misplaced(this.key.rett, this.chosen);
  }

  judge() {
    return { dom: /** @type {const} */ (this.#wrong ? "feil" : "rett"), svar: this.chosen };
  }

  hintFor() {
    const wrong = this.#wrong;
    const said = wrong === 1 ? t.hint_ett_feil : fyll(t.hint_feil, { antall: capital(number(wrong)) });
    return /** @type {[string, string]} */ (["", said]);
  }

  /** @param {import("./sporsmal.js").Dom} dom */
  sentence(dom) {
    return dom === "rett" ? t.flere_rett : t.flere_feil;
  }

  /** Every option with its word, those that were misplaced first. */
  saidOf() {
    const chosen = this.chosen;
    const rows = [...this.form.querySelectorAll("[data-svar] label")].map((label) => {
      const value = label.querySelector("input")?.value ?? "";
      const belongs = this.key.rett.includes(value), is = belongs === chosen.includes(value);
      const said = row(label.querySelector("span")?.textContent ?? "", null, belongs ? t.horer_med : t.horer_ikke_med, is ? "." : `. ${belongs ? t.ikke_krysset : t.krysset}`);
      said.lastElementChild?.append(...["tilbake", "regler"].flatMap((part) => this.part(value, part)));
      return { is, said };
    });
    return [el("dl", { className: "toledd" }, ...[...rows.filter(({ is }) => !is), ...rows.filter(({ is }) => is)].map(({ said }) => said))];
  }

  /** What it may cost, and the example: of those that should not have been chosen. */
  folds() {
    return this.chosen.some((value) => !this.key.rett.includes(value)) ? super.folds() : [];
  }
}
