// @ts-check
/** The cards of a case: fetched is fetched; on a narrow sheet they can be pulled up from the foot of the window. */

import { el } from "./el.js";
import { fyll, t } from "./sporsmal.js";

export class Kort {
  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.details = details;
    this.id = details.id.replace("kort-", "");
    this.summary = /** @type {HTMLElement} */ (details.querySelector("summary"));
    this.name = this.summary.querySelector("b")?.textContent ?? "";
    this.takes = this.summary.querySelector("small")?.textContent ?? "";
    /** Whether the answer was settled without this card when it was fetched. */
    this.needless = false;
    this.summary.addEventListener("click", (event) => {
      if (this.open) event.preventDefault();
    });
  }

  get open() {
    return this.details.open;
  }

  fetch() {
    this.details.open = true;
    this.details.scrollIntoView({ block: "nearest" });
  }

  /** Tells when the card is fetched, after which it is no longer a button. @param {() => void} tell */
  whenFetched(tell) {
    this.details.addEventListener("toggle", () => {
      this.summary.tabIndex = -1;
      tell();
    });
  }
}

/**
 * A line at the foot of a narrow window that pulls the cards up over the question, and puts them back.
 * @param {HTMLElement} bilag
 */
export function cardLine(bilag) {
  const closed = () => bilag.querySelectorAll("details.kort:not([open])").length;
  const all = bilag.querySelectorAll(".kort").length;
  const button = el("button", { className: "knapp knapp--stille", type: "button", "aria-expanded": "false", "aria-controls": bilag.id });
  const close = el("button", { className: "knapp knapp--ord bilag__lukk", type: "button", onclick: () => set(false) }, t.lukk);
  const line = el("div", { className: "kortlinje" }, button);

  function label() {
    button.textContent = fyll(t.kort, { bord: all - closed(), hentes: closed() });
  }
  /** @param {boolean} up */
  function set(up) {
    bilag.classList.toggle("bilag--oppe", up);
    button.setAttribute("aria-expanded", String(up));
    (up ? close : button).focus({ preventScroll: true });
  }
  button.addEventListener("click", () => set(!bilag.classList.contains("bilag--oppe")));
  bilag.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && bilag.classList.contains("bilag--oppe")) set(false);
  });
  bilag.addEventListener("toggle", label, true);
  bilag.prepend(close);
  label();
  return line;
}
