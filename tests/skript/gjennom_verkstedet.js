// Opens case files as Saksverksted does, and writes them again: JSON in, JSON out. See tests/test_verksted.py.

import { readFileSync } from "node:fs";

import { Regelkart } from "../../generator/pages/static/regelkart.js";
import { les, skriv } from "../../generator/pages/static/sakfil.js";
import { mangler } from "../../generator/pages/static/saksjekk.js";
import { harForm, somSak, tilFil } from "../../generator/pages/static/saksmodell.js";

const { kart, ord, filer, data } = JSON.parse(readFileSync(0, "utf8"));
const regelkart = kart && new Regelkart(kart);

/** A file through the workshop: whether the form can hold it, what the page would say of it, and its text. */
function through(text) {
  const lest = les(text), sak = somSak(lest.data);
  return { form: harForm(lest.data), mangler: mangler(regelkart, ord, sak).filter(({ rad }) => !rad), tekst: skriv(tilFil(regelkart, ord, sak)) };
}

console.log(JSON.stringify({ filer: filer.map(through), data: data.map(skriv) }));
