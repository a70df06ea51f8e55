// @ts-check
/**
 * A screen of a meeting: listens for news, fetches itself anew when the meeting has gone on, and sends what is answered
 * until the server says that it is kept. All of it works without a script too, with links and forms.
 */

import { frist, igjen } from "./klokke.js";
import { capital, fyll, inWords } from "./tekst.js";
import { fill, pairs, post, Utboks } from "./utboks.js";

const ord = JSON.parse(document.getElementById("ord")?.textContent ?? "{}");
const si = /** @type {HTMLElement} */ (document.getElementById("si"));
/** Seconds without a sign of life before the line is taken up again. */
const SILENCE = 40;

/** @typedef {{ stempel: string, svart: number, med: number, frist: number | null, na?: number }} Status */

class Skjerm {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.kode = root.dataset.kode ?? "";
    /** The last that was told. @type {Status} */
    this.status = JSON.parse(root.dataset.status ?? "{}");
    this.shown = this.status.stempel;
    /** How far this clock is from the server's, in seconds. */
    this.skew = 0;
    this.turn = 0;
    this.utboks = new Utboks(this.kode, (state, text) => this.#sent(state, text));
    this.#made();
    this.#listen();
    setInterval(() => this.#tick(), 1000);
    addEventListener("online", () => this.#listen());
    addEventListener("pageshow", (event) => event.persisted && this.#listen());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#listen());
  }

  // News.

  #listen() {
    this.line?.close();
    this.line = new EventSource(`/m/${this.kode}/nytt`);
    this.heard = Date.now();
    this.line.addEventListener("message", (event) => this.#news(JSON.parse(event.data)));
    this.line.addEventListener("open", () => {
      this.heard = Date.now();
      this.#offline(false);
      this.utboks.send();
      if (this.shown !== this.status.stempel) this.fetch();
    });
    this.line.addEventListener("error", () => this.#offline(true));
  }

  /** @param {Status} status */
  #news(status) {
    this.heard = Date.now();
    this.skew = (status.na ?? Date.now() / 1000) - Date.now() / 1000;
    this.status = status;
    if (status.stempel !== this.shown) this.fetch();
    else this.#counts();
  }

  /** The screen as it is now. Where the answer is late, or older than the news, it is asked for again. */
  async fetch() {
    clearTimeout(this.later);
    const turn = ++this.turn;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("skjerm");
      if (turn !== this.turn) return;
      if (!answer.ok || !fresh) return location.reload();
      this.#replace(fresh);
    } catch {
      this.#offline(true);
    }
    if (turn === this.turn && this.shown !== this.status.stempel) this.later = setTimeout(() => this.fetch(), 1000);
  }

  /** What somebody is writing, and what lies open, stays where the step is the same. @param {HTMLElement} fresh */
  #replace(fresh) {
    const old = this.root;
    const same = fresh.dataset.nr === old.dataset.nr && fresh.dataset.trinn === old.dataset.trinn;
    if (same) carryOver(old, fresh);
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    this.root = fresh;
    this.shown = JSON.parse(fresh.dataset.status ?? "{}").stempel;
    this.#made();
    if (same && !focused) return;
    si.textContent = "";
    const heading = this.root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    const here = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-her]") ?? heading);
    here?.focus({ preventScroll: same });
    if (!same) scrollTo(0, 0);
  }

  // What is on the screen.

  #made() {
    const form = /** @type {HTMLFormElement | null} */ (this.root.querySelector("form[data-svar]"));
    if (form) this.utboks.follow(form, ord.svar_forst);
    if (this.root.dataset.trinn === "over") this.utboks.forget();
    for (const one of /** @type {NodeListOf<HTMLFormElement>} */ (this.root.querySelectorAll("form[data-gjor]")))
      one.addEventListener("submit", (event) => (event.preventDefault(), this.#do(one)));
    this.#counts();
    this.#tick();
  }

  /** The leader does something. The form is empty at once, and filled in again if it did not go. @param {HTMLFormElement} form */
  async #do(form) {
    if (this.doing) return;
    this.doing = true;
    const felt = pairs(form);
    form.reset();
    const { status, feil } = await post(form.action, felt);
    this.doing = false;
    si.textContent = status < 400 ? "" : feil ?? ord.frakoblet_uten;
    if (status < 400 || status === 409) await this.fetch();
    else fill(like(form, this.root) ?? form, felt);
  }

  #counts() {
    const { svart, med } = this.status, left = med - svart;
    const many = left > 1 ? fyll(ord.svarer_enna, { n: capital(inWords(left, ord.tall)) }) : left === 1 ? ord.en_svarer_enna : ord.alle_har_svart;
    this.#write("med", String(med));
    this.#write("svart", String(svart));
    this.#write("mangler", many);
  }

  #tick() {
    const left = frist(this.status.frist, Date.now() / 1000 + this.skew);
    this.#write("frist", left === null ? "" : left ? fyll(ord.igjen, { tid: igjen(left) }) : ord.tiden_ute);
    if (left === 0 && this.told !== this.status.frist) si.textContent = ord.tiden_ute;
    this.told = left === 0 ? this.status.frist : undefined;
    if (Date.now() - (this.heard ?? 0) > SILENCE * 1000) this.#listen();
  }

  /** @param {string} name @param {string} text */
  #write(name, text) {
    for (const one of this.root.querySelectorAll(`[data-${name}]`)) if (one.textContent !== text) one.textContent = text;
  }

  // What is sent.

  /** @param {"lagret" | "venter" | "avvist"} state @param {string} [text] */
  async #sent(state, text) {
    if (state === "venter") si.textContent = text ?? ord.frakoblet;
    else {
      await this.fetch();
      si.textContent = text ?? "";
    }
    if (state !== "lagret") return;
    const receipt = /** @type {HTMLElement | null} */ (this.root.querySelector("h2[tabindex]"));
    receipt?.focus({ preventScroll: true });
    receipt?.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} off */
  #offline(off) {
    if (off && !si.textContent) si.textContent = this.utboks.waits ? ord.frakoblet : ord.frakoblet_uten;
    if (!off && [ord.frakoblet, ord.frakoblet_uten].includes(si.textContent)) si.textContent = "";
  }
}

/** @param {HTMLElement} old @param {HTMLElement} fresh */
function carryOver(old, fresh) {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (old.querySelectorAll("form[data-gjor]"))) {
    const twin = like(form, fresh);
    if (twin) fill(twin, pairs(form));
    if (form.contains(document.activeElement)) twin?.querySelector(`[id="${document.activeElement?.id}"], button`)?.setAttribute("data-her", "");
  }
  const open = new Set([...old.querySelectorAll("details[open]:not([data-endre]) > summary")].map((one) => one.textContent));
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll("details > summary")))
    if (open.has(one.textContent)) one.parentElement?.setAttribute("open", "");
}

/** The form that does the same. @param {HTMLFormElement} form @param {HTMLElement} within */
function like(form, within) {
  const does = (/** @type {HTMLFormElement} */ one) => pairs(one).find(([name]) => name === "hva")?.[1];
  return /** @type {HTMLFormElement[]} */ ([...within.querySelectorAll("form[data-gjor]")]).find((one) => does(one) === does(form));
}

const root = document.getElementById("skjerm");
if (root) new Skjerm(root);
