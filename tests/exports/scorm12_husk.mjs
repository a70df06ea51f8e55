// Tries husk.js: reads { pakke, … } as JSON, and answers with what it makes of it.
import { readFileSync } from "node:fs";

const [, , script] = process.argv;
const { skriv, les, svar, stand, forsok, iBunken, MOST } = await import(script);
const { data, steps, texts = [] } = JSON.parse(readFileSync(0, "utf-8"));
const pakkeOf = (data) => ({
  digest: data.digest,
  regelbok: data.regelbok,
  sporsmal: Object.entries(data.saker).flatMap(([sak, asked]) =>
    asked.map(([id, type, hash, nokkel]) => ({ sak, id, hash, nokkel, bunke: type === "bunke" }))),
});
const pakke = pakkeOf(data), alle = new Map();
for (const [nokkel, one] of steps) svar(alle, nokkel, one);
const text = skriv(alle, pakke), back = les(text, pakke);
const told = (map) => Object.fromEntries(map);
process.stdout.write(JSON.stringify({
  MOST, text, alle: told(alle), back: told(back), again: skriv(back, pakke), stand: stand(back, pakke),
  forsok: told(forsok(back, pakke)), rubbish: texts.map((one) => les(one, pakke).size),
  newer: texts.length ? told(les(text, pakkeOf(texts.at(-1).data ?? data))) : {},
  pile: [iBunken(["a", "b", "c"], ["a", "x", "c"]), iBunken([..."1234567890"], [..."1234567899"])],
}));
