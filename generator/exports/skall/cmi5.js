// @ts-check
/**
 * cmi5: the launch, and one session with the platform's store. Whatever it does, the course goes on.
 *
 * What is not taken waits in this window, and is sent again. A session that is left in the middle stays open, so that
 * a reload goes on in it; it ends when one leaves through the link back, or when everything is answered.
 */

import { les, skriv } from "./husk.js";
import { Lrs, token } from "./lrs.js";
import { begynn, pakke } from "./skall.js";
import tekster from "./skalltekster.js";
import * as utsagn from "./utsagn.js";

/** @typedef {import("./lrs.js").Start} Start */
/**
 * @typedef {{ start: Start, token: string, data: any, tid: number, slutt: boolean, ko: any[], sendt: string[],
 *   husk: string, sted: string, poeng: number, ferdig: boolean, bestatt: boolean }} Okt a session: when it began, what is not taken yet, and
 *   what has been told for good
 */

const LAUNCH_DATA = "LMS.LaunchData", HUSK = "enhetlig.husk";
const KEY = `enhetlig.cmi5.${pakke.digest}`;
/** Told once in a registration, whichever session it is. */
const FOR_GOOD = ["passed", "completed"];
const MOST_TRIES = 3, SOON = 5_000, SELDOM = 300_000;
const NOT_KNOWN = { status: 0, text: "", etag: /** @type {string | null} */ (null) };
const t = tekster.skall;

/** What the platform says in the address; nothing where the course was not launched. @returns {Start | null} */
function launched() {
  const query = new URLSearchParams(location.search);
  const [endpoint, fetch, actor, registration, activityId] = ["endpoint", "fetch", "actor", "registration", "activityId"].map((name) => query.get(name) ?? "");
  try {
    return endpoint && fetch && registration && activityId ? { endpoint, fetch, registration, activityId, actor: JSON.parse(actor) } : null;
  } catch {
    return null;
  }
}

/** The session of this window, which goes on after a reload. @returns {Okt | null} */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Okt} okt */
function keep(okt) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(okt));
  } catch {} // then a reload ends the session
}

/** What the store remembers, however it looks. @param {string} text @returns {{ husk: string, sted: string, sendt: string[] }} */
function remembered(text) {
  try {
    const { husk, sted, sendt } = JSON.parse(text);
    return { husk: String(husk ?? ""), sted: String(sted ?? ""), sendt: FOR_GOOD.filter((verb) => [sendt].flat().includes(verb)) };
  } catch {
    return { husk: "", sted: "", sendt: [] };
  }
}

/** Two memories as one: the best points of each question, and its newest answer. @param {string} one @param {string} other */
function flett(one, other) {
  const all = les(one, pakke);
  for (const [nokkel, theirs] of les(other, pakke)) {
    const ours = all.get(nokkel);
    const newest = ours && ours.tid >= theirs.tid ? ours : theirs;
    all.set(nokkel, { ...newest, poeng: Math.max(theirs.poeng, ours?.poeng ?? 0) });
  }
  return skriv(all, pakke);
}

/** A session that has not begun. @param {Start} start @returns {Okt} */
function fresh(start) {
  return { start, token: "", data: null, tid: 0, slutt: false, ko: [], sendt: [], husk: "", sted: "", poeng: 0, ferdig: false, bestatt: false };
}

/** @implements {import("./skall.js").Plattform} */
class Cmi5 {
  /** @type {Okt | null} */
  #okt = null;
  /** @type {any} */
  #lrs = null;
  #isUp = true;
  #isLeaving = false;
  #isSending = false;
  #again = false;
  #refused = new Set();
  #wait = SOON;
  #timer = 0;
  /** What the store has, as far as we know, and what another window told it. */
  #there = NOT_KNOWN;
  #others = "";

