// @ts-check
/**
 * A screen of a meeting: listens for news, fetches itself anew when the meeting has gone on, and sends what is answered
 * until the server says that it is kept. All of it works without a script too, with links and forms.
 */

import { frist, igjen } from "./klokke.js";
import { capital, fyll, inWords } from "./tekst.js";
import { Utboks } from "./utboks.js";

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
    /** @type {Status} */
    this.status = JSON.parse(root.dataset.status ?? "{}");
    /** How far this clock is from the server's, in seconds. */
    this.skew = 0;
    this.utboks = new Utboks(this.kode, (state, text) => this.#sent(state, text));
    this.#made();
    this.#listen();
    setInterval(() => this.#tick(), 1000);
    addEventListener("online", () => this.#listen());
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
    });
    this.line.addEventListener("error", () => this.#offline(true));
  }

  /** @param {Status} status */
  async #news(status) {
    this.heard = Date.now();
    this.skew = (status.na ?? Date.now() / 1000) - Date.now() / 1000;
    const moved = status.stempel !== this.status.stempel;
    this.status = status;
    if (moved) await this.fetch();
    else this.#counts();
  }

  /** The screen as it is now; what somebody is writing in a form that is still there stays. */
  async fetch() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("skjerm");
      if (!fresh) return location.reload();
      const same = fresh.dataset.nr === this.root.dataset.nr && fresh.dataset.trinn === this.root.dataset.trinn;
      this.root.replaceWith(fresh);
      this.root = fresh;
      this.status = { ...this.status, ...JSON.parse(fresh.dataset.status ?? "{}") };
      this.#made();
      if (!same) {
        scrollTo(0, 0);
        const heading = this.root.querySelector("h1");
        heading?.setAttribute("tabindex", "-1");
        heading?.focus({ preventScroll: true });
        si.textContent = heading?.textContent ?? "";
      }
    } catch {
      this.#offline(true);
    }
  }

  // What is on the screen.

  #made() {
    const form = /** @type {HTMLFormElement | null} */ (this.root.querySelector("form[data-svar]"));
    if (form) this.utboks.follow(form, ord.svar_forst);
    for (const one of /** @type {NodeListOf<HTMLFormElement>} */ (this.root.querySelectorAll("form[data-gjor]")))
      one.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#do(one, /** @type {SubmitEvent} */ (event).submitter);
      });
    this.#counts();
    this.#tick();
  }

  /** The leader does something. @param {HTMLFormElement} form @param {HTMLElement | null} button */
  async #do(form, button) {
    button?.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields(form), headers: { Accept: "application/json" } });
      if (answer.ok || answer.status === 409) await this.fetch();
      else say(form, (await answer.json()).feil);
    } catch {
      say(form, ord.frakoblet_uten);
    }
    button?.removeAttribute("aria-disabled");
  }

  #counts() {
    const { svart, med } = this.status, left = med - svart;
    for (const [name, text] of [["med", String(med)], ["svart", String(svart)],
      ["mangler", left > 1 ? fyll(ord.svarer_enna, { n: capital(inWords(left, ord.tall)) }) : left === 1 ? ord.en_svarer_enna : ord.alle_har_svart]])
      for (const one of this.root.querySelectorAll(`[data-${name}]`)) if (one.textContent !== text) one.textContent = text;
  }

  #tick() {
    const left = frist(this.status.frist, Date.now() / 1000 + this.skew);
    const text = left === null ? "" : left ? fyll(ord.igjen, { tid: igjen(left) }) : ord.tiden_ute;
    for (const one of this.root.querySelectorAll("[data-frist]")) {
      const shown = text && one.parentElement?.classList.contains("teller") === false && one.tagName === "SPAN" ? `, ${text}` : text;
      if (one.textContent !== shown) one.textContent = shown;
    }
    if (left === 0 && this.told !== this.status.frist) si.textContent = ord.tiden_ute;
    if (left === 0) this.told = this.status.frist;
    if (Date.now() - (this.heard ?? 0) > SILENCE * 1000) this.#listen();
  }

  // What is sent.

  /** @param {"lagret" | "venter" | "avvist"} state @param {string} [text] */
  async #sent(state, text) {
    const line = this.root.querySelector("[data-sendes]");
    if (state === "lagret") {
      await this.fetch();
      const receipt = /** @type {HTMLElement | null} */ (this.root.querySelector("h2[tabindex]"));
      receipt?.focus({ preventScroll: true });
      receipt?.scrollIntoView({ block: "nearest" });
    } else if (line) line.textContent = text ?? ord.frakoblet;
    if (state === "avvist" && !text) await this.fetch();
  }

  /** @param {boolean} off */
  #offline(off) {
    this.root.querySelector("[data-frakoblet]")?.toggleAttribute("hidden", !off || this.utboks.waits);
  }
}

/** @param {HTMLFormElement} form */
function fields(form) {
  return new URLSearchParams(/** @type {any} */ (new FormData(form)));
}

/** @param {HTMLFormElement} form @param {string} text */
function say(form, text) {
  let line = form.querySelector("[role=alert]");
  if (!line) form.append((line = Object.assign(document.createElement("p"), { role: "alert", className: "liten" })));
  line.textContent = text;
}

const root = document.getElementById("skjerm");
if (root) new Skjerm(root);
