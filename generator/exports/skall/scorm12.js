// @ts-check
/** SCORM 1.2: the platform's `API`, found through the windows around this one. Whatever it does, the course goes on. */

import { begynn } from "./skall.js";

/** @typedef {import("./skall.js").Svar} Svar */

const DEEPEST = 10;
const TYPES = { steg: "choice", handling: "choice", flere: "choice", bunke: "matching", begrunnelse: "performance" };
const RESULTS = { rett: "correct", gra: "correct", feil: "wrong", levert: "neutral" };
const SLIP = ["har_rett", "ikke_rett", "innhent_opplysninger"];
const LONGEST = 255;

/** The API of this window or of one around it; a window of another origin does not say, and is passed by. @param {any} start */
function around(start) {
  for (let win = start, depth = 0; win && depth < DEEPEST; win = win.parent, depth++) {
    try {
      if (win.API) return win.API;
    } catch {} // another origin
    if (win.parent === win) return null;
  }
  return null;
}

/** Also the window that opened this one, or the outermost, may have it. */
function findApi() {
  const openers = [window.opener, window.top?.opener].filter((one) => one);
  return [window, ...openers].reduce((found, one) => found ?? around(one), /** @type {any} */ (null));
}

/** `HHHH:MM:SS.SS`, which also `HH:MM:SS` may be. @param {number} seconds @param {number} [hours] digits */
function span(seconds, hours = 4) {
  const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, "0");
  const whole = Math.min(Math.max(seconds, 0), 3600 * 10 ** hours - 1), hundredths = Math.floor((whole % 1) * 100);
  return `${String(Math.floor(whole / 3600)).padStart(hours, "0")}:${two((whole / 60) % 60)}:${two(whole % 60)}.${two(hundredths)}`;
}

/** `rad_ni__niva`: letters, digits and underscores only. @param {Svar} one */
const ident = ({ sak, sporsmal }) => `${sak}__${sporsmal}`.replace(/\W/g, "_").slice(0, LONGEST);

/** What was chosen, with the signs that the kind of interaction allows: each option is a letter, in its order. @param {Svar} one @param {any} chosen */
function response({ type, valg }, chosen) {
  if (type === "bunke") return chosen.map((/** @type {string} */ value, /** @type {number} */ i) => `${i}.${letter(SLIP, value)}`).join(",");
  return [chosen ?? []].flat().map((value) => letter(valg, value)).filter(Boolean).sort().join(",");
}

/** @param {string[]} options @param {string} value */
function letter(options, value) {
  const place = options.indexOf(value);
  return place < 0 ? "" : (place + 10).toString(36);
}

/** The patterns that are right: each right option is one, but where all must be chosen it is all of them. @param {Svar} one */
function patterns(one) {
  const is = one.type === "steg" || one.type === "handling" ? one.rett : one.rett.length ? [one.rett] : [];
  return is.map((/** @type {any} */ right) => response(one, right));
}

/** @implements {import("./skall.js").Plattform} */
class Scorm12 {
  /** @type {any} */
  #api = null;
  /** What the platform has, so that it is only told what is new. @type {Map<string, string>} */
  #sent = new Map();
  #isOpen = false;
  #began = 0;
  #number = 0;

  async start() {
    this.#api ??= findApi();
    if (!this.#api) return /** @type {const} */ ("ingen_plattform");
    this.#isOpen = this.#call("LMSInitialize", "") === "true";
    if (!this.#isOpen) return /** @type {const} */ ("stum_plattform");
    this.#began = Date.now();
    this.#sent.clear();
    this.#number = Number(this.#get("cmi.interactions._count")) || 0;
    const trengs = this.#get("cmi.student_data.mastery_score");
    const isPercent = trengs !== "" && Number(trengs) >= 0 && Number(trengs) <= 100;
    return {
      husk: this.#get("cmi.suspend_data"),
      sted: this.#get("cmi.core.lesson_location"),
      bestatt: this.#get("cmi.core.lesson_status") === "passed",
      ...(isPercent ? { trengs: Number(trengs) } : {}),
    };
  }

  /** @param {Svar} one */
  svart(one) {
    if (!this.#isOpen) return;
    const at = `cmi.interactions.${this.#number++}.`;
    /** @type {[string, string][]} */
    const told = [
      ["id", ident(one)],
      ["type", TYPES[/** @type {keyof TYPES} */ (one.type)]],
      ["time", clock(new Date(one.tid))],
      ["student_response", response(one, one.svar)],
      ...patterns(one).map((/** @type {string} */ pattern, /** @type {number} */ i) => /** @type {[string, string]} */ ([`correct_responses.${i}.pattern`, pattern])),
      ["result", RESULTS[one.dom]],
      ["latency", span(one.sekunder)],
    ];
    for (const [name, value] of told) if (value) this.#call("LMSSetValue", at + name, value);
  }

  /** @param {import("./skall.js").Stand} stand */
  lagre({ husk, sted, poeng, ferdig, bestatt }) {
    if (!this.#isOpen) return false;
    const status = bestatt ? "passed" : ferdig ? "failed" : "incomplete";
    const score = poeng === null ? [] : [["min", "0"], ["max", "100"], ["raw", String(poeng)]];
    const isTaken = [
      this.#set("cmi.suspend_data", husk),
      this.#set("cmi.core.lesson_location", sted.slice(0, LONGEST)),
      ...score.map(([name, value]) => this.#set(`cmi.core.score.${name}`, value)),
      this.#set("cmi.core.lesson_status", status),
    ].every(Boolean);
    this.#set("cmi.core.exit", ferdig && bestatt ? "" : "suspend");
    this.#set("cmi.core.session_time", span((Date.now() - this.#began) / 1000));
    return this.#call("LMSCommit", "") === "true" && isTaken;
  }

  slutt() {
    if (!this.#isOpen) return;
    this.#set("cmi.core.session_time", span((Date.now() - this.#began) / 1000));
    this.#call("LMSFinish", "");
    this.#isOpen = false;
  }

  /** @param {string} name */
  #get(name) {
    const value = this.#call("LMSGetValue", name);
    this.#sent.set(name, value);
    return value;
  }

  /** Whether the platform has it. @param {string} name @param {string} value */
  #set(name, value) {
    if (this.#sent.get(name) === value) return true;
    const isTaken = this.#call("LMSSetValue", name, value) === "true";
    if (isTaken) this.#sent.set(name, value);
    return isTaken;
  }

  /** What the platform says, as a text; nothing where it throws, or cannot. @param {string} name @param {...string} given */
  #call(name, ...given) {
    try {
      return String(this.#api[name](...given) ?? "");
    } catch {
      return "";
    }
  }
}

/** The time of day, `HH:MM:SS.SS`. @param {Date} date */
function clock(date) {
  return span(date.getHours() * 3600 + date.getMinutes() * 60 + date.getSeconds(), 2);
}

begynn(new Scorm12());