  /** What is to be said as long as the session is as it is. */
  get merknad() {
    if (this.#okt?.slutt) return t.okten_er_slutt;
    return this.#counts ? "" : t.gjennomsyn;
  }

  /** Whether what is answered is to be told: not when the platform lets someone look around. */
  get #counts() {
    return (this.#okt?.data?.launchMode ?? "Normal") === "Normal";
  }

  async start() {
    const given = launched(), before = this.#okt ?? kept();
    const okt = before && (!given || given.fetch === before.start.fetch) ? before : given && fresh(given);
    if (!okt) return /** @type {const} */ ("ingen_plattform");
    okt.token ||= await token(okt.start.fetch);
    keep(okt); // the key is given only once
    if (!okt.token) return /** @type {const} */ ("stum_plattform");
    this.#lrs ??= new Lrs(okt.start, okt.token);
    if (!okt.tid && !(await this.#begin(okt))) return /** @type {const} */ ("stum_plattform");
    if (!this.#okt) this.#opened(okt);
    const mastery = Number(okt.data.masteryScore ?? NaN), trengs = Math.round(mastery * 10_000) / 100;
    return { husk: okt.husk, sted: okt.sted, bestatt: okt.sendt.includes("passed"), ...(mastery >= 0 && mastery <= 1 ? { trengs } : {}) };
  }

  /** Asks for all that must be known, and tells that the session begins: once, though the page goes meanwhile. @param {Okt} okt */
  async #begin(okt) {
    const [launch, , there] = await Promise.all([this.#lrs.tilstand(LAUNCH_DATA), this.#lrs.profil(), this.#lrs.tilstand(HUSK)]);
    try {
      okt.data = JSON.parse(launch.text);
    } catch {}
    if (!okt.data?.contextTemplate || !(there.status === 404 || there.text)) return false;
    const tid = Date.now(), first = utsagn.omKurset(okt, "initialized", tid);
    this.#there = there;
    Object.assign(okt, remembered(there.text), { tid, ko: [first] });
    keep(okt);
    const said = await this.#lrs.utsagn(first);
    if (said !== "nede") Object.assign(okt, { tid: said === "tatt" ? tid : 0, ko: [] });
    keep(okt);
    return said !== "avvist";
  }

  /** @param {Okt} okt */
  #opened(okt) {
    this.#okt = okt;
    addEventListener("online", () => this.#send());
    const { returnURL } = okt.data;
    const nav = document.querySelector(".topp__vei");
    if (!nav || !/^https?:/.test(returnURL ?? "")) return;
    const link = Object.assign(document.createElement("a"), { href: returnURL, target: "_self", textContent: t.tilbake });
    link.addEventListener("click", (event) => {
      this.#isLeaving = !(event.ctrlKey || event.metaKey || event.shiftKey);
    });
    nav.append(link);
  }

  /** @param {import("./skall.js").Svar} one */
  svart(one) {
    const okt = this.#okt;
    if (okt && !okt.slutt && this.#counts) okt.ko.push(utsagn.svarte(okt, one));
  }

  /** @param {import("./skall.js").Stand} stand */
  lagre({ husk, sted, poeng, ferdig, bestatt }) {
    const okt = this.#okt;
    if (!okt) return false;
    Object.assign(okt, { husk, sted, ferdig, bestatt, poeng: poeng ?? 0 });
    if (bestatt && okt.poeng / 100 >= Number(okt.data.masteryScore ?? 0)) this.#tellOnce("passed", (seconds) => utsagn.domt(true, okt.poeng, seconds));
    if (ferdig) this.#tellOnce("completed", utsagn.fullfort);
    keep(okt);
    this.#send();
    return this.#isUp || okt.slutt;
  }

  /** When one leaves: the end of it, where it has come to one, and at once whatever still waits. */
  slutt() {
    const okt = this.#okt;
    if (!okt || okt.slutt) return;
    if (this.#isLeaving || okt.ferdig || !this.#counts) {
      if (okt.ferdig && !okt.bestatt && !this.#has("passed")) this.#tellOnce("failed", (seconds) => utsagn.domt(false, okt.poeng, seconds));
      this.#tell("terminated", utsagn.varte);
      okt.slutt = true;
      keep(okt);
    }
    const last = okt.ko.filter((one) => !this.#refused.has(one.id));
    if (last.length) this.#lrs.utsagn(last).then((/** @type {string} */ said) => said === "tatt" && this.#taken(last));
    if (this.#counts && this.#memory !== this.#there.text) this.#lrs.skriv(HUSK, this.#memory, this.#there);
  }

  /** What the store is to remember. */
  get #memory() {
    const { husk, sted, sendt } = /** @type {Okt} */ (this.#okt);
    return JSON.stringify({ husk: this.#others ? flett(husk, this.#others) : husk, sted, sendt });
  }

  /** @param {string} verb */
  #has(verb) {
    return this.#okt?.sendt.includes(verb) || this.#okt?.ko.some((one) => utsagn.verbOf(one) === verb);
  }

  /** @param {string} verb @param {(seconds: number) => any} result */
  #tellOnce(verb, result) {
    if (this.#counts && !this.#okt?.slutt && !this.#has(verb)) this.#tell(verb, result);
  }

  /** @param {string} verb @param {(seconds: number) => any} result */
  #tell(verb, result) {
    const okt = /** @type {Okt} */ (this.#okt), now = Date.now();
    okt.ko.push(utsagn.omKurset(okt, verb, now, result((now - okt.tid) / 1000)));
  }

  // What waits is sent, one at a time and in order.

  async #send() {
    this.#again = true;
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#again) {
      this.#again = false;
      this.#answered(await this.#sendAll());
    }
    this.#isSending = false;
  }

  /** Whether all of it was taken. What is refused stands in nobody's way. */
  async #sendAll() {
    const okt = /** @type {Okt} */ (this.#okt);
    for (const one of [...okt.ko]) {
      const said = await this.#lrs.utsagn(one);
      if (said === "nede") return false;
      if (said === "tatt") this.#taken([one]);
      else this.#refused.add(one.id);
    }
    return (!this.#counts || (await this.#remember())) && !okt.ko.length;
  }

  /** @param {any[]} some statements */
  #taken(some) {
    const okt = /** @type {Okt} */ (this.#okt), ids = some.map((one) => one.id);
    okt.ko = okt.ko.filter((one) => !ids.includes(one.id));
    okt.sendt = FOR_GOOD.filter((verb) => okt.sendt.includes(verb) || some.some((one) => utsagn.verbOf(one) === verb));
    keep(okt);
  }

  /** Has the store remember, with what another window told it in the meantime. Whether it does. */
  async #remember() {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = this.#there, ours = this.#memory;
      if (ours === before.text) return true;
      if (before.etag === null && before.status !== 404) {
        const there = await this.#lrs.tilstand(HUSK);
        if (!there.text && there.status !== 404) return false;
        this.#there = there;
        if (there.text && there.text !== before.text) {
          this.#hear(remembered(there.text));
          continue;
        }
      }
      const now = await this.#lrs.skriv(HUSK, ours, this.#there);
      this.#there = now ?? { ...NOT_KNOWN, text: before.text };
      if (now) return true;
    }
    return false;
  }

  /** What another window told the store. @param {{ husk: string, sendt: string[] }} theirs */
  #hear({ husk, sendt }) {
    const okt = /** @type {Okt} */ (this.#okt);
    this.#others = flett(this.#others, husk);
    okt.sendt = FOR_GOOD.filter((verb) => okt.sendt.includes(verb) || sendt.includes(verb));
  }

  /** @param {boolean} isTaken */
  #answered(isTaken) {
    const changed = isTaken !== this.#isUp;
    this.#isUp = isTaken;
    clearTimeout(this.#timer);
    this.#wait = isTaken ? SOON : Math.min(this.#wait * 2, SELDOM);
    if (this.#okt?.slutt) return;
    if (!isTaken) this.#timer = setTimeout(() => this.#send(), this.#wait / 2);
    if (changed) dispatchEvent(new CustomEvent("lagret", { detail: isTaken }));
  }
}

begynn(new Cmi5());
