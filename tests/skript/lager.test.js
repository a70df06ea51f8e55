// What the browser keeps of a learner. The names say what the course promises.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Lager, merge, newId, Uleselig } from "../../generator/pages/static/lager.js";
import { eachSeed, forsok, replace, Rom } from "./hjelp.js";

const NOW = new Date("2026-11-24T10:00:00Z");
const KEY = "enhetlig.sak.anna";
const ids = (attempts) => attempts.map((one) => one.id);
const file = (saker, more = {}) => JSON.stringify({ enhetlig: 1, saker, ...more });

// One learner, one tab.

test("what is answered is there the next time, in order of time", () => {
  const rom = new Rom();
  assert.equal(new Lager(rom).add("anna", forsok({ id: "b", tid: 2 })), "lagret");
  assert.equal(new Lager(rom).add("anna", forsok({ id: "a", tid: 1 })), "lagret");
  assert.deepEqual(ids(new Lager(rom).of("anna")), ["a", "b"]);
  assert.deepEqual([...new Lager(rom).all().keys()], ["anna"]);
  assert.equal(JSON.parse(rom.getItem(KEY)).v, 1);
});

test("a case without answers has none, and is not among those answered", () => {
  const lager = new Lager(new Rom({ [KEY]: '{"v":1,"forsok":[]}', annet: "noe" }));
  assert.deepEqual([lager.of("anna"), lager.of("bo"), lager.all().size], [[], [], 0]);
});

test("the same attempt added twice counts once", () => {
  const lager = new Lager(new Rom());
  lager.add("anna", forsok({ id: "a" }));
  lager.add("anna", forsok({ id: "a" }));
  assert.equal(lager.of("anna").length, 1);
});

test("the case that was opened last is remembered, and nonsense in its place is not believed", () => {
  const rom = new Rom(), lager = new Lager(rom);
  assert.equal(lager.last(), null);
  lager.visited("anna");
  assert.equal(new Lager(rom).last(), "anna");
  for (const nonsense of ["{", "null", "7", '{"sak":7}', '{"sak":{"x":1}}']) {
    assert.equal(new Lager(new Rom({ "enhetlig.sist": nonsense })).last(), null, nonsense);
  }
});

test("every attempt has an id of its own, also over plain http where there is no randomUUID", (t) => {
  replace(t, crypto, "randomUUID", { value: undefined });
  assert.equal(new Set(Array.from({ length: 1000 }, newId)).size, 1000);
});

test("deleting takes all that is ours, and nothing else", () => {
  const rom = new Rom({ "enhetlig.uleselig.bo.1": "{", "enhetlig.tema": "mork", annet: "noe" }), lager = new Lager(rom);
  lager.add("anna", forsok({}));
  lager.visited("anna");
  rom.full = true;
  lager.add("bo", forsok({}));
  lager.clear();
  assert.deepEqual({ ...rom.texts }, { "enhetlig.tema": "mork", annet: "noe" });
  assert.deepEqual([lager.all().size, lager.last()], [0, null]);
});

// Two tabs.

test("two tabs that answer in turn do not overwrite each other", () => {
  const rom = new Rom(), one = new Lager(rom), other = new Lager(rom);
  for (let i = 0; i < 5; i++) {
    one.add("anna", forsok({ id: `a${i}`, tid: i }));
    other.add("anna", forsok({ id: `b${i}`, tid: i }));
  }
  assert.equal(one.of("anna").length, 10);
  assert.deepEqual(one.of("anna"), other.of("anna"));
});

test("what is deleted in one tab does not come back from another", () => {
  const rom = new Rom(), one = new Lager(rom), other = new Lager(rom);
  rom.full = true;
  one.add("anna", forsok({ id: "a" }));
  rom.full = false;
  one.add("anna", forsok({ id: "b" }));
  other.clear();
  one.add("anna", forsok({ id: "c" }));
  assert.deepEqual(ids(one.of("anna")), ["c"]);
});

