// @ts-check
/**
 * The shell around a course in a package: one window, one session. Links between its pages are taken over, so that the
 * window lives on; what is answered goes to the learning platform through an adapter, and is had back from there.
 * Without this script every page still reads, and its links are ordinary ones.
 */

import * as husk from "./husk.js";
import { Lager } from "./lager.js";
import data from "./pakke.js";
import tekster from "./skalltekster.js";
import { fyll } from "./tekst.js";
import { Vei } from "./vei.js";

/**
 * @typedef {{ husk: string, sted: string, trengs?: number, bestatt?: boolean }} Husket what the platform remembers, the
 *   page one was at, the percent that are needed, and whether it is passed already
 * @typedef {{ husk: string, sted: string, poeng: number | null, ferdig: boolean, bestatt: boolean }} Stand
 * @typedef {{ sak: string, sporsmal: string, type: string, dom: husk.Dom, svar: any, rett: any, valg: string[],
 *   sikker?: number, kort: string[], lesninger?: Record<string, string>, tid: number, sekunder: number }} Svar an answer:
 *   what was chosen, what was right as the cards lay, and the options in their order
 * @typedef {{
 *   merknad?: string,
 *   start(): Promise<Husket | "ingen_plattform" | "stum_plattform">,
 *   svart(one: Svar): void,
 *   lagre(stand: Stand): boolean,
 *   slutt(): void,
 * }} Plattform an adapter; `lagre` says whether the platform took it, and where that is not known at once, the event `lagret`
 *   says it later; `merknad` is what is to be said as long as the platform takes it
 */

const t = tekster.skall;
/** @type {husk.Pakke} */
export const pakke = {
  digest: data.digest,
  regelbok: data.regelbok,
  sporsmal: Object.entries(data.saker).flatMap(([sak, asked]) =>
    asked.map(([id, type, hash, nokkel]) => ({ sak, id, hash, nokkel, bunke: type === "bunke" }))),
};
const CASE = /^saker\/(.+)\.html$/;
/** The pages that one goes on from the next time; what is looked up in between is not. */
const LEARNING = /^(saker|leksjoner)\//;

/** A storage that is forgotten with the window: on a shared machine nobody sees what the one before answered. */
class Minne {
  #texts = new Map();

  get length() {
    return this.#texts.size;
  }

  /** @param {number} i */
  key(i) {
    return [...this.#texts.keys()][i] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#texts.get(key) ?? null;
  }

  /** @param {string} key @param {string} text */
  setItem(key, text) {
    this.#texts.set(key, text);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#texts.delete(key);
  }
}

/** Where no platform answers: what is answered is remembered until the window is closed. @implements {Plattform} */
class Alene {
  #key = `enhetlig.pakke.${pakke.digest}`;

  async start() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "null") ?? { husk: "", sted: "" };
    } catch {
      return { husk: "", sted: "" };
    }
  }

  svart() {}

  /** @param {Stand} stand */
  lagre({ husk, sted }) {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ husk, sted }));
    } catch {} // then it counts as long as the page is open
    return true;
  }

  slutt() {}
}

class Skall {
  trengs = data.trengs;
  bestatt = false;
  isReady = false;
  sted = "";
  shown = performance.now();

  /** @param {Plattform} plattform */
  constructor(plattform) {
    this.plattform = plattform;
    this.vei = new Vei((navn) => this.#arrived(navn), () => this.#say("nytt", t.siden_kom_ikke));
  }

  /** Links first: who is quick must not leave the window once the platform's session has begun in it. */
  async start() {
    this.vei.start();
    this.#take(await this.#begin());
    const minne = new Minne();
    for (const [sak, forsok] of husk.forsok(this.alle, pakke)) minne.setItem(`enhetlig.sak.${sak}`, JSON.stringify({ v: 1, forsok }));
    Lager.storage = () => /** @type {any} */ (minne);
    document.addEventListener("svart", (event) => this.#answered(/** @type {CustomEvent} */ (event)));
    addEventListener("lagret", (event) => this.#tellOf(/** @type {CustomEvent} */ (event).detail));
    addEventListener("pagehide", () => this.plattform.slutt());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#cameBack());
    await import("./sak.js");
    this.isReady = true;
    const isOpen = !CASE.test(this.sted) || !this.#of(this.sted).ferdig;
    if (!this.vei.navn && this.sted && isOpen) await this.vei.til(this.sted);
    else this.#arrived(this.vei.navn);
  }

  /** What the platform remembers; where there is none, the course works alone, and says so. @returns {Promise<Husket>} */
  async #begin() {
    const found = await this.plattform.start();
    if (typeof found !== "string") return found;
    this.#say("plattform", `${t[found]} ${t.huskes}`);
    this.plattform = new Alene();
    return this.plattform.start();
  }

  /** @param {Husket} found */
  #take(found) {
    this.alle = husk.les(found.husk, pakke);
    this.sted = LEARNING.test(found.sted) ? found.sted : "";
    this.trengs = found.trengs ?? this.trengs;
    this.bestatt = found.bestatt ?? false;
  }

  /** The page is shown again as it was left: the session that ended when it was left must be begun anew. */
  async #cameBack() {
    const found = await this.plattform.start();
    if (typeof found === "string") {
      this.plattform = new Alene();
      this.#say("plattform", t.okten_er_slutt);
    }
    this.#keep();
  }

