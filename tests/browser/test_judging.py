"""What the page says of an answer is what the rules say: with every set of open cards, of every option and reading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from generator.course import Case
from generator.desk import INNHENT, Desk, Value, options, readings
from generator.model import Begrunnelse, Bunke, Flersporsmal, Stegsporsmal
from generator.rules import ImpossibleFacts, Verdict, verdict, worlds

FETCHES = "a card can help: what, and where?"
FETCHES_SO = ("I tråd: det trengtes mer.", "Det trengs mer, men")
OWN = Path(__file__).parent / "cases"
IDS = [
    *sorted(path.stem for path in OWN.glob("*/*.yaml")),
    "arbeid-tar-den",
    "bakeren-som-krysset-nei",
    "gutten-ved-verkstedet",
    "nyutdannet-sykepleier",
    "operatoren-ved-fjorden",
    "plassen-som-ble-ledig",
    "snekkeren-som-ble-trett",
    "sykmelding-i-posten",
]
"""Cases of every shape: with and without readings, what is only allowed, what is left to judgement, many cards."""

ASK = """async (path) => {  // with every set of cards: every option once, and every combination of readings
  const html = await (await fetch(path)).text();
  const said = {};
  /** The case as it is when the page has just been opened, with these cards fetched. */
  function open(mask) {
    localStorage.clear();
    const page = new DOMParser().parseFromString(html, "text/html");
    const sak = document.importNode(page.querySelector("kurs-sak"), true);
    document.querySelector("kurs-sak").replaceWith(sak);
    sak.querySelectorAll("details.kort > summary").forEach((card, i) => { if (mask >> i & 1) card.click(); });
    for (const section of sak.querySelectorAll(".sporsmal")) section.hidden = false;
    return sak;
  }
  const values = (set) => [...set.querySelectorAll("input")].map((input) => input.value);
  const longer = (rows, list) => rows.flatMap((row) => list.map((one) => [...row, one]));
  const product = (lists) => lists.reduce(longer, [[]]);
  const choose = (set, value) => set.querySelector(`input[value="${value}"]`).click();
  const words = (part) => part.textContent.replace(/\\s+/g, " ").trim();

  function answer(section, readings, option) {
    section.querySelectorAll("[data-lesning]").forEach((set, i) => choose(set, readings[i]));
    choose(section.querySelector("[data-svar]"), option);
    const more = section.querySelector("[data-mer]");
    if (more && !more.hidden) for (const set of more.querySelectorAll("fieldset")) set.querySelector("input").click();
    section.querySelector("form").requestSubmit();
    const dom = section.querySelector("[data-dom]");
    const hint = section.querySelector("[data-hint]");
    if (!hint.hidden) section.querySelector("[data-vis]").click();
    if (dom.hidden) return [words(section.querySelector("[role=status]"))];
    const way = readings.length ? section.querySelector("[data-sagt] .toledd").querySelectorAll("b") : [];
    const rows = [...way].map(words);
    const first = words(section.querySelector(".dom span"));
    section.querySelector("[data-igjen]").click();
    return [first, ...rows];
  }

  const cards = (await open(0)).querySelectorAll("details.kort").length;
  for (let mask = 0; mask < 1 << cards; mask++) {
    let sak = await open(mask);
    const asked = [...sak.querySelectorAll("[data-type=steg], [data-type=handling]")];
    for (const id of asked.map((section) => section.dataset.sporsmal)) {
      const find = () => sak.querySelector(`[data-sporsmal="${id}"]`);
      const readings = product([...find().querySelectorAll("[data-lesning]")].map(values));
      const options = values(find().querySelector("[data-svar]"));
      for (let i = 0; i < Math.max(options.length, readings.length); i++) {
        const option = options[i % options.length], reading = readings[i % readings.length];
        said[[id, mask, option, ...reading].join(" ")] = answer(find(), reading, option);
        if (sak.mask !== mask) sak = await open(mask);
      }
    }
  }
  return said;
}"""


def from_the_rules(case: Case) -> Iterator[tuple[str, list[str]]]:
    """What the page should say, worked out one set of cards at a time, without the tables that the page gets."""
    desk = case.desk
    for mask, question in product(range(desk.all_open + 1), case.sak.sporsmal):
        if isinstance(question, Flersporsmal | Begrunnelse | Bunke):
            continue
        if not isinstance(question, Stegsporsmal):
            for number, option in enumerate(question.valg):
                yield f"{question.id} {mask} {number}", ["Ikke i tråd." if option.bryter else "I tråd."]
            continue
        said, right = ask_the_rules(desk, question, desk.facts(mask))
        led_to = INNHENT if said.status == "mangler_opplysninger" else said.utfall[0]
        ways = [*product(*(readings(desk.regelbok, fact) for fact in question.lesninger))]
        for option, chosen in product(options(question), ways):
            key = " ".join([question.id, str(mask), option, *chosen])
            if option in right and option == INNHENT and can_help(desk, question, mask):
                yield key, [FETCHES]
                continue
            is_right = said.status != "skjonn" and option == led_to
            words = ["I tråd." if is_right else "Kan forsvares."] if option in right else ["Ikke i tråd."]
            for fact, reading in zip(question.lesninger, chosen, strict=True):
                words.append("Kan forsvares" if reading in desk.right_readings(fact, mask) else "Kan ikke forsvares")
            if question.lesninger:
                words.append(of_the_readings(desk, question, mask, chosen, option))
            yield key, words


def ask_the_rules(desk: Desk, question: Stegsporsmal, facts: dict[str, Value]) -> tuple[Verdict, set[str]]:
    """What the rules say of the facts, and the options that can be defended then."""
    said = verdict(desk.regelbok, question.steg, worlds(desk.regelbok, facts))
    if said.status == "mangler_opplysninger":
        can = {INNHENT}
    else:
        can = {*said.utfall, *(option.utfall for option in question.valg if option.kan_forsvares)}
    return said, can | {*desk.regelbok.steg[question.steg].godtas}


def can_help(desk: Desk, question: Stegsporsmal, mask: int) -> bool:
    """Whether opening more cards can change what the rules say."""
    more = [ask_the_rules(desk, question, desk.facts(mask | cards))[0] for cards in range(desk.all_open + 1)]
    return any(said != more[0] for said in more)


def of_the_readings(desk: Desk, question: Stegsporsmal, mask: int, chosen: tuple[str, ...], option: str) -> str:
    try:
        read = dict(zip(question.lesninger, chosen, strict=True))
        _, right = ask_the_rules(desk, question, {**desk.facts(mask), **read})
    except ImpossibleFacts:
        return "Lesningen går ikke sammen"
    return "Følger" if option in right else "Følger ikke"


@pytest.mark.parametrize("id", IDS)
def test_the_page_says_what_the_rules_say_of_every_answer_with_every_set_of_cards(id, sak_side, kurs):
    said = sak_side.evaluate(ASK, f"/saker/{id}/")
    expected = dict(from_the_rules(kurs.by_id[id]))
    assert {key: [FETCHES] if words[0].startswith(FETCHES_SO) else words for key, words in said.items()} == {
        key: expected[key] for key in said
    }
    asked = {tuple(key.split()[:3]) for key in said}
    assert asked == {tuple(key.split()[:3]) for key in expected}


def test_a_choice_of_what_and_where_leads_on_for_just_those_cards_that_can_help(sak_side, kurs):
    leads = sak_side.evaluate(
        """async (ids) => {
          const { fetches } = await import("/assets/judge.js");
          const leads = {};
          for (const id of ids) {
            const page = new DOMParser().parseFromString(await (await fetch(`/saker/${id}/`)).text(), "text/html");
            const { bringer } = JSON.parse(page.querySelector("kurs-sak > script").textContent);
            const cards = [...page.querySelectorAll("details.kort")].map((_, i) => i);
            for (const section of page.querySelectorAll("[data-type=steg]")) {
              const key = JSON.parse(section.querySelector("script").textContent);
              leads[`${id} ${section.dataset.sporsmal}`] = key.tilstand.map((state) => cards.filter((card) =>
                Object.values(bringer).some((brings) => fetches(brings, key.hjelper[state], card) === "hjelper")));
            }
          }
          return leads;
        }""",
        IDS,
    )
    for name, by_cards in leads.items():
        id, question = name.split()
        case = kurs.by_id[id]
        judged = case.desk.judge(next(asked for asked in case.sak.sporsmal if asked.id == question))
        assert by_cards == [[*judged.states[state].helps] for state in judged.index], name


KEY = {
    "tilstand": [0, 1, 1, 2],
    "rett": [["innhent_opplysninger"], ["a", "c"], ["a", "b"]],
    "skjonn": [2],
    "utledet": [["a", "b"], ["a"], ["a", "b"]],
    "hjelper": [[0, 1], [], []],
    "svar": [["a"], ["b", "c"]],
    "folger": ["0011--", "000000", "000000", "000000"],
}
"""A small key with two readings (of two and three values); card 2 helps nobody."""


@pytest.fixture
def sak_js(sak_side):
    """The pure functions of the page's own module, called in the browser on the small key."""

    def call(name: str, *arguments: object) -> object:
        ask = "async ([name, ...rest]) => (await import('/assets/judge.js'))[name](...rest)"
        return sak_side.evaluate(ask, [name, *arguments])

    return call


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
    assert sak_js("judge", KEY, state, choice) == says


