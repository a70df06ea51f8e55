// @ts-check
/** Small tools for building what a page shows. Text goes in as text, never as HTML. */

/**
 * @param {string} tag @param {Record<string, any>} [props] properties of the element, or attributes where it has no such
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name in node) /** @type {any} */ (node)[name] = value;
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return node;
}

/** Text where `**this**` becomes an element. @param {string} text @param {string} [tag] @returns {(Node | string)[]} */
export function marked(text, tag = "b") {
  return text.split("**").map((part, i) => (i % 2 ? el(tag, {}, part) : part));
}

/**
 * A question with one answer: a ruled list of radio buttons.
 * @param {string} name @param {string | null} over @param {string} legend @param {[string, string][]} rows value and text
 */
export function choices(name, over, legend, rows) {
  const list = rows.map(([value, text]) => el("label", {}, el("input", { type: "radio", name, value }), " ", el("span", {}, text)));
  return el("fieldset", { className: "sp under" }, el("legend", {}, over && el("small", {}, over), over && " ", legend),
    el("div", { className: "valg" }, ...list));
}

/** A line that folds out. @param {string} title @param {...(Node | string)} inside */
export function fold(title, ...inside) {
  return el("details", { className: "fold" }, el("summary", {}, title), el("div", { className: "fold__inn" }, ...inside));
}

/**
 * A row of two parts: what it is about, and what is said, with the judgement in bold.
 * @param {string} label @param {string | null} quote @param {string} verdict @param {string} rest
 */
export function row(label, quote, verdict, rest) {
  return el("div", {}, el("dt", {}, label),
    el("dd", {}, quote && el("p", {}, quote), el("b", {}, verdict), /^[.:]/.test(rest) ? rest : ` ${rest}`));
}
