"""What the page says of an answer is what the rules say: for every set of open cards, every reading and every option."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from generator.course import Case
from generator.desk import INNHENT, options, readings
from generator.model import Stegsporsmal
from generator.rules import verdict

IDS = sorted(path.stem for path in Path("cases").glob("*/*.yaml")) + ["selgeren-i-bakgarden"]

ASK = """async () => {
  const html = await (await fetch(location.href)).text();
  const said = {};
  /** The case as it is when the page has just been opened, with these cards fetched. */
  function open(mask) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const sak = document.importNode(page.querySelector("kurs-sak"), true);
    document.querySelector("kurs-sak").replaceWith(sak);
    sak.querySelectorAll("details.kort > summary").forEach((card, i) => { if (mask >> i & 1) card.click(); });
    for (const section of sak.querySelectorAll(".sporsmal")) section.hidden = false;
    return sak;
  }
  const values = (set) => [...set.querySelectorAll("input")].map((input) => input.value);
  const product = (lists) => lists.reduce((rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])), [[]]);
  const choose = (set, value) => set.querySelector(`input[value="${value}"]`).click();
  const words = (part) => part.textContent.replace(/\\s+/g, " ").trim();

  function answer(section, readings, option) {
    section.querySelectorAll("[data-lesning]").forEach((set, i) => choose(set, readings[i]));
    choose(section.querySelector("[data-svar]"), option);
    const more = section.querySelector("[data-mer]");
    if (more && !more.hidden) for (const set of more.querySelectorAll("fieldset")) set.querySelector("input").click();
    section.querySelector("form").requestSubmit();
    const dom = section.querySelector("[data-dom]");
    if (dom.hidden) return [words(section.querySelector("[role=status]"))];
    const rows = [...section.querySelectorAll("[data-sagt] .toledd b")].map(words);
    const first = words(section.querySelector(".dom span"));
    section.querySelector("[data-igjen]").click();
    return [first, ...rows];
  }

  const cards = document.querySelectorAll("details.kort").length;
  for (let mask = 0; mask < 1 << cards; mask++) {
    let sak = open(mask);
    for (const id of [...sak.querySelectorAll(".sporsmal")].map((section) => section.dataset.sporsmal)) {
      const find = () => sak.querySelector(`[data-sporsmal="${id}"]`);
      const lists = [...find().querySelectorAll("[data-lesning]")].map(values);
      for (const option of values(find().querySelector("[data-svar]")))
        for (const readings of product(lists)) {
          said[[id, mask, option, ...readings].join(" ")] = answer(find(), readings, option);
          if (sak.querySelectorAll("details.kort[open]").length !== mask.toString(2).replaceAll("0", "").length)
            sak = open(mask);
        }
    }
  }
  return said;
}"""


def from_the_rules(case: Case) -> dict[str, list[str]]:
    """What the page should say, worked out one set of cards at a time, without the tables that the page gets."""
    said: dict[str, list[str]] = {}
    desk = case.desk
    for mask, question in product(range(desk.all_open + 1), case.sak.sporsmal):
        if not isinstance(question, Stegsporsmal):
            for number, option in enumerate(question.valg):
                said[f"{question.id} {mask} {number}"] = ["Ikke i tråd." if option.bryter else "I tråd."]
            continue
        found = verdict(desk.regelbok, question.steg, desk.worlds(mask))
        right = desk.right(question, found)
        helps = any(
            verdict(desk.regelbok, question.steg, desk.worlds(more))
            != verdict(desk.regelbok, question.steg, desk.worlds(more | 1 << card))
            for more in range(desk.all_open + 1)
            if more & mask == mask
            for card in range(len(desk.closed))
        )
        ways = product(*(readings(desk.regelbok, fact) for fact in question.lesninger))
        follows = dict(desk.follows(question, mask))
        for option, chosen in product(options(question), [*ways]):
            key = " ".join([question.id, str(mask), option, *chosen])
            if option == INNHENT and option in right and helps:
                said[key] = ["det trengtes mer"]
                continue
            led_to = INNHENT if found.status == "mangler_opplysninger" else found.utfall[0]
            if option not in right:
                first = "Ikke i tråd."
            elif found.status == "skjonn" or option != led_to:
                first = "Kan forsvares."
            else:
                first = "I tråd."
            said[key] = [first]
            for fact, reading in zip(question.lesninger, chosen, strict=True):
                can = reading in desk.right_readings(fact, mask)
                said[key].append("Kan forsvares." if can else "Kan ikke forsvares")
            if question.lesninger:
                after = follows[chosen]
                if after is None:
                    said[key].append("Lesningen går ikke sammen")
                else:
                    said[key].append("Følger" if option in after else "Følger ikke")
    return said


@pytest.mark.parametrize("id", IDS)
def test_the_page_says_what_the_rules_say_of_every_answer_with_every_set_of_cards(id, nettleser, kurs):
    page = nettleser.sak(id)
    said = page.evaluate(ASK)
    expected = from_the_rules(kurs.by_id[id])
    fetched = {key for key, words in expected.items() if words == ["det trengtes mer"]}
    assert {key: said[key] for key in said.keys() - fetched} == {
        key: expected[key] for key in expected.keys() - fetched
    }
    for key in fetched:
        (status,) = said[key]
        assert status.startswith(("I tråd: det trengtes mer.", "Det trengs mer, men")), (key, status)


@pytest.mark.parametrize("id", IDS)
def test_wherever_more_is_needed_some_choice_of_what_and_where_leads_on(id, nettleser, kurs):
    """And no card is opened in vain: where a choice leads on, the card can change what the rules say."""
    case = kurs.by_id[id]
    page = nettleser.sak(id)
    told = page.evaluate(
        """async () => {
          const { fetches } = await import("/assets/sak.js");
          const told = {};
          for (const section of document.querySelectorAll(".sporsmal")) {
            const key = JSON.parse(section.querySelector("script").textContent);
            for (const what of section.querySelectorAll("[data-hva] input"))
              for (const where of section.querySelectorAll("[data-hvor] input"))
                key.tilstand.forEach((state, mask) =>
                  (told[`${section.dataset.sporsmal} ${mask}`] ??= []).push(
                    [what.value, Number(where.value), fetches(key, state, what.value, Number(where.value))]));
          }
          return told;
        }"""
    )
    for question in case.sak.sporsmal:
        if not isinstance(question, Stegsporsmal):
            continue
        judged = case.desk.judge(question)
        for mask, number in enumerate(judged.index):
            state = judged.states[number]
            leads = {card for _, card, found in told.get(f"{question.id} {mask}", []) if found == "hjelper"}
            assert leads == set(state.helps), (question.id, mask)


KEY = {
    "tilstand": [0, 1, 1, 2],
    "rett": [["innhent_opplysninger"], ["a", "c"], ["a", "b"]],
    "skjonn": [2],
    "utledet": [["a", "b"], ["a"], ["a", "b"]],
    "hjelper": [[0, 1], [], []],
    "bringer": {"alder": [0], "helse": [1, 2], "kanal": [2]},
    "svar": [["a"], ["b", "c"]],
    "folger": ["0011--", "000000", "000000", "000000"],
}
"""A small key with two readings (of two and three values); card 2 helps nobody."""


@pytest.fixture(scope="module")
def sak_js(chromium, address):
    """The pure functions of the page's own module, called in the browser."""
    page = chromium.new_page()
    page.goto(address + "404.html")

    def call(name: str, *arguments: object) -> object:
        return page.evaluate(
            "async ([name, ...rest]) => (await import('/assets/sak.js'))[name](...rest)", [name, KEY, *arguments]
        )

    yield call
    page.close()