test("a page is told when another tab has written, and not of what is none of ours", (t) => {
  const window = new EventTarget(), told = t.mock.fn();
  replace(t, globalThis, "addEventListener", { value: window.addEventListener.bind(window) });
  new Lager(new Rom()).watch(told);
  for (const key of [KEY, "annet", null]) window.dispatchEvent(Object.assign(new Event("storage"), { key }));
  assert.equal(told.mock.callCount(), 2);
});

// Storage that is corrupt, old, new, full or forbidden.

test("text that cannot be read is moved aside and never lost, and the page goes on", () => {
  for (const broken of ["", "{", '{"v":1,"forsok":[{', "null", "7", '"tekst"', "{}", '{"v":1,"forsok":{}}']) {
    const rom = new Rom({ [KEY]: broken }), lager = new Lager(rom);
    assert.deepEqual(lager.of("anna"), []);
    assert.equal(rom.getItem("enhetlig.uleselig.anna.1"), broken);
    assert.equal(lager.add("anna", forsok({ id: "ny" })), "lagret");
    assert.deepEqual(ids(lager.of("anna")), ["ny"]);
    assert.equal(JSON.parse(lager.toFile(NOW)).uleselig["anna.1"], broken);
  }
});

test("what was moved aside before is not written over, and the same text is kept once", () => {
  const rom = new Rom({ "enhetlig.uleselig.anna.1": "{" });
  for (const broken of ["[{", "{", "[["]) {
    rom.setItem(KEY, broken);
    new Lager(rom).all();
  }
  const aside = Object.keys(rom.texts).sort().map((key) => [key, rom.getItem(key)]);
  assert.deepEqual(aside, [["enhetlig.uleselig.anna.1", "{"], ["enhetlig.uleselig.anna.2", "[{"], ["enhetlig.uleselig.anna.3", "[["]]);
});

test("where there is no room to move unreadable text, it stays, and answers count on this page", () => {
  const rom = new Rom({ [KEY]: "{" }), lager = new Lager(rom);
  rom.full = true;
  assert.equal(lager.add("anna", forsok({ id: "ny" })), "fullt");
  assert.equal(rom.getItem(KEY), "{");
  assert.deepEqual(ids(lager.of("anna")), ["ny"]);
});

test("an older shape is read, and written on as ours", () => {
  const rom = new Rom({ [KEY]: JSON.stringify([forsok({ id: "gammel" })]) }), lager = new Lager(rom);
  assert.deepEqual(ids(lager.of("anna")), ["gammel"]);
  lager.add("anna", forsok({ id: "ny", tid: 9 }));
  const { v, forsok: kept } = JSON.parse(rom.getItem(KEY));
  assert.deepEqual([v, ids(kept)], [1, ["gammel", "ny"]]);
});

