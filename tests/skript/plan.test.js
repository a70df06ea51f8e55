// What the attempts come to.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as plan from "../../generator/pages/static/plan.js";
import { answers, at, eachSeed, kursOf, sak } from "./hjelp.js";

const ABC = kursOf(..."abcdefgh".split("").map((id) => sak(id)));
const hinge = (kurs, alle, id = "niva") => plan.hengsler(kurs, alle).find((one) => one.id === id);
const due = (kurs, alle, day) => plan.gjentakelser(kurs, alle, at(day)).forfalt;
const SURE = { sikker: 90 };

// How each hinge sits.

test("a hinge shows the first try on each case, in order of time", () => {
  const alle = answers(["b", 1, "feil"], ["a", 0, "rett"], ["b", 2, "rett"], ["a", 3, "feil"]);
  assert.deepEqual(hinge(ABC, alle).forste, [{ sak: "a", rett: true }, { sak: "b", rett: false }]);
  assert.deepEqual(hinge(ABC, alle, "klage"), { id: "klage", navn: "Klage", forste: [], sitter: "nei" });
});

test("a retry after the hint does not make the first try right", () => {
  assert.deepEqual(hinge(ABC, answers(["a", 0, "feil"], ["a", 0, "rett", { nr: 2 }])).forste, [{ sak: "a", rett: false }]);
});

test("where the first try was lost, a later one does not pass for it", () => {
  assert.deepEqual(hinge(ABC, answers(["a", 0, "rett", { nr: 2 }], ["a", 1, "rett"])).forste, []);
});

test("grey answers and texts that nobody judges count neither for nor against", () => {
  const kurs = kursOf(sak("a", "niva niva:begrunnelse"), sak("b"), sak("c", "niva niva"));
  const alle = answers(["a", 0, "levert", { sporsmal: "q1" }], ["b", 0, "gra"], ["c", 0, "gra"], ["c", 0, "rett", { sporsmal: "q1" }]);
  assert.deepEqual(hinge(kurs, alle).forste, [{ sak: "c", rett: true }]);
  assert.deepEqual(plan.gjennomfort(kurs, alle).hengsler.find((one) => one.id === "niva").antall, 1);
  assert.deepEqual(due(kurs, answers(["b", 0, "gra"]), 30), []);
});

test("a case is right in a hinge only if all its answered questions there are", () => {
  const kurs = kursOf(sak("a", "niva niva rett"), sak("b", "niva rett"));
  const alle = answers(["a", 0, "rett"], ["a", 0, "feil", { sporsmal: "q1" }], ["a", 0, "rett", { sporsmal: "q2" }], ["b", 0, "rett"]);
  assert.deepEqual(hinge(kurs, alle).forste, [{ sak: "a", rett: false }, { sak: "b", rett: true }]);
  assert.deepEqual(hinge(kurs, alle, "rett").forste, [{ sak: "a", rett: true }]);
});

test("how a hinge sits is yes after two right, nearly after one, and practise more where the misses weigh most", () => {
  const sitter = (doms) => hinge(ABC, answers(...[...doms].map((dom, i) => ["abcdefgh"[i], i, dom === "r" ? "rett" : "feil"]))).sitter;
  assert.deepEqual(["", "f", "r", "rf", "frf", "rr", "fffrr"].map(sitter), ["nei", "ov", "nesten", "nesten", "ov", "ja", "ja"]);
});

test("an answer to a question that has changed, or by another rulebook, counts no more, and is told of", () => {
  const alle = answers(["a", 0, "rett", { hash: "annen" }], ["b", 0, "rett", { regelbok: "annen" }], ["c", 0, "rett"],
    ["d", 0, "feil", { hash: "x", ...SURE }]);
  assert.deepEqual(hinge(ABC, alle).forste, [{ sak: "c", rett: true }]);
  assert.deepEqual(plan.endret(ABC, alle), ["a", "b", "d"].map((id) => ({ sak: id, sporsmal: "q0" })));
  assert.deepEqual(plan.sikre(ABC, alle), []);
});

test("a changed question that is answered again counts, and is told of no more", () => {
  const alle = answers(["a", 0, "feil", { hash: "annen" }], ["a", 1, "rett"]);
  assert.deepEqual(hinge(ABC, alle).forste, [{ sak: "a", rett: true }]);
  assert.deepEqual(plan.endret(ABC, alle), []);
});

test("answers to cases and questions that are no more break nothing", () => {
  const alle = answers(["borte", 0, "feil", SURE], ["a", 0, "feil", { sporsmal: "borte", ...SURE }]);
  assert.deepEqual([hinge(ABC, alle).forste, plan.endret(ABC, alle), plan.sikre(ABC, alle), due(ABC, alle, 9)], [[], [], [], []]);
});

// Done.