@pytest.mark.parametrize(
    ("chosen", "right"),
    [([0, 0], ["a"]), ([0, 1], ["a"]), ([0, 2], ["b", "c"]), ([1, 0], ["b", "c"]), ([1, 1], None), ([1, 2], None)],
)
def test_what_follows_from_the_readings_is_looked_up_last_reading_fastest(chosen, right, sak_js):
    assert sak_js("follows", KEY, 0, chosen, [2, 3]) == right


@pytest.mark.parametrize(
    ("brings", "card", "says"),
    [
        ([0], 0, "hjelper"),
        ([0], 1, "ikke her"),
        ([1, 2], 1, "hjelper"),
        ([1, 2], 2, "ikke her"),
        ([2], 2, "avgjør ikke"),
        ([], 0, "avgjør ikke"),
    ],
)
def test_a_fact_is_fetched_only_from_a_card_that_brings_it_and_can_help(brings, card, says, sak_js):
    assert sak_js("fetches", brings, KEY["hjelper"][0], card) == says


@pytest.mark.parametrize(("ticked", "count"), [(["a", "c"], 0), (["a"], 1), (["a", "b", "c"], 1), (["b"], 3), ([], 2)])
def test_what_is_ticked_or_left_wrongly_is_counted(ticked, count, sak_js):
    assert sak_js("misplaced", ["a", "c"], ticked) == count


@pytest.mark.parametrize(
    ("right", "chosen", "says"),
    [
        ("har_rett", "har_rett", "rett"),
        ("har_rett", INNHENT, "bom"),
        ("har_rett", "ikke_rett", "bom"),
        (INNHENT, "ikke_rett", "bom"),
        (INNHENT, "har_rett", "falsk"),
        ("ikke_rett", INNHENT, "falsk"),
        ("ikke_rett", "har_rett", "falsk"),
    ],
)
def test_someone_let_go_is_a_miss_and_more_than_was_called_for_is_a_false_alarm(right, chosen, says, sak_js):
    assert sak_js("slip", right, chosen) == says
