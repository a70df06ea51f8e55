// A case in the making: what is known with which cards, what is right when, what would tempt, and what its file says.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { brett, glatt } from "../../generator/pages/static/brett.js";
import { les, skriv, Uleselig } from "../../generator/pages/static/sakfil.js";
import { fakta, fjernKort, fristelser, hentinger, idOf, ledig, omdop, rette, tom, uenige, valgene, ventet } from "../../generator/pages/static/saksmodell.js";
import { eachSeed } from "./hjelp.js";

/** The rules of a toy: the answer is yes where `a` and `b` are, and nobody asks of `b` where `a` is not. */
class Leke {
  data = { fakta: [{ id: "a", verdier: ["ja", "nei"], ved_ukjent: null }, { id: "b", verdier: ["ja", "nei"], ved_ukjent: null }] };
  level = new Map([["a", 0], ["b", 1]]);
  steps = new Map([["steg", { ser: [0, 1], regler: [] }]]);

  vurder({ a = "ukjent", b = "ukjent" }) {
    const utfall = [...new Set(both(a).flatMap((x) => both(b).map((y) => (x === "ja" && y === "ja" ? "ja_svar" : "nei_svar"))))].sort();
    const mangler = utfall.length > 1 ? Object.entries({ a, b }).filter(([, value]) => value === "ukjent").map(([key]) => key) : [];
    const turned = [["a", a], ["b", b]].filter(([, value]) => value === "nei").map(([key]) => ({ fakta: key, fra: "nei", til: "ja" }));
    const vendepunkt = utfall.includes("ja_svar") ? (utfall.length > 1 ? {} : { nei_svar: [[{ fakta: "a", fra: "ja", til: "nei" }], [{ fakta: "b", fra: "ja", til: "nei" }]] }) : { ja_svar: [turned] };
    return { steg: { steg: { status: utfall.length === 1 ? "avgjort" : "mangler_opplysninger", utfall, mangler, godtas: [], vendepunkt } } };
  }
}
const both = (value) => (value === "ukjent" ? ["ja", "nei"] : [value]);
const ORD = { steg: { steg: { utfall: { ja_svar: "Ja", nei_svar: "Nei" } } }, fakta: {}, frister: {} };

let kart, sak;
before(() => (kart = new Leke()));
const kort = (id, given, hent) => ({ id, kilde: "samtale", dato: "i dag", tekst: "…", fakta: given, ...(hent === undefined ? {} : { hent }) });
const med = (opplysninger, more = {}) => ({ ...tom(), opplysninger, sporsmal: [{ id: "q", type: "steg", steg: "steg", tekst: "?", valg: [] }], ...more });

test("what only a card to be fetched says is unknown until it is", () => {
  sak = med([kort("bord", { a: "ja" }), kort("lukket", { b: "nei" }, "Ring.")]);
  assert.deepEqual(fakta(sak, []), { a: "ja", b: "ukjent" });
  assert.deepEqual(fakta(sak, ["lukket"]), { a: "ja", b: "nei" });
});

test("a vurdering is known when every card it rests on is open", () => {
  sak = med([kort("x", {}), kort("y", {}, "Ring.")], { vurderinger: [{ fakta: "a", verdi: "ja", fordi: "f", ut_fra: ["x", "y"] }] });
  assert.deepEqual([fakta(sak, []).a, fakta(sak, ["y"]).a], ["ukjent", "ja"]);
});

test("of two cards that differ the one that goes first is heard, once it is open", () => {
  const sak = med([kort("gammelt", { a: "nei" }), { ...kort("nytt", { a: "ja" }, "Ring."), erstatter: ["gammelt"] }]);
  assert.deepEqual([fakta(sak, []).a, fakta(sak, ["nytt"]).a], ["nei", "ja"]);
  assert.deepEqual(uenige(sak), [{ i: 0, j: 1, fakta: "a", ordnet: true }]);
  assert.equal(uenige(med([kort("x", { a: "nei" }), kort("y", { a: "ja" })]))[0].ordnet, false);
});

test("every set of cards is looked at, none first and all last", () => {
  const sak = med(["p", "q", "r"].map((id) => kort(id, {}, "Ring.")));
  const sets = hentinger(sak);
  assert.deepEqual([sets.length, sets[0], sets.at(-1)], [8, [], ["p", "q", "r"]]);
  assert.equal(new Set(sets.map(String)).size, 8);
});

test("an outcome that is right at some time is an option without being chosen, in the rulebook's order", () => {
  const sak = med([kort("x", { a: "ja" }), kort("y", { b: "ja" }, "Ring.")]);
  assert.deepEqual([...rette(kart, sak, "steg").noen], [["innhent_opplysninger", []], ["ja_svar", ["y"]]]);
  sak.sporsmal[0].valg = [{ utfall: "nei_svar", tilbakemelding: "Nei." }];
  assert.deepEqual(valgene(kart, ORD, sak, sak.sporsmal[0]).map(({ utfall }) => utfall), ["ja_svar", "nei_svar"]);
});