test("the course is done when each hinge is right at the first try on two cases", () => {
  const kurs = kursOf(sak("a", "rett niva klage"), sak("b", "rett niva klage"), sak("c", "klage"));
  const both = ["a", "b"].flatMap((id) => ["q0", "q1"].map((sporsmal) => [id, 0, "rett", { sporsmal }]));
  both.push(["a", 0, "rett", { sporsmal: "q2" }], ["b", 0, "feil", { sporsmal: "q2" }]);
  const lacking = plan.gjennomfort(kurs, answers(...both, ["b", 5, "rett", { sporsmal: "q2" }]));
  assert.equal(lacking.ferdig, false);
  assert.deepEqual(lacking.hengsler.map(({ id, antall, trengs }) => [id, antall, trengs]), [["rett", 2, 2], ["niva", 2, 2], ["klage", 1, 2]]);
  assert.equal(plan.gjennomfort(kurs, answers(...both, ["c", 6, "rett"])).ferdig, true);
  assert.equal(plan.gjennomfort(kurs, new Map()).ferdig, false);
});

// Repetition.

test("who always is right is asked again after 1, 3, 7, 21 and 60 days, and then each sixtieth day", () => {
  const kurs = kursOf(...Array.from({ length: 40 }, (_, i) => sak(`c${i}`)));
  const told = [["c0", 0, "rett"]], days = [];
  for (let day = 0; day < 220; day++) {
    const { forfalt: [row], neste } = plan.gjentakelser(kurs, answers(...told), at(day));
    assert.equal(neste === null, Boolean(row));
    if (row) {
      days.push(day);
      told.push([row.sak, day, "rett"]);
    }
  }
  assert.deepEqual(days, [1, 4, 11, 32, 92, 152, 212]);
  assert.equal(new Set(told.map(([id]) => id)).size, told.length, "always a case not seen");
});

test("a miss brings the hinge back to the first day, also one between the times", () => {
  const right = [["a", 0, "rett"], ["b", 1, "rett"], ["c", 4, "rett"]];
  assert.deepEqual(due(ABC, answers(...right), 10), []);
  const [row] = due(ABC, answers(...right, ["d", 6, "feil"]), 7);
  assert.deepEqual([row.hengsel, row.bom, row.sikker, row.dager], ["niva", true, false, 1]);
});

test("being right before it is due moves nothing: ten cases in a day are not ten times of repetition", () => {
  const alle = answers(...[..."abcdef"].map((id) => [id, 0, "rett"]));
  assert.equal(due(ABC, alle, 1).length, 1);
  const [missed] = due(ABC, answers(["a", 0, "feil", SURE], ["b", 0, "rett"]), 1);
  assert.deepEqual([missed.bom, missed.sikker, missed.dager], [true, true, 1]);
});

test("it is said how many days it is since the hinge was tried", () => {
  assert.equal(due(ABC, answers(["a", 0, "feil"], ["b", 0, "rett"]), 5)[0].dager, 5);
  assert.equal(due(ABC, answers(["a", 0, "rett"], ["b", 1, "rett"], ["c", 3, "rett"]), 5)[0].dager, 2);
});

test("at most two come in a day, those done already counted, and the rest tomorrow", () => {
  const kurs = { ...kursOf(), hengsler: { a: "A", b: "B", c: "C", d: "D" } };
  kurs.saker = [..."abcd"].flatMap((id) => [0, 1, 2].map((i) => sak(`${id}${i}`, id)));
  const told = [..."abcd"].map((id) => [`${id}0`, 0, "rett"]);
  const [first, second, ...more] = due(kurs, answers(...told), 1);
  assert.deepEqual([first.sak, second.sak, more.length], ["a1", "b1", 0]);
  told.push([first.sak, 1, "feil"]);
  const left = plan.gjentakelser(kurs, answers(...told), at(1));
  assert.deepEqual(left.forfalt.map((row) => row.sak), ["b1"]);
  assert.deepEqual(left.neste, at(2, 0));
  told.push(["b1", 1, "rett"]);
  assert.deepEqual(plan.gjentakelser(kurs, answers(...told), at(1)), { forfalt: [], neste: at(2, 0) });
  assert.deepEqual(due(kurs, answers(...told), 2).map((row) => row.sak), ["c1", "d1"]);
});

test("a first answer, or a miss between the times, is none of the two repetitions of a day", () => {
  const kurs = { ...kursOf(), hengsler: { a: "A", b: "B", c: "C", d: "D" } };
  kurs.saker = [..."abcd"].flatMap((id) => [0, 1, 2, 3].map((i) => sak(`${id}${i}`, id)));
  const told = [["a0", 4, "rett"], ["b0", 4, "rett"], ["c0", 0, "rett"], ["c1", 1, "rett"], ["c2", 4, "rett"]];
  const today = [["d0", 5, "rett"], ["c3", 5, "feil"]];
  assert.deepEqual(due(kurs, answers(...told, ...today), 5).map((row) => row.sak), ["a1", "b1"]);
});