test("a newer shape keeps its version, its fields and the attempts that this page does not understand", () => {
  const newer = [forsok({ id: "a", stemme: { lyd: [1] } }), forsok({ id: "b", dom: "delvis" }), { uten: "id" }, { uten: "det og" }];
  const rom = new Rom({ [KEY]: JSON.stringify({ v: 7, merker: ["m"], forsok: newer }) }), lager = new Lager(rom);
  assert.deepEqual(ids(lager.of("anna")), ["a"]);
  lager.add("anna", forsok({ id: "c", tid: 9 }));
  const page = JSON.parse(rom.getItem(KEY));
  assert.deepEqual([page.v, page.merker], [7, ["m"]]);
  for (const one of newer) assert.ok(page.forsok.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  assert.deepEqual(new Lager(rom).of("anna")[0].stemme, { lyd: [1] });
});

test("full storage loses nothing: the answer counts on this page, and is stored once there is room", () => {
  const rom = new Rom(), lager = new Lager(rom);
  lager.add("anna", forsok({ id: "a", tid: 1 }));
  rom.full = true;
  assert.equal(lager.add("anna", forsok({ id: "b", tid: 2 })), "fullt");
  assert.equal(lager.add("bo", forsok({ id: "c", tid: 3 })), "fullt");
  lager.visited("bo");
  assert.deepEqual([ids(lager.of("anna")), ids(lager.all().get("bo")), lager.state], [["a", "b"], ["c"], "apen"]);
  assert.deepEqual(ids(JSON.parse(lager.toFile(NOW)).saker.anna), ["a", "b"]);
  rom.full = false;
  assert.equal(lager.add("anna", forsok({ id: "d", tid: 4 })), "lagret");
  assert.deepEqual(ids(new Lager(rom).of("anna")), ["a", "b", "d"]);
});

test("a browser where even asking for storage is forbidden breaks nothing", (t) => {
  const refuse = () => {
    throw new DOMException("", "SecurityError");
  };
  for (const get of [refuse, () => null, () => undefined, () => new Proxy({}, { get: refuse })]) {
    replace(t, globalThis, "localStorage", { get });
    const lager = new Lager();
    assert.equal(lager.state, "stengt");
    assert.equal(lager.add("anna", forsok({ id: "a" })), "stengt");
    lager.visited("anna");
    assert.deepEqual([ids(lager.of("anna")), lager.all().size, lager.last()], [["a"], 1, null]);
    assert.equal(new Lager(new Rom()).fromFile(lager.toFile(NOW)).nye, 1);
    lager.clear();
    assert.equal(lager.all().size, 0);
  }
});

test("the browser's own storage is used where it may be", (t) => {
  const rom = new Rom();
  replace(t, globalThis, "localStorage", { value: rom });
  assert.equal(new Lager().state, "apen");
  new Lager().add("anna", forsok({}));
  assert.ok(rom.getItem(KEY));
});

// The file.

test("what is taken out as a file and put back on another machine is the same", () => {
  const lager = new Lager(new Rom()), other = new Lager(new Rom());
  lager.add("anna", forsok({ id: "a", ny: { felt: true } }));
  lager.add("bo", forsok({ id: "b" }));
  lager.add("bo", forsok({ id: "c" }));
  const text = lager.toFile(NOW);
  assert.equal(JSON.parse(text).enhetlig, 1);
  assert.deepEqual(other.fromFile(text), { saker: 2, nye: 3, lagret: true });
  assert.deepEqual(other.all(), lager.all());
  assert.deepEqual(other.fromFile(text), { saker: 0, nye: 0, lagret: true });
});

test("a file is merged with what is here, and says how much was new", () => {
  const lager = new Lager(new Rom());
  lager.add("anna", forsok({ id: "a" }));
  const told = lager.fromFile(file({ anna: [forsok({ id: "a" }), forsok({ id: "b" })], bo: { v: 2, forsok: [forsok({ id: "c" })] } }));
  assert.deepEqual(told, { saker: 2, nye: 2, lagret: true });
});

test("a file that has no room counts as long as the page is open, and that is said", () => {
  const rom = new Rom(), lager = new Lager(rom);
  rom.full = true;
  assert.deepEqual(lager.fromFile(file({ anna: [forsok({})] })), { saker: 1, nye: 1, lagret: false });
  assert.equal(lager.of("anna").length, 1);
});

test("a file that is no such file is refused, and changes nothing", () => {
  const rom = new Rom({ [KEY]: JSON.stringify({ v: 1, forsok: [forsok({})] }) }), before = { ...rom.texts }, lager = new Lager(rom);
  const deep = file({ bo: [forsok({ svar: "DYPT" })] }).replace('"DYPT"', "[".repeat(50_000) + "]".repeat(50_000));
  const others = ["", "hei", "{", "null", "7", "[]", "{}", '{"saker":{}}', '{"enhetlig":1}', '{"enhetlig":0,"saker":{}}',
    '{"enhetlig":1,"saker":[]}', '{"enhetlig":1,"saker":null}', '{"enhetlig":"x","saker":{}}',
    '{"__proto__":{"enhetlig":1,"saker":{}}}', deep];
  for (const text of others) {
    assert.throws(() => lager.fromFile(text), Uleselig, text.slice(0, 60));
    assert.deepEqual({ ...rom.texts }, before);
  }
});

test("a hostile file brings nothing that a page is shown, and fills no storage", () => {
  const fields = [{ id: 7 }, { tid: "1" }, { tid: 1e300 }, { dom: "__proto__" }, { dom: "constructor" }, { nr: 1.5 }, { kort: "x" },
    { sikker: "90" }, { sporsmal: {} }, { hash: null }, { svar: "x".repeat(1e6) }];
  const wrong = [null, 7, "tekst", [], [[forsok({})]], {}, ...fields.map((one, i) => forsok({ id: `w${i}`, ...one }))];
  const odd = { PROTO: [forsok({})], "../bo": [forsok({})], "": [forsok({})], Åse: [forsok({})], bo: 7, cecilie: null, dag: "x" };
  const text = file({ anna: wrong, ...odd }).replace("PROTO", "__proto__");
  const rom = new Rom(), lager = new Lager(rom);
  assert.deepEqual(lager.fromFile(text), { saker: 0, nye: 0, lagret: true });
  assert.equal(lager.all().size, 0);
  assert.deepEqual(Object.keys(rom.texts), [KEY]);
  assert.ok(rom.getItem(KEY).length < 5000);
});

test("a prototype key inside an attempt is kept as a field, and is nobody's prototype", () => {
  const lager = new Lager(new Rom());
  lager.fromFile(file({ anna: [forsok({ id: "a", FELT: { ond: true } })] }).replace("FELT", "__proto__"));
  const [one] = lager.of("anna");
  assert.deepEqual([one.ond, {}.ond, Object.hasOwn(one, "__proto__")], [undefined, undefined, true]);
  assert.ok(lager.toFile(NOW).includes('"__proto__":{"ond":true}'));
});

test("a file with very many attempts is merged too", () => {
  const many = Array.from({ length: 30_000 }, (_, i) => forsok({ id: `a${i}`, tid: i }));
  assert.equal(new Lager(new Rom()).fromFile(file({ anna: many })).nye, 30_000);
});

// Merging, for any lists.

const some = (random) => Array.from({ length: random(6) }, () =>
  forsok({ id: "abcd"[random(4)], tid: random(3), dom: ["rett", "feil"][random(2)], ...(random(2) && { ny: random(3) }) }));

test("merging gives the same whichever comes first, however it is grouped, and however often it is done", () => {
  eachSeed(500, (random) => {
    const [a, b, c] = [some(random), some(random), some(random)];
    assert.deepEqual(merge(a, b), merge(b, a));
    assert.deepEqual(merge(merge(a, b), c), merge(a, merge(b, c)));
    assert.deepEqual(merge(a, b, c), merge(merge(c, b), a));
    assert.deepEqual(merge(merge(a, b), b), merge(a, b));
    assert.deepEqual(new Set(ids(merge(a, b))), new Set(ids([...a, ...b])));
  });
});

test("the files of two machines give the same in any order", () => {
  eachSeed(100, (random) => {
    const files = [0, 1, 2].map(() => file({ anna: some(random), bo: some(random) }));
    const [one, other] = [new Lager(new Rom()), new Lager(new Rom())];
    files.forEach((text) => one.fromFile(text));
    files.reverse().forEach((text) => other.fromFile(text));
    assert.deepEqual(one.all(), other.all());
    assert.equal(one.toFile(NOW), other.toFile(NOW));
  });
});

test("of two versions of an attempt, the one that has got a field more is kept", () => {
  const [plain, more] = [forsok({ id: "a" }), { ...forsok({ id: "a" }), ny: 1 }];
  assert.deepEqual(merge([plain], [more]), [more]);
  assert.deepEqual(merge([more], [plain]), [more]);
});
