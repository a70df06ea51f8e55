// Opens case files as Saksverksted does, and writes them again: JSON in, JSON out. See tests/test_verksted.py.

import { readFileSync } from "node:fs";

import { Regelkart } from "../../generator/pages/static/regelkart.js";
import { les, skriv } from "../../generator/pages/static/sakfil.js";
import { mangler } from "../../generator/pages/static/saksjekk.js";
import { harForm, somSak, tilFil } from "../../generator/pages/static/saksmodell.js";

const { kart, ord, filer, data, fast } = JSON.parse(readFileSync(0, "utf8"));
const regelkart = kart && new Regelkart(kart);

/** A file through the workshop: whether the form can hold it, what the page would say of it, and its text. */
function through(text) {
  const { data: lest } = les(text);
  if (!harForm(lest)) return { form: false };
  const sak = somSak(lest), found = mangler(regelkart, ord, sak, fast), of = (advice) => found.filter(({ rad = false }) => rad === advice);
  return { form: true, mangler: of(false), rad: of(true), tekst: skriv(tilFil(regelkart, ord, sak)) };
}

console.log(JSON.stringify({ filer: filer.map(through), data: data.map(skriv) }));
