// @ts-check
/** An answer on its way: it lies in the phone until the server says that it is kept, and is sent again until then. */

const PAUSES = [1, 2, 4, 8, 10];

/** @typedef {[string, string][]} Felt */
/** @typedef {{ utkast?: { nr: string, felt: Felt }, sendes?: { til: string, felt: Felt } }} Innhold what is being written, and what is being sent */

export class Utboks {
  /** @param {string} kode @param {(state: "lagret" | "venter" | "avvist", text?: string) => void} tell */
  constructor(kode, tell) {
    this.key = `enhetlig.fagmote.${kode}`;
    this.tell = tell;
    this.tries = 0;
    /** @type {Innhold} */
    this.state = this.#kept();
    this.#send();
  }

  /** Whether an answer has not come through. */
  get waits() {
    return this.state.sendes !== undefined;
  }

  /** Keeps what is filled in while it is written, and sends it when the button is pressed. @param {HTMLFormElement} form @param {string} missing */
  follow(form, missing) {
    const nr = /** @type {HTMLInputElement} */ (form.elements.namedItem("nr")).value;
    const { utkast } = this.state;
    if (utkast?.nr === nr) fill(form, utkast.felt);
    form.addEventListener("input", () => this.#keep({ ...this.state, utkast: { nr, felt: pairs(form) } }));
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

  /** When the meeting is over nothing of it is left in the phone. */
  forget() {
    this.#keep({});
  }

  async #send() {
    const { sendes } = this.state;
    if (!sendes || this.busy) return;
    this.busy = true;
    const answer = await post(sendes.til, sendes.felt);
    this.busy = false;
    if (this.state.sendes !== sendes) this.#send(); // another answer was given meanwhile
    else if (answer.status >= 500) this.#again(answer.feil);
    else {
      this.#keep({});
      this.tell(answer.status < 400 ? "lagret" : "avvist", answer.feil);
    }
  }

  /** @param {string} [text] */
  #again(text) {
    this.tell("venter", text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), 1000 * PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
  }

  /** @returns {Innhold} */
  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}") ?? {};
    } catch {
      return {};
    }
  }

  /** @param {Innhold} state */
  #keep(state) {
    this.state = state;
    try {
      if (state.utkast || state.sendes) localStorage.setItem(this.key, JSON.stringify(state));
      else localStorage.removeItem(this.key);
    } catch {
      // then it lasts as long as the page
    }
  }
}

/** Sends a form; a network that is gone is as a server that is down. @param {string} to @param {Felt} felt @returns {Promise<{ status: number, feil?: string }>} */
export async function post(to, felt) {
  try {
    const answer = await fetch(to, { method: "POST", body: new URLSearchParams(felt), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
    return { ...(await answer.json()), status: answer.status };
  } catch {
    return { status: 599 };
  }
}

/** What stands in a form. @param {HTMLFormElement} form @returns {Felt} */
export function pairs(form) {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
}

/** Fills in a form as it was; what the page itself has put there stays. @param {HTMLFormElement} form @param {Felt} felt */
export function fill(form, felt) {
  const fields = /** @type {HTMLInputElement[]} */ ([...form.elements].filter((one) => "name" in one && one.name && /** @type {any} */ (one).type !== "hidden"));
  for (const field of fields) {
    const values = felt.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}
