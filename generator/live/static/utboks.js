// @ts-check
/** An answer on its way: it lies in the phone until the server says that it is kept, and is sent again until then. */

const PAUSES = [1, 2, 4, 8, 10];

export class Utboks {
  /** @param {string} kode @param {(state: "lagret" | "venter" | "avvist", text?: string) => void} tell */
  constructor(kode, tell) {
    this.key = `enhetlig.fagmote.${kode}`;
    this.tell = tell;
    this.tries = 0;
    this.#send();
  }

  /** Whether an answer has not come through. */
  get waits() {
    return this.#kept().sendes !== undefined;
  }

  /** Keeps what is filled in while it is written, and sends it when the button is pressed. @param {HTMLFormElement} form @param {string} missing */
  follow(form, missing) {
    const nr = /** @type {HTMLInputElement} */ (form.elements.namedItem("nr")).value;
    const kept = this.#kept();
    if (kept.utkast?.nr === nr) fill(form, kept.utkast.felt);
    form.addEventListener("input", () => this.#keep({ ...this.#kept(), utkast: { nr, felt: pairs(form) } }));
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wrong = /** @type {HTMLElement | undefined} */ ([...form.elements].find((one) => !(/** @type {HTMLInputElement} */ (one).checkValidity())));
      if (wrong) {
        this.tell("venter", missing);
        return wrong.focus();
      }
      this.#keep({ utkast: { nr, felt: pairs(form) }, sendes: { til: form.action, felt: pairs(form) } });
      this.send();
    });
  }

  /** Tries at once. */
  send() {
    clearTimeout(this.timer);
    this.tries = 0;
    this.#send();
  }

  async #send() {
    const { sendes } = this.#kept();
    if (!sendes || this.busy) return;
    this.busy = true;
    try {
      const answer = await fetch(sendes.til, { method: "POST", body: new URLSearchParams(sendes.felt), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
      const said = await answer.json();
      if (answer.ok) this.#done("lagret");
      else if (answer.status < 500) this.#done("avvist", said.feil);
      else this.#again(said.feil);
    } catch {
      this.#again();
    } finally {
      this.busy = false;
    }
  }

  /** @param {"lagret" | "avvist"} state @param {string} [text] */
  #done(state, text) {
    this.tries = 0;
    const { utkast } = this.#kept();
    this.#keep(state === "avvist" && utkast ? { utkast } : {});
    this.tell(state, text);
  }

  /** @param {string} [text] */
  #again(text) {
    this.tell("venter", text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), 1000 * PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
  }

  /** @returns {{ utkast?: { nr: string, felt: [string, string][] }, sendes?: { til: string, felt: [string, string][] } }} */
  #kept() {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}") ?? {};
    } catch {
      return {};
    }
  }

  /** @param {object} state */
  #keep(state) {
    try {
      localStorage.setItem(this.key, JSON.stringify(state));
    } catch {
      this.memory = state; // then it lasts as long as the page
    }
  }
}

/** @param {HTMLFormElement} form @returns {[string, string][]} */
function pairs(form) {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
}

/** @param {HTMLFormElement} form @param {[string, string][]} felt */
function fill(form, felt) {
  for (const [name, value] of felt) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) field.value = value;
    else if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
  }
}
