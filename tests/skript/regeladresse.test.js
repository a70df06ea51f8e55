// Facts in an address.

import assert from "node:assert/strict";
import { test } from "node:test";

import { les, skriv, tilReglene } from "../../generator/pages/static/regeladresse.js";

const VERDIER = new Map([["samtale", ["ja", "nei"]], ["arbeid", ["forventes", "ikke_utelukket", "utelukket"]]]);
const read = (text) => les(`#f=${text}`, VERDIER);

test("an address that was written is read as it was", () => {
  const fakta = { arbeid: "forventes+ikke_utelukket", samtale: "skjonn" };
  assert.equal(skriv(fakta), "#f=arbeid:forventes+ikke_utelukket,samtale:skjonn");
  assert.deepEqual(les(skriv(fakta), VERDIER), { fakta, uforstatt: [] });
  assert.deepEqual([skriv({}), les("", VERDIER), les("#veien", VERDIER)], ["", { fakta: {}, uforstatt: [] }, { fakta: {}, uforstatt: [] }]);
});

test("what cannot be understood is told, and the rest is read", () => {
  const said = read("samtale:kanskje,arbeid:utelukket,hode:ja,arbeid:forventes,samtale,a:b:c,toString:skjonn,,");
  assert.deepEqual(said, { fakta: { arbeid: "utelukket" }, uforstatt: ["samtale:kanskje", "hode:ja", "arbeid:forventes", "samtale", "a:b:c", "toString:skjonn"] });
});

test("an address that a mail program has escaped, or broken, is read as far as it goes", () => {
  assert.deepEqual(read("samtale%3Aja%2Carbeid%3Autelukket").fakta, { samtale: "ja", arbeid: "utelukket" });
  assert.deepEqual(read("samtale:ja,%E0").uforstatt, ["%E0"]);
});

test("several values stand in the rulebook's order, each once", () => {
  assert.deepEqual(read("arbeid:utelukket+forventes+utelukket").fakta, { arbeid: "forventes+utelukket" });
  assert.deepEqual(tilReglene({ arbeid: "forventes+utelukket", samtale: "ja" }), { arbeid: ["forventes", "utelukket"], samtale: "ja" });
});
