// @ts-check
/** Prose in a file: broken to lines that a person can read there, and joined again to paragraphs in a form. */

const WIDTH = 108;
/** A line that means something by how it begins: a point of a list, a heading, a quote, code. */
const OWN = /^(?:\s|[-*+>#|`~=]|\d+[.)]\s)/;
/** A word that would mean something if a line began with it. */
const RISKY = /^(?:[-*+>#|`~=]|\d+[.)]$)/;

/** Paragraphs of a file as one line each; lists and the like keep their lines. @param {string} text */
export function glatt(text) {
  const lines = (text ?? "").replace(/\s+$/, "").split("\n");
  return lines.reduce((all, line, i) => {
    const before = lines[i - 1] ?? "";
    const joins = i > 0 && line && before && !OWN.test(line) && !OWN.test(before) && !/\s$|\\$/.test(before);
    return i === 0 ? line : all + (joins ? " " : "\n") + line;
  }, "");
}

/** The same as a file has it: lines of readable length, and one at the end. @param {string} text */
export function brett(text) {
  const clean = text.replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "").replace(/^\s*\n/, "").trimEnd();
  return clean ? `${clean.split("\n").map(broken).join("\n")}\n` : "";
}

/** @param {string} line */
function broken(line) {
  if (OWN.test(line)) return line;
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines[lines.length - 1];
    if (!last) lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length > WIDTH && word && !RISKY.test(word)) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}
