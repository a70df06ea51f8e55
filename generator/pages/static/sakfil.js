// @ts-check
/** A case file: YAML text to data, and data to YAML as the cases of the course are written. No page here. */

import { defineScalarTag, FAILSAFE_SCHEMA, load, NOT_RESOLVED, Schema } from "./js-yaml.js";

/** @typedef {any} Data what stands in a YAML file: text, whole numbers, lists, and fields with values */
/** @typedef {{ data: Data, kommentarer: boolean }} Lest */

const MODELINE = "# yaml-language-server: $schema=../sak.schema.json";
/** The letters of a line: where something fits on one, and where a long text is broken. */
const WIDEST = 120, FOLD = 110;
/** The most that a file may be: as the course's own reader has it. */
const MOST = 1_000_000;
const DEEPEST = 20;

// Reading.

const PLAIN = new Map(/** @type {[string, any][]} */ ([["true", true], ["false", false], ["null", null], ["~", null], ["", null]]));
const WHOLE = /^-?(?:0|[1-9][0-9]{0,14})$/;

/** Values as authors mean them: `NO` is Norway and a date is text, as the course's own reader has it. */
const plain = defineScalarTag("tag:enhetlig,2026:plain", {
  implicit: true,
  implicitFirstChars: null,
  resolve: (/** @type {string} */ source) => (PLAIN.has(source) ? PLAIN.get(source) : WHOLE.test(source) ? Number(source) : NOT_RESOLVED),
});
const schema = new Schema([...FAILSAFE_SCHEMA.tags, plain]);

/** The file cannot be read. `linje` is counted from 1; 0 where no line is to blame. `hva` is a key of the page's words. */
export class Uleselig extends Error {
  /** @param {string} hva @param {number} linje @param {string} [sagt] */
  constructor(hva, linje, sagt = "") {
    super(sagt || hva);
    this.hva = hva;
    this.linje = linje;
  }
}

/** What the reader says, and the word for it. @type {[string, string][]} */
const SAYS = [
  ["alias", "anker"], ["tag", "merkelapp"], ["duplicated", "to_ganger"], ["empty", "tom"], ["single document", "flere"],
  ["depth", "dypt"], ["flow collection", "ulukket"], ["quote", "ulukket"], ["deficient", "ulukket"], ["tab char", "tabulator"], ["indentation", "innrykk"],
];

/** The data of a case file, and whether comments stand in it. @param {string} text @returns {Lest} @throws {Uleselig} */
export function les(text) {
  if (text.length > MOST) throw new Uleselig("stor", 0);
  const data = parse(text);
  if (!isFields(data)) throw new Uleselig("ikke_sak", 1);
  return { data, kommentarer: hasComments(text, data) };
}

/** @param {string} text @returns {Data} */
function parse(text) {
  try {
    return load(text.replace(/^\uFEFF/, ""), { schema, maxAliases: 0, maxDepth: DEEPEST });
  } catch (error) {
    const { reason = "", mark } = /** @type {any} */ (error);
    const found = SAYS.find(([sign]) => reason.includes(sign));
    throw new Uleselig(found ? found[1] : "ugyldig", mark ? mark.line + 1 : 0, reason);
  }
}

/** Whether something after a `#` is no part of any value: then the data is the same without it. @param {string} text @param {Data} data */
function hasComments(text, data) {
  const told = JSON.stringify(data);
  return [...text.matchAll(/(^|[ \t])#.*$/gm)].some((found) => {
    if (found[0].startsWith("# yaml-language-server:")) return false;
    try {
      return JSON.stringify(parse(text.slice(0, found.index) + text.slice(found.index + found[0].length))) === told;
    } catch {
      return false;
    }
  });
}

// Writing.

/** The fields in the order in which cases have them; others come after, as they stand. */
const ORDER = [
  "id", "type", "steg", "hentet", "utfall", "tittel", "modul", "rolle", "vanskegrad", "regelbok", "kilde", "historie", "kanal", "dato", "hent",
  "tekst", "fakta", "erstatter", "verdi", "fordi", "ut_fra", "opplysninger", "vurderinger", "sporsmal", "lesninger", "valg",
  "modell", "sjekkliste", "lapper", "folger", "bryter", "regler", "kan_forsvares", "tilbakemelding", "avvik", "strategi", "koster",
  "forventet", "drofting", "tvillinger", "godtatt",
];
/** Texts that are written line by line, as they stand. */
const LITERAL = ["historie", "modell"];
/** What stands on one line where there is room. */
const ON_ONE_LINE = ["kilde", "forventet", "tvillinger"];
/** Lists with a line for each. */
const IN_LINES = ["drofting"];

/** The whole file. @param {Data} sak @returns {string} */
export function skriv(sak) {
  return `${MODELINE}\n${fields(sak, "", []).join("\n")}\n`;
}