test("what tempts is a wrong outcome that one fact stands between, and it says which", () => {
  const sak = med([kort("x", { a: "ja", b: "ja" })]);
  assert.deepEqual(fristelser(kart, sak, sak.sporsmal[0]), [{ utfall: "nei_svar", endringer: [{ fakta: "a", fra: "ja", til: "nei" }], sikkert: true }]);
  sak.sporsmal[0].valg = [{ utfall: "nei_svar" }];
  assert.deepEqual(fristelser(kart, sak, sak.sporsmal[0]), []);
});

test("the file expects what the rules give before anything is fetched and when all is", () => {
  const sak = med([kort("x", { a: "ja" }), kort("y", { b: "ja" }, "Ring.")]);
  assert.deepEqual(ventet(kart, sak), [{ steg: "steg", utfall: ["ja_svar", "nei_svar"] }, { steg: "steg", hentet: ["y"], utfall: ["ja_svar"] }]);
});

test("a card that gets another name, or is taken away, is so wherever it is named", () => {
  const sak = med([kort("x", {}), { ...kort("y", {}), erstatter: ["x"] }], { vurderinger: [{ fakta: "a", verdi: "ja", fordi: "", ut_fra: ["x", "y"] }] });
  omdop(sak, sak.opplysninger[0], "z");
  assert.deepEqual([sak.opplysninger[1].erstatter, sak.vurderinger[0].ut_fra], [["z"], ["z", "y"]]);
  fjernKort(sak, 0);
  assert.deepEqual([sak.opplysninger[0].erstatter, sak.vurderinger[0].ut_fra], [[], ["y"]]);
});

test("a file is named after the title, in letters that every machine has", () => {
  assert.equal(idOf("Åse, «øl» & Ærlig é: 2"), "ase-ol-aerlig-e-2");
  assert.equal(ledig("samtale", ["samtale", "samtale-2"]), "samtale-3");
});

test("prose is broken to lines for the file and joined again for the form", () => {
  const text = `${"Et ord og et til. ".repeat(30).trim()}\n\n- ett\n- to\n\nSlutt.`;
  assert.ok(brett(text).split("\n").every((line) => line.length <= 108));
  assert.equal(glatt(brett(text)), text);
});

const HARD = ["ja", "nei", "no", "yes", "1", "3.3", "007", "1e3", "null", "~", "true", ": ", "a: b", "a #b", "#a", "- a", "-", "---", "...", "&anker", "*a", "!!js/function 'x'", "!a", "%a", "@a", "`a`",
  "'", '"', "«Æ, ø & å»", " a", "a ", "a\nb", "\n", "a\n\nb\n", " a\n b", "\ta", "{a}", "[a]", "a,b", "a: {b, c]", "<img src=x onerror=alert(1)>", "</script>", "2026-01-01", "12:30", "\\", "\\n", "?", "? a", "|", ">-", "=", "<<", "x".repeat(300), "ord ".repeat(60), `ord  ${"ord ".repeat(60)}ord`];

test("any text is the same when its file is read again", () => {
  for (const value of HARD) {
    const sak = { id: value, historie: value, kilde: { kapittel: [value, "b"] }, opplysninger: [{ tekst: value, hent: value, fakta: { a: value } }], drofting: [value] };
    assert.deepEqual(les(skriv(sak)).data, sak, value);
  }
});

test("texts put together by chance are the same when their file is read again", () => {
  const parts = [...HARD, "\n", " ", ":", "#", "- ", "æ", "\u0085", "\u2028", "\u00a0", "😀", "ord"];
  eachSeed(300, (random) => {
    const text = () => Array.from({ length: 1 + random(6) }, () => parts[random(parts.length)]).join("");
    const sak = { id: text(), historie: text(), kilde: { scenario: [text()] }, opplysninger: [{ tekst: text(), fordi: text() }], drofting: [text(), text()] };
    assert.deepEqual(les(skriv(sak)).data, sak);
  });
});

test("a comment is noticed, and a number sign in a text is none", () => {
  const notes = (text) => les(text).kommentarer;
  assert.deepEqual([notes("a: b # c\n"), notes("# c\na: b\n"), notes("a: |\n  # b\nc: 'd # e'\n"), notes(skriv({ a: "b" }))], [true, true, false, false]);
});

test("a file that cannot be read says what and where", () => {
  const told = (text) => {
    try {
      return les(text);
    } catch (error) {
      assert.ok(error instanceof Uleselig);
      return [error.hva, error.linje];
    }
  };
  assert.deepEqual(told("a: 1\nb: [2\n"), ["ulukket", 3]);
  assert.deepEqual(told("a: 1\na: 2\n"), ["to_ganger", 2]);
  assert.deepEqual(told("a: &x 1\nb: *x\n"), ["anker", 2]);
  assert.deepEqual(told("a: !!js/function 'x'\n"), ["merkelapp", 1]);
  assert.deepEqual(told("a: b: c\n"), ["innrykk", 1]);
  assert.deepEqual(told("- a\n"), ["ikke_sak", 1]);
  assert.deepEqual(told(""), ["tom", 0]);
});
