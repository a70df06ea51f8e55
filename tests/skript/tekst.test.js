// Words with something to fill in.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fyll } from "../../generator/pages/static/tekst.js";

test("every place in a text is filled in, also with nought, and as often as it stands there", () => {
  assert.equal(fyll("{n} av {alle}, og {n} til", { n: 0, alle: "ti" }), "0 av ti, og 0 til");
});

test("a place that has no value stays as it is, and so do names that every object has", () => {
  assert.equal(fyll("{n} {constructor} {} { n }", {}), "{n} {constructor} {} { n }");
});

test("what is filled in is text, whatever it looks like", () => {
  assert.equal(fyll("«{navn}»", { navn: "$& {navn} <b>" }), "«$& {navn} <b>»");
});