/** @param {Data} value @returns {value is Record<string, Data>} */
function isFields(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {Record<string, Data>} data @param {string} indent @param {string[]} path @returns {string[]} */
function fields(data, indent, path) {
  const known = Object.keys(data).filter((key) => data[key] !== undefined);
  const sorted = path.at(-1) === "fakta" ? known : known.sort((a, b) => place(a) - place(b));
  return sorted.flatMap((key) => field(`${indent}${scalar(key)}:`, data[key], indent, [...path, key]));
}

/** @param {string} key */
function place(key) {
  const at = ORDER.indexOf(key);
  return at < 0 ? ORDER.length : at;
}

/** @param {string} start @param {Data} value @param {string} indent @param {string[]} path @returns {string[]} */
function field(start, value, indent, path) {
  const key = path.at(-1) ?? "";
  if (typeof value === "string") return text(start, value, indent, isLiteral(path));
  if (typeof value !== "object" || value === null) return [`${start} ${value}`];
  const line = `${start} ${flow(value)}`;
  const fits = line.length <= WIDEST && !line.includes("\n");
  if (isEmpty(value)) return [line];
  if (isFields(value)) return ON_ONE_LINE.includes(key) && fits ? [line] : [start, ...fields(value, `${indent}  `, path)];
  const words = value.every((/** @type {Data} */ one) => typeof one !== "object") && !IN_LINES.includes(key);
  return words && fits ? [line] : [start, ...value.flatMap((/** @type {Data} */ one) => item(one, `${indent}  `, path))];
}

/** One of a list. @param {Data} value @param {string} indent @param {string[]} path @returns {string[]} */
function item(value, indent, path) {
  if (typeof value === "string") return text(`${indent}-`, value, indent, false);
  if (typeof value !== "object" || value === null || Array.isArray(value) || isEmpty(value)) return [`${indent}- ${flow(value)}`];
  const line = `${indent}- ${flow(value)}`;
  if (ON_ONE_LINE.includes(path.at(-1) ?? "") && line.length <= WIDEST) return [line];
  const [first, ...rest] = fields(value, `${indent}  `, path);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

/** @param {string[]} path */
function isLiteral(path) {
  return LITERAL.includes(path.at(-1) ?? "") || path.join(".") === "opplysninger.tekst";
}

/** @param {object} value */
function isEmpty(value) {
  return Object.keys(value).length === 0;
}

/** @param {Data} value @returns {string} */
function flow(value) {
  if (typeof value === "string") return scalar(value, true);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (isFields(value)) return `{${Object.keys(value).filter((key) => value[key] !== undefined).sort((a, b) => place(a) - place(b)).map((key) => `${scalar(key)}: ${flow(value[key])}`).join(", ")}}`;
  return String(value);
}

/** A text as a value: on the line, folded where it is long, or line by line. @param {string} start @param {string} value @param {string} indent @param {boolean} literal @returns {string[]} */
function text(start, value, indent, literal) {
  const inner = `${indent}  `;
  const safe = /^[^\s]/.test(value) && !UNSEEN.test(value) && !/\r/.test(value);
  const lines = value.replace(/\n$/, "").split("\n");
  if (safe && (literal || lines.length > 1 || value.endsWith("\n")) && !value.endsWith("\n\n"))
    return [`${start} |${value.endsWith("\n") ? "" : "-"}`, ...lines.map((line) => (line ? inner + line : ""))];
  const line = `${start} ${scalar(value)}`;
  if (!safe || lines.length > 1 || line.length <= WIDEST || /\s$/.test(value)) return [line];
  return [`${start} >-`, ...folded(value, FOLD - inner.length).map((one) => inner + one)];
}

/** Lines to be read as one: broken where a single space stands. @param {string} value @param {number} width */
function folded(value, width) {
  return value.split(/(?<=[^\s]) (?=[^\s])/).reduce((lines, word) => {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else lines.push(word);
    return lines;
  }, /** @type {string[]} */ ([]));
}

/** What YAML gives a meaning of its own, at the start of a value or within it. */
const MEANS = /^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`~]|^---|^\.\.\.|:(?:\s|$)|\s#/;
/** What is not read as text by this reader or by others: numbers, times, yes and no. */
const NOT_TEXT = /^(?:[-+]?[.\d][\d._:eExXoO+-]*|[-+]?0[xX][\da-fA-F]+|[-+]?\.(?:inf|nan)|true|false|null|yes|no|on|off|y|n)$/i;
/** Letters that no line of a file may hold. */
const UNSEEN = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|^ *\xa0/mu;

/** A text on one line, in quotes where it must be. @param {string} value @param {boolean} [inFlow] @returns {string} */
function scalar(value, inFlow = false) {
  if (inFlow && /[,[\]{}]|^[-?:]/.test(value)) return quoted(value);
  if (value && value === value.trim() && !/[\n\r\t]/.test(value) && !MEANS.test(value) && !NOT_TEXT.test(value) && !UNSEEN.test(value)) return value;
  return quoted(value);
}

/** @param {string} value */
function quoted(value) {
  return JSON.stringify(value).replace(new RegExp(UNSEEN, "gmu"), escaped);
}

/** @param {string} letters */
function escaped(letters) {
  return [...letters].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
