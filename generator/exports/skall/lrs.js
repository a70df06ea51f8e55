// @ts-check
/** A store of xAPI statements and states, asked over HTTP. Nothing here throws: what does not answer is down. */

/** @typedef {{ endpoint: string, fetch: string, actor: any, registration: string, activityId: string }} Start what a launch says */
/** @typedef {"tatt" | "avvist" | "nede"} Sagt */
/** @typedef {{ status: number, text: string, etag: string | null }} Dokument */

const VERSION = "1.0.3";
const PATIENCE = 10_000;
/** A browser finishes what is asked when the page goes, if it is no longer than this. */
const LONGEST_LAST = 60_000;
/** Already there; and what may go well another time, as when the platform is too busy. */
const THERE = 409, LATER = [401, 408, 429];

/** @param {string} url @param {RequestInit} how @returns {Promise<Response | null>} */
async function asked(url, how) {
  try {
    const isShort = String(how.body ?? "").length < LONGEST_LAST;
    return await fetch(url, { cache: "no-store", keepalive: isShort, signal: AbortSignal.timeout(PATIENCE), ...how });
  } catch {
    return null;
  }
}

/** The key to the store, which is given only once; nothing where it is refused. @param {string} url @returns {Promise<string>} */
export async function token(url) {
  const answer = await asked(url, { method: "POST" });
  try {
    return String((await answer?.json())["auth-token"] ?? "");
  } catch {
    return "";
  }
}

export class Lrs {
  #start;
  #head;

  /** @param {Start} start @param {string} token */
  constructor(start, token) {
    this.#start = start;
    this.#head = { Authorization: `Basic ${token}`, "X-Experience-API-Version": VERSION };
  }

  /** Hands over one statement, or several as one. @param {any} said @returns {Promise<Sagt>} */
  async utsagn(said) {
    const answer = await this.#ask("POST", "statements", {}, JSON.stringify(said));
    if (!answer || answer.status >= 500 || LATER.includes(answer.status)) return "nede";
    return answer.ok || answer.status === THERE ? "tatt" : "avvist";
  }

  /** The document of this name about this learner in this course; with status 0 where the store is down. @param {string} id @returns {Promise<Dokument>} */
  async tilstand(id) {
    return read(await this.#ask("GET", "activities/state", this.#of(id)));
  }

  /** The document as it stands then; nothing where it was not taken, as when another window has written since `before`. @param {string} id @param {string} text @param {Dokument} before */
  async skriv(id, text, { status, etag }) {
    /** @type {Record<string, string>} */
    const when = status === 404 ? { "If-None-Match": "*" } : etag ? { "If-Match": etag } : {};
    const answer = await this.#ask("PUT", "activities/state", this.#of(id), text, when);
    return answer?.ok ? { status: answer.status, text, etag: answer.headers.get("ETag") } : null;
  }

  /** What the learner prefers in every course, as a launched course must ask for. */
  async profil() {
    return read(await this.#ask("GET", "agents/profile", { profileId: "cmi5LearnerPreferences", agent: this.#agent }));
  }

  get #agent() {
    return JSON.stringify(this.#start.actor);
  }

  /** @param {string} stateId */
  #of(stateId) {
    const { activityId, registration } = this.#start;
    return { stateId, activityId, registration, agent: this.#agent };
  }

  /** @param {string} method @param {string} path @param {Record<string, string>} query @param {string} [body] @param {Record<string, string>} [more] */
  #ask(method, path, query, body, more = {}) {
    const url = `${this.#start.endpoint.replace(/\/?$/, "/")}${path}?${new URLSearchParams(query)}`.replace(/\?$/, "");
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    return asked(url, { method, body, headers: { ...this.#head, ...type, ...more } });
  }
}

/** @param {Response | null} answer @returns {Promise<Dokument>} */
async function read(answer) {
  try {
    if (answer) return { status: answer.status, text: answer.ok ? await answer.text() : "", etag: answer.headers.get("ETag") };
  } catch {} // it was cut off
  return { status: 0, text: "", etag: null };
}
