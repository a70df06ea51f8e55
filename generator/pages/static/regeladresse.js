// @ts-check
/** Facts as an address writes them: `#f=samtale_gjennomfort:ja,ordinart_arbeid:forventes+ikke_utelukket`. No page here. */

const START = "#f=", ANY = ["ukjent", "skjonn"];

/** fact -> its value as the address writes it. @param {Record<string, string>} fakta @returns {string} nothing where none is set */
export function skriv(fakta) {
  const parts = Object.entries(fakta).map(([key, value]) => `${key}:${value}`);
  return parts.length ? START + parts.join() : "";
}

/**
 * What an address says, and the parts of it that nobody can understand.
 * @param {string} hash @param {Map<string, string[]>} verdier the values of each fact
 * @returns {{ fakta: Record<string, string>, uforstatt: string[] }}
 */
export function les(hash, verdier) {
  /** @type {Map<string, string>} */
  const fakta = new Map(), uforstatt = [];
  for (const part of hash.startsWith(START) ? plain(hash.slice(START.length)).split(",").filter(Boolean) : []) {
    const [key, said, ...more] = part.split(":").map((word) => word.trim());
    const value = said && !more.length && !fakta.has(key) && valueOf(said, verdier.get(key) ?? []);
    if (value) fakta.set(key, value);
    else uforstatt.push(part);
  }
  return { fakta: Object.fromEntries(fakta), uforstatt };
}

/** The facts as the rules take them. @param {Record<string, string>} fakta @returns {Record<string, string | string[]>} */
export function tilReglene(fakta) {
  return Object.fromEntries(Object.entries(fakta).map(([key, value]) => [key, value.includes("+") ? value.split("+") : value]));
}

/** The value in the rulebook's order, or nothing where it is not one. @param {string} said @param {string[]} values */
function valueOf(said, values) {
  if (ANY.includes(said)) return values.length > 0 && said;
  const several = said.split("+");
  return several.every((one) => values.includes(one)) && values.filter((one) => several.includes(one)).join("+");
}

/** @param {string} text */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
