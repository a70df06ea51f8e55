"""What a platform remembers of a learner fits, whatever the package; the points are never lost."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.course import Course
from generator.exports.skall import pakke
from tests.exports.scorm12_lms import package

HERE = Path(__file__).parent
SCRIPT = Path(pakke.__file__).parent / "husk.js"
MOST = 4096
NODE = "Testen trenger Node 20.19 eller nyere. Installer den, og se at «node --version» svarer."
NOON = 1_790_000_000_000
DAY = 86_400_000

Data = dict[str, Any]


def tried(data: Data, steps: list[tuple[str, Data]], texts: list[Any] | None = None) -> Data:
    """What husk.js makes of these answers to this package."""
    node = shutil.which("node")
    if node is None:
        pytest.fail(NODE, pytrace=False)
    given = json.dumps({"data": data, "steps": steps, "texts": texts or []})
    command = [node, str(HERE / "scorm12_husk.mjs"), SCRIPT.as_uri()]
    run = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=True)
    return dict(json.loads(run.stdout))


@pytest.fixture(scope="module")
def seksti(kurset: Course, tmp_path_factory: pytest.TempPathFactory) -> Data:
    """What the package of sixty real cases tells its scripts of them."""
    file = package(kurset, tmp_path_factory.mktemp("seksti") / "kurs.zip", *(case.sak.id for case in kurset.cases[:60]))
    with zipfile.ZipFile(file) as archive:
        text = archive.read("assets/pakke.js").decode()
    return dict(json.loads(text.removeprefix("export default ").rstrip(";\n")))


def many(data: Data, count: int) -> Data:
    """The same cases over and over under other names, as a package has them."""
    ids = [*data["saker"]]
    saker = {f"{ids[n % len(ids)]}-{n}": data["saker"][ids[n % len(ids)]] for n in range(count)}
    keys = iter(pakke.nokler([f"{sak} {one[0]} {one[2]}" for sak, asked in saker.items() for one in asked]))
    return {**data, "saker": {sak: [[*one[:3], next(keys)] for one in asked] for sak, asked in saker.items()}}


def questions(data: Data) -> list[list[str]]:
    return [one for asked in data["saker"].values() for one in asked]


def everything(data: Data, seed: int = 1) -> list[tuple[str, Data]]:
    """Every question answered on some day, in some way; with certainty where that is asked for."""
    chance = random.Random(seed)
    steps = []
    for n, (_, type_, _, key) in enumerate(questions(data)):
        dom = "levert" if type_ == "begrunnelse" else chance.choice(("rett", "feil", "gra"))
        poeng = chance.randint(0, 10) if type_ == "bunke" else 0 if dom == "feil" else 10
        certain = {"sikker": chance.choice((50, 70, 90))} if type_ == "steg" else {}
        steps.append((key, {"poeng": poeng, "tid": NOON + n // 10 * DAY, "dom": dom, "nr": 1, **certain}))
    return steps


def points(told: Data) -> dict[str, int]:
    return {key: one["poeng"] for key, one in told.items()}


def test_sixty_cases_fit_with_everything_that_was_said_of_each_question(seksti):
    told = tried(seksti, everything(seksti))
    assert told["MOST"] == MOST
    assert len(seksti["saker"]) == 60
    assert len(told["text"]) <= MOST
    assert told["text"].isascii()
    assert set(told["text"]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    for key, one in told["alle"].items():
        back = told["back"][key]
        assert (back["poeng"], back["dom"], back.get("sikker")) == (one["poeng"], one["dom"], one.get("sikker"))
        assert abs(back["tid"] - one["tid"]) < DAY
    assert told["again"] == told["text"]
    assert told["stand"]["ferdig"]


@pytest.mark.parametrize("count", [94, 250, 330, 1000, 4000])
def test_every_point_is_kept_however_many_the_cases_and_the_newest_answers_with_verdict_and_day(count, seksti):
    data = many(seksti, count)
    told = tried(data, everything(data))
    assert len(told["text"]) <= MOST
    assert points(told["back"]) == points(told["alle"])
    assert told["stand"]["svart"] == len(questions(data))
    detailed = [one["tid"] for one in told["back"].values() if "dom" in one]
    newest = sorted((one["tid"] for one in told["alle"].values()), reverse=True)[: len(detailed)]
    assert len(detailed) >= {94: len(told["alle"]), 250: 100, 330: 10, 1000: 400, 4000: 0}[count]
    assert all(abs(one - other) < DAY for one, other in zip(sorted(detailed, reverse=True), newest, strict=True))


def test_a_few_answers_in_a_package_of_ten_thousand_cases_are_kept_by_their_keys(seksti):
    data = many(seksti, 10_000)
    told = tried(data, everything(data)[::50])
    assert told["text"].startswith("1K")
    assert points(told["back"]) == points(told["alle"])


def test_some_thousand_answers_spread_over_ten_thousand_cases_are_kept_by_their_places(seksti):
    data = many(seksti, 10_000)
    told = tried(data, everything(data)[::17])
    assert told["text"].startswith("1P")
    assert points(told["back"]) == points(told["alle"])


def test_the_best_points_stay_and_the_last_verdict_is_what_is_told(seksti):
    key = questions(seksti)[0][3]
    tries = [(10, "rett", 1, 90), (0, "feil", 1, 50), (0, "feil", 2, None)]
    steps = [(key, {"poeng": p, "dom": d, "nr": n, "sikker": s, "tid": NOON + n}) for p, d, n, s in tries]
    told = tried(seksti, steps)
    assert told["back"][key]["poeng"] == 10
    assert told["back"][key]["dom"] == "feil"
    assert told["back"][key]["sikker"] == {"niva": 50, "dom": "feil"}
    ((_, attempts),) = told["forsok"].items()
    assert [(one["dom"], one["nr"], one["sikker"]) for one in attempts] == [("feil", 1, 50)]


def test_a_first_miss_with_certainty_and_a_later_hit_are_two_attempts(seksti):
    _, _, mark, key = questions(seksti)[0]
    first = {"poeng": 0, "dom": "feil", "nr": 1, "sikker": 70, "tid": NOON}
    told = tried(seksti, [(key, first), (key, {"poeng": 10, "dom": "rett", "nr": 2, "tid": NOON + 5})])
    ((_, attempts),) = told["forsok"].items()
    assert [(one["dom"], one["nr"], one.get("sikker"), one["hash"]) for one in attempts] == [
        ("feil", 1, 70, mark),
        ("rett", 2, None, mark),
    ]


def test_a_pile_gives_the_share_of_slips_in_line(seksti):
    assert tried(seksti, [])["pile"] == [6, 9]


def test_an_updated_package_keeps_what_still_means_the_same(seksti):
    newer = json.loads(json.dumps(seksti))
    ids = [*newer["saker"]]
    newer["saker"] = {id: newer["saker"][id] for id in reversed(ids[1:])}  # a case is gone, and the others turned round
    newer["saker"][ids[1]][0][2:] = ["ffffffff", "NY__"]  # and in one of them a question now means another thing
    told = tried(seksti, everything(seksti), [{"data": newer}])
    kept = {key: one for key, one in points(told["alle"]).items() if key in {one[3] for one in questions(newer)}}
    assert points(told["newer"]) == kept
    assert len(kept) == len(questions(seksti)) - len(seksti["saker"][ids[0]]) - 1


def test_rubbish_and_texts_of_other_versions_begin_anew_and_never_throw(seksti):
    chance = random.Random(7)
    texts: list[Any] = [
        None,
        0,
        "",
        " ",
        "1",
        "1K",
        "1P",
        "2Kabcd",
        "1K.",
        "1K..",
        "{}",
        "æøå",
        '{"v":1}',
        "1Kabc",
        "1P" + "_" * 5000,
    ]
    texts += ["".join(chance.choices("1KP._-aZ9æ\u0000<", k=chance.randint(0, 300))) for _ in range(300)]
    told = tried(seksti, [], texts)
    assert told["rubbish"] == [0] * len(texts)


@pytest.mark.parametrize("count", [60, 1000])
def test_a_text_that_was_cut_off_or_changed_on_the_way_is_read_as_far_as_it_goes(count, seksti):
    data = many(seksti, count)
    whole = tried(data, everything(data))["text"]
    chance = random.Random(3)
    cut = [whole[: chance.randrange(len(whole))] for _ in range(50)]
    changed = [whole[:at] + chance.choice("AZ9_.!") + whole[at + 1 :] for at in chance.sample(range(len(whole)), 50)]
    told = tried(data, [], [f"  {whole}\n", *cut, *changed])
    assert told["rubbish"][0] == len(questions(data))
    assert all(0 <= size <= len(questions(data)) for size in told["rubbish"])


def test_nothing_is_written_before_something_is_answered(seksti):
    assert tried(seksti, [])["text"] == ""
