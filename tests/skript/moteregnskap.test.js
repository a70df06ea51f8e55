// What the hands of a round come to.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Moteregnskap } from "../../generator/pages/static/moteregnskap.js";

const DELER = { behov: { navn: "Behov?", valg: [["ja", "Ja"], ["nei", "Nei"]] }, svar: { navn: "Svar?", valg: [["a", "A"], ["b", "B"], ["c", "C"]] } };
const DOM = { dom_enige_rett: "enige, i tråd", dom_enige_feil: "enige, ikke i tråd", dom_delt_rett: "delt, i tråd", dom_delt: "delt, ikke alle" };
const round = (behov, svar) => new Moteregnskap(DELER, { behov, svar });

test("agreement is always crossed with the rules", () => {
  assert.equal(round({}, { a: 5 }).dom(["a"], DOM), "enige, i tråd");
  assert.equal(round({}, { b: 5 }).dom(["a"], DOM), "enige, ikke i tråd");
  assert.equal(round({}, { a: 2, b: 3 }).dom(["a", "b"], DOM), "delt, i tråd");
  assert.equal(round({}, { a: 2, b: 3 }).dom(["a"], DOM), "delt, ikke alle");
});

test("the share of pairs that answered alike is that of all pairs counted one by one", () => {
  const one = (counts) => {
    const all = Object.entries(counts).flatMap(([value, n]) => Array(n).fill(value));
    const pairs = all.flatMap((x, i) => all.slice(i + 1).map((y) => x === y));
    return pairs.length ? Math.round((100 * pairs.filter(Boolean).length) / pairs.length) : 100;
  };
  for (let a = 0; a < 6; a++) for (let b = 0; b < 6; b++) for (let c = 0; c < 6; c++) assert.equal(round({}, { a, b, c }).par(), one({ a, b, c }));
});

test("a reading with other hands than the answer is named", () => {
  assert.equal(round({ ja: 3 }, { a: 3 }).ujevn, null);
  assert.deepEqual(round({ ja: 2 }, { a: 3 }).ujevn, { navn: "Behov?", antall: 2 });
});

test("nothing is counted before anybody has answered", () => {
  const none = round(undefined, undefined);
  assert.deepEqual([none.antall, none.delt("svar"), none.par()], [0, false, 100]);
});

test("of hands it is known how many moved at the least", () => {
  assert.equal(round({}, { a: 4 }).byttet(round({}, { a: 1, b: 3 })), 3);
  assert.equal(round({}, { a: 2, b: 2 }).byttet(round({}, { a: 2, b: 2 })), 0);
  assert.equal(round({}, { c: 4 }).byttet(round({}, { a: 2, b: 2 })), 4);
  assert.equal(round({}, { a: 3 }).byttet(round({}, { a: 3, b: 2 })), 0, "who left has not moved");
  assert.equal(round({}, { a: 3, b: 2 }).byttet(round({}, { a: 3 })), 0, "nor who came");
});