test("confident misses come first, then what has waited longest", () => {
  const kurs = { ...kursOf(), hengsler: { a: "A", b: "B", c: "C" } };
  kurs.saker = [..."abc"].flatMap((id) => [0, 1].map((i) => sak(`${id}${i}`, id)));
  const rows = due(kurs, answers(["a0", 4, "rett"], ["b0", 2, "feil", { sikker: 70 }], ["c0", 6, "feil", SURE]), 9);
  assert.deepEqual(rows.map(({ hengsel, bom, sikker }) => [hengsel, bom, sikker]), [["c", true, true], ["b", true, false]]);
});

test("a case not seen is served: of the missed one's family, or its module, or its hinge; or else the one seen longest ago", () => {
  const kin = sak("kin", "niva", { familie: "f", modul: "annen" }), near = sak("near"), far = sak("far", "niva", { modul: "annen" });
  const missed = sak("missed", "niva", { familie: "f" }), other = sak("other", "klage", { familie: "f" });
  const kurs = kursOf(other, far, near, kin, missed);
  const serve = (...seen) => due(kurs, answers(...seen.map((id, i) => [id, i - 9, "gra"]), ["missed", 0, "feil"]), 1)[0].sak;
  assert.equal(serve(), "kin");
  assert.equal(serve("kin"), "near");
  assert.equal(serve("near", "kin"), "far");
  assert.equal(serve("near", "kin", "far"), "near");
});

test("a case that cannot be judged in the hinge is not served, and a grey one only where no clear one is as near", () => {
  const grey = sak("grey", "niva", { klarhet: "gra" }), written = sak("written", "niva:begrunnelse");
  const alle = answers(["a", 0, "feil"]);
  assert.equal(due(kursOf(written, grey, sak("a"), sak("b")), alle, 1)[0].sak, "b");
  assert.equal(due(kursOf(written, grey, sak("a")), alle, 1)[0].sak, "grey");
  assert.equal(due(kursOf(written, sak("a")), alle, 1)[0].sak, "a");
});

test("one case is never served for two hinges in a day", () => {
  const kurs = kursOf(sak("a", "niva rett"), sak("b", "niva rett"), sak("c", "rett"));
  const alle = answers(["a", 0, "feil"], ["a", 0, "feil", { sporsmal: "q1" }]);
  assert.deepEqual(due(kurs, alle, 1).map((row) => [row.hengsel, row.sak]), [["rett", "b"], ["niva", "a"]]);
});

test("before anything is answered there is nothing to repeat, and no day for it", () => {
  assert.deepEqual(plan.gjentakelser(ABC, new Map(), at(0)), { forfalt: [], neste: null });
});

test("a clock that was wrong, or goes over to summer time, breaks nothing", () => {
  const alle = answers(["a", 400, "feil"]);
  assert.deepEqual(due(ABC, alle, 0), []);
  const spring = new Date(2026, 2, 28, 23, 30).getTime(), day = (n) => new Date(2026, 2, 28 + n, 0, 10);
  const before = answers(["a", 0, "feil", { tid: spring }]);
  assert.equal(plan.gjentakelser(ABC, before, day(1)).forfalt.length, 1);
  assert.equal(plan.gjentakelser(ABC, answers(["a", 0, "feil", { tid: 7.9e15 }]), day(0)).neste instanceof Date, true);
});

test("whatever one answers, never more than two a day, only what is due, and no day is lost", () => {
  eachSeed(30, (random) => {
    const asks = ["rett", "niva", "klage", "rett niva"], told = [];
    const saker = Array.from({ length: 12 }, (_, i) => sak(`c${i}`, asks[i % 4], { familie: `f${i % 5}`, modul: `m${i % 3}` }));
    const kurs = kursOf(...saker);
    for (let day = 0; day < 60; day++) {
      let done = 0;
      for (;;) {
        const { forfalt, neste } = plan.gjentakelser(kurs, answers(...told), at(day));
        assert.ok(forfalt.length + done <= 2);
        assert.equal(new Set(forfalt.map((row) => row.sak)).size, forfalt.length);
        assert.ok(neste === null || neste > at(day));
        if (!forfalt.length || random(3) === 0) break;
        const asked = saker.find((one) => one.id === forfalt[0].sak).sporsmal.find((one) => one.hengsel === forfalt[0].hengsel);
        told.push([forfalt[0].sak, day, random(3) ? "rett" : "feil", { sporsmal: asked.id, sikker: [50, 70, 90][random(3)] }]);
        done++;
      }
      if (random(4) === 0) told.push([`c${random(12)}`, day, ["rett", "feil", "gra", "levert"][random(4)], { tid: at(day, 20).getTime() }]);
    }
  });
});

