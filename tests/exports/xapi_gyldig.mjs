// Holds statements against a strict validator: reads a list of them as JSON, and answers with all that is wrong.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , validator] = process.argv;
const validate = createRequire(import.meta.url)(validator).default;
const all = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(all.flatMap((one) => validate(one).map((warning) => `${warning.constructor.name}: ${JSON.stringify(warning)}`))));
