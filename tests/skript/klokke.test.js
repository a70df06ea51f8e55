// The time that is left in a round.

import assert from "node:assert/strict";
import { test } from "node:test";

import { frist, igjen } from "../../generator/live/static/klokke.js";

test("time is told in whole seconds, and is never less than none", () => {
  assert.equal(frist(100, 97.2), 3);
  assert.equal(frist(100, 250), 0);
  assert.equal(frist(null, 97), null);
});

test("time is told as a clock shows it", () => {
  assert.deepEqual([160, 60, 9, 0].map(igjen), ["2:40", "1:00", "0:09", "0:00"]);
});