  /** @param {string} navn the page, and nothing for the contents */
  #arrived(navn) {
    if (!this.isReady) return;
    this.shown = performance.now();
    if (LEARNING.test(navn)) this.sted = navn;
    this.#say("nytt", "");
    this.#keep();
    this.#show();
  }

  /** @param {CustomEvent} event */
  #answered({ target, detail }) {
    const sak = /** @type {any} */ (target), { key, type } = detail;
    const asked = pakke.sporsmal.find((one) => one.sak === detail.sak && one.id === detail.sporsmal);
    if (!asked) return;
    const rett = key.tilstand ? key.rett[key.tilstand[sak.mask]] : key.rett ?? [];
    const poeng = type === "bunke" ? husk.iBunken(rett, detail.svar) : detail.dom === "feil" ? 0 : 10;
    const before = { bestatt: this.bestatt, ferdig: husk.stand(this.alle, pakke).ferdig };
    husk.svar(this.alle, asked.nokkel, { ...detail, poeng });
    const fields = sak.querySelectorAll(`[data-sporsmal="${detail.sporsmal}"] [data-svar] input`);
    const now = performance.now(), sekunder = (now - this.shown) / 1000;
    this.shown = now;
    this.plattform.svart({ ...detail, rett, valg: [...fields].map((input) => input.value), sekunder });
    const { prosent, ferdig } = this.#keep();
    this.#show();
    if (this.bestatt && !before.bestatt) this.#say("nytt", fyll(t.bestatt_na, { poeng: prosent }));
    else if (ferdig && !before.ferdig && !this.bestatt) this.#say("nytt", fyll(t.ferdig_na, { poeng: prosent, trengs: this.trengs }));
  }

  /** Hands the platform all that it is to remember. */
  #keep() {
    const told = husk.stand(this.alle, pakke);
    this.bestatt ||= told.svart > 0 && told.prosent >= this.trengs;
    const taken = this.plattform.lagre({
      husk: husk.skriv(this.alle, pakke), sted: this.sted, poeng: told.svart ? told.prosent : null, ferdig: told.ferdig, bestatt: this.bestatt,
    });
    this.#tellOf(taken);
    return told;
  }

  /** @param {boolean} taken */
  #tellOf(taken) {
    if (!(this.plattform instanceof Alene)) this.#say("plattform", taken ? this.plattform.merknad ?? "" : t.ikke_lagret);
  }

  /** How far one has come in the case of this page. @param {string} navn */
  #of(navn) {
    return husk.stand(this.alle, pakke, CASE.exec(navn)?.[1] ?? "");
  }

  // What is shown.

  /** @param {"plattform" | "nytt"} part @param {string} text */
  #say(part, text) {
    const line = document.querySelector(`[data-si=${part}]`);
    if (line && line.textContent !== text) line.textContent = text;
  }

  #show() {
    const { svart, antall, prosent } = husk.stand(this.alle, pakke);
    const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-stand]"));
    if (!bar) return;
    bar.hidden = false;
    document.querySelector("[data-bare-lese]")?.remove();
    const progress = /** @type {HTMLProgressElement} */ (bar.querySelector("progress"));
    [progress.max, progress.value] = [antall, svart];
    const [far, score] = bar.querySelectorAll("[data-svart], [data-poeng]");
    far.textContent = fyll(t.svart, { svart, antall });
    score.textContent = fyll(this.bestatt ? t.bestatt : t.poeng, { poeng: prosent, trengs: this.trengs });
    this.#showContents();
  }

  /** On the page of contents: how far one has come in each case, and what lies on top. */
  #showContents() {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-punkt]"))) {
      const { svart, antall, poeng, ferdig } = husk.stand(this.alle, pakke, part.dataset.punkt);
      const points = String(poeng).replace(".", ",");
      part.textContent = !svart ? "" : fyll(ferdig ? t.sak_ferdig : t.sak_begynt, { svart, antall, poeng: points });
    }
    const needed = document.querySelector("[data-trengs]");
    if (needed) needed.textContent = String(this.trengs);
    const next = document.querySelector("[data-videre]");
    if (next) this.#showNext(next);
  }

  /** The page one was at, where something is left to do there; else the first case that is not done. @param {Element} sheet */
  #showNext(sheet) {
    const link = (/** @type {string} */ navn) => navn && document.querySelector(`main a[data-side="${CSS.escape(navn)}"]`);
    const isOpen = (/** @type {string} */ navn) => !CASE.test(navn) || !this.#of(navn).ferdig;
    const last = isOpen(this.sted) && link(this.sted);
    const cases = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("main a[data-side^='saker/']"));
    const next = last || (this.sted || this.alle.size ? [...cases].find((one) => isOpen(one.dataset.side ?? "")) : null);
    const [over, title, button, first] = ["over", "tittel", "knapp", "forst"].map((name) => sheet.querySelector(`[data-videre-${name}]`));
    if (!over || !title || !button || (!next && !this.alle.size)) return;
    first?.remove();
    over.textContent = last ? t.sist : next ? t.neste : t.alt_over;
    title.textContent = next ? next.textContent : this.bestatt ? t.alt_bestatt : t.alt_besvart;
    button.toggleAttribute("hidden", !next);
    if (!next) return;
    button.textContent = last ? t.fortsett : t.ta_neste;
    /** @type {HTMLAnchorElement} */ (button).href = /** @type {HTMLAnchorElement} */ (next).href;
  }
}

/** Begins the course with this platform. @param {Plattform} plattform */
export function begynn(plattform) {
  return new Skall(plattform).start();
}
