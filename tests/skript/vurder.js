// What the rules say in a browser: the path of a map of the rulebook, and on stdin a set of facts a line; the same out.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { Regelkart, Umulig } from "../../generator/pages/static/regelkart.js";

const kart = new Regelkart(JSON.parse(readFileSync(process.argv[2], "utf-8")));

function answer(fakta) {
  try {
    return kart.vurder(fakta);
  } catch (error) {
    if (error instanceof Umulig) return { umulig: error.grunner };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
