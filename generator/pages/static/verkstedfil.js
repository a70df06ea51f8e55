// @ts-check
/** Files in and out of Saksverksted. What is wrong with one that was chosen is an `Uleselig`. */

import { el } from "./el.js";
import { les, Uleselig } from "./sakfil.js";
import { harForm } from "./saksmodell.js";

/** The data of a case file that the form has room for. @param {File} chosen @returns {Promise<import("./sakfil.js").Lest>} @throws {Uleselig} */
export async function lesFil(chosen) {
  const raw = await chosen.arrayBuffer().catch(() => {
    throw new Uleselig("borte", 0);
  });
  const lest = les(utf8(raw));
  if (!harForm(lest.data)) throw new Uleselig("form", 0);
  return lest;
}

/** @param {ArrayBuffer} raw */
function utf8(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    throw new Uleselig("utf8", 0);
  }
}

/** Has the browser save a file. @param {string} name @param {string} text */
export function lagre(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