@pytest.mark.parametrize(
    ("state", "choice", "says"),
    [
        (0, "a", "feil"),
        (0, "innhent_opplysninger", "rett"),
        (1, "a", "rett"),
        (1, "b", "feil"),
        (1, "c", "gra"),
        (2, "a", "gra"),
        (2, "b", "gra"),
        (2, "c", "feil"),
    ],
)
def test_what_the_rules_lead_to_is_right_and_what_they_allow_or_leave_open_is_grey(state, choice, says, sak_js):
    assert sak_js("judge", state, choice) == says


@pytest.mark.parametrize(
    ("chosen", "right"),
    [([0, 0], ["a"]), ([0, 1], ["a"]), ([0, 2], ["b", "c"]), ([1, 0], ["b", "c"]), ([1, 1], None), ([1, 2], None)],
)
def test_what_follows_from_the_readings_is_looked_up_last_reading_fastest(chosen, right, sak_js):
    assert sak_js("follows", 0, chosen, [2, 3]) == right


@pytest.mark.parametrize(
    ("fact", "card", "says"),
    [
        ("alder", 0, "hjelper"),
        ("alder", 1, "ikke her"),
        ("helse", 1, "hjelper"),
        ("helse", 2, "ikke her"),
        ("kanal", 2, "avgjør ikke"),
        ("ukjent-faktum", 0, "avgjør ikke"),
    ],
)
def test_a_fact_is_fetched_only_from_a_card_that_brings_it_and_can_help(fact, card, says, sak_js):
    assert sak_js("fetches", 0, fact, card) == says