// The case of the week.

test("the case of the week is the same for everyone from Monday to Sunday, and another the next week", () => {
  for (let week = 0; week < 60; week++) {
    const those = Array.from({ length: 7 }, (_, i) => plan.ukens(ABC, at(7 * week + i, 1 + 3 * i)));
    assert.equal(new Set(those).size, 1);
    assert.notEqual(plan.ukens(ABC, at(7 * week + 7, 0)), those[0]);
  }
});

test("around new year the ISO week goes on over the turn of the year", () => {
  const days = [[2026, 11, 27], [2026, 11, 28], [2027, 0, 3], [2027, 0, 4]].map((date) => plan.ukens(ABC, new Date(...date)).id);
  assert.equal(days[1], days[2]); // week 53: the 28th of December to the third of January
  assert.notEqual(days[0], days[1]);
  assert.notEqual(days[2], days[3]);
});

test("the case of the week is short and not hard where there is such a one, and each has its turn", () => {
  const hard = sak("hard", "niva", { grad: 3 }), long = sak("long", "niva niva niva");
  const kurs = kursOf(hard, long, sak("a"), sak("b", "niva niva", { grad: 2 }), sak("c"));
  const turns = [0, 1, 2].map((week) => plan.ukens(kurs, at(7 * week)).id);
  assert.deepEqual([...turns].sort(), ["a", "b", "c"]);
  assert.deepEqual([0, 1, 2].map((week) => plan.ukens({ ...kurs, saker: [...kurs.saker].reverse() }, at(7 * week)).id), turns);
  assert.equal(plan.ukens(kursOf(hard, long), at(0)).id, plan.ukens(kursOf(long, hard), at(0)).id);
  assert.equal(plan.ukens(kursOf(), at(0)), undefined);
});

// Where to go on.

test("one goes on with the case opened last, as long as something in it is not answered", () => {
  const kurs = kursOf(sak("a"), sak("b", "niva rett"), sak("c"));
  assert.deepEqual(plan.fortsett(kurs, answers(["b", 0, "feil"]), "b"), { sak: "b", nr: 2, av: 3 });
  assert.deepEqual(plan.fortsett(kurs, new Map(), "c"), { sak: "c", nr: 3, av: 3 });
});

test("or else with the first that is not begun, then what is left over, and at last with none", () => {
  const kurs = kursOf(sak("a", "niva rett"), sak("b"), sak("c"));
  const told = [["a", 0, "rett"], ["b", 0, "gra"]];
  assert.equal(plan.fortsett(kurs, new Map(), null).sak, "a");
  assert.equal(plan.fortsett(kurs, answers(...told), "b").sak, "c");
  assert.equal(plan.fortsett(kurs, answers(...told), "borte").sak, "c");
  told.push(["c", 0, "levert"]);
  assert.equal(plan.fortsett(kurs, answers(...told), "c").sak, "a");
  told.push(["a", 1, "feil", { sporsmal: "q1" }]);
  assert.equal(plan.fortsett(kurs, answers(...told), "c"), null);
});

test("a case whose question has changed is to be done again", () => {
  const kurs = kursOf(sak("a"), sak("b"));
  assert.equal(plan.fortsett(kurs, answers(["a", 0, "rett", { hash: "annen" }], ["b", 0, "rett"]), "b").sak, "a");
});

// Certainty.

test("a case one was sure of and missed is listed until it is in line", () => {
  const told = [["b", 0, "feil", SURE], ["a", 1, "feil", SURE], ["c", 0, "feil", { sikker: 70 }], ["d", 0, "rett", SURE]];
  assert.deepEqual(plan.sikre(ABC, answers(...told)), ["a", "b"]);
  assert.deepEqual(plan.sikre(ABC, answers(...told, ["b", 2, "feil"], ["a", 2, "rett"])), ["b"]);
  assert.deepEqual(plan.sikre(ABC, answers(...told, ["b", 2, "gra"], ["a", 0, "rett", { tid: at(0, 1).getTime() }])), ["a"]);
});

test("nothing that is asked of the plan changes what it is given", () => {
  const freeze = (value) => (value && typeof value === "object" && Object.values(Object.freeze(value)).forEach(freeze), value);
  const kurs = freeze(structuredClone(ABC)), alle = answers(["a", 0, "feil", SURE], ["b", 1, "rett"]), before = structuredClone(alle);
  [...alle.values()].forEach(freeze);
  for (const ask of [plan.hengsler, plan.gjennomfort, plan.sikre, plan.endret, plan.fortsett]) ask(kurs, alle, "a");
  plan.gjentakelser(kurs, alle, at(3));
  plan.ukens(kurs, at(3));
  assert.deepEqual(alle, before);
});
