// How well certainty fits.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sagt, treff } from "../../generator/pages/static/treff.js";
import { answers } from "./hjelp.js";

test("how well certainty fits is told from the twentieth first answer on, grey ones left out", () => {
  const one = (i) => [`c${i}`, 0, i % 4 ? "rett" : "feil", { sikker: [50, 70, 90][i % 3] }];
  const told = Array.from({ length: 19 }, (_, i) => one(i));
  told.push(["x", 0, "gra", { sikker: 90 }], ["y", 0, "rett"], ["c0", 0, "rett", { nr: 2, sikker: 90 }]);
  assert.equal(treff(answers(...told)), null);
  assert.equal(sagt(answers(...told)).length, 19);
  const found = treff(answers(...told, one(19)));
  assert.deepEqual(found.map(({ sikker, antall, rett }) => [sikker, antall, rett]), [[50, 7, 5], [70, 7, 5], [90, 6, 5]]);
});

