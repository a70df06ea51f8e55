"""QTI 3 and 2.1 as they are written: strictly read, and every answer marked."""

# ruff: noqa: F401, F811 -- fixtures are imported

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from generator.exports import qti, qti21
from generator.exports.merking import narrowed, tags
from generator.exports.oppgave import Oppgave
from generator.exports.qti import QTI3
from generator.exports.qti21 import QTI21
from generator.exports.qtipakke import TAKEN, item
from generator.exports.utvalg import choose
from generator.view.sprak import tekster
from tests.exports import qti_leser
from tests.exports.qti_spill import (
    KEPT,
    NB,
    PLAYED,
    WRITTEN,
    chosen,
    kurset,
    nasty,
    pakke,
    pakke21,
    spurt,
    written,
)

# What is in the package


def test_every_question_of_the_course_is_an_item_of_the_test_and_nothing_is_left_out(pakke, pakke21, kurset, spurt):
    names = [f"sak-{id}" for id in spurt]
    assert [*pakke.oppgaver] == names
    assert [*pakke21.oppgaver] == names
    assert [*qti.utelatt(kurset, NB), *qti21.utelatt(kurset, NB)] == []
    asked = {(one.case.sak.id, question.id) for one in spurt.values() for question in one.case.sak.sporsmal}
    assert {tuple(id.split(".")[:2]) for id in spurt} == asked


def told(root: Any) -> list[tuple[Any, ...]]:
    """Everything in a document of either version, but the stylesheet and the body of a dialogue that only 3 has."""
    kept = [one for one in root.iter() if one.tag not in ("stylesheet", "contentBody")]
    return [(one.tag, sorted(one.items()), (one.text or "").strip(), (one.tail or "").strip()) for one in kept]


def test_qti_21_is_qti_3_by_other_names(pakke, pakke21):
    for name, one in pakke.oppgaver.items():
        assert told(one.root) == told(pakke21.oppgaver[name].root), name
    assert told(pakke.prove) == told(pakke21.prove)


def test_the_test_has_a_section_a_module_and_is_passed_with_eighty_percent(pakke, kurset, spurt):
    sections = [*pakke.prove.iter("assessmentSection")]
    modules = list(dict.fromkeys(case.sak.modul for case in kurset.cases))
    assert [one.get("title") for one in sections] == [NB["moduler"][module] for module in modules]
    for section, module in zip(sections, modules, strict=True):
        asked = [ref.get("identifier") for ref in section]
        assert asked == [f"sak-{one.id}" for one in spurt.values() if one.case.sak.modul == module]
    (score,) = pakke.prove.iter("outcomeDeclaration")
    most = sum(one.slag != "skriv" for one in spurt.values())
    assert (float(score.get("normalMaximum")), float(score.get("masteryValue"))) == (most, most * 0.8)
    (control,) = pakke.prove.iter("itemSessionControl")
    assert control.get("showFeedback") == "true"


def test_the_manifests_say_which_version_they_are_of(pakke, pakke21):
    said = [[*one.manifest.itertext()] for one in (pakke, pakke21)]
    assert said == [["QTI Package", "3.0.0"], ["QTIv2.1 Package", "1.0.0"]]
    kinds = [{one.get("type") for one in some.manifest.iter("resource")} for some in (pakke, pakke21)]
    assert kinds == [{f"imsqti_{what}_xmlv{version}" for what in ("test", "item")} for version in ("3p0", "2p1")]


@pytest.mark.parametrize("malform", ["nb", "nn"])
@pytest.mark.parametrize("form", [qti, qti21], ids=["qti", "qti21"])
def test_the_package_says_its_language_and_speaks_it(form, malform, kurset):
    some = qti_leser.unpack(written(form, choose(kurset, saker=["ti-for-kaffen"]), malform))
    roots = [one.root for one in some.oppgaver.values()]
    assert {root.get("xml_lang") for root in roots} == {malform}
    prompt = next(roots[0].iter("prompt")).text
    assert prompt == tekster(malform)["eksport"]["prove"]["lapp"]


def test_text_that_is_narrowed_for_a_format_loses_no_words():
    html = Markup(
        "<h2>A &amp; B</h2>\n<p>en&nbsp;<b>to</b><br />tre <a href='https://nav.no/?a=1&amp;b=2' title='x'>nav</a></p>"
        '<ol start="9">\n<li>februar</li>\n<li><p>mars</p>\n<ul><li>uke</li></ul></li>\n</ol><hr />'
        "<ul><li>ja <em>nei</em></li></ul><blockquote>\n<p>sitat</p>\n</blockquote>"
        '<pre><code class="x">kode</code></pre>'
    )
    assert narrowed(html, TAKEN).split("\n") == [
        "<h2>A &amp; B</h2>",
        '<p>en\xa0<strong>to</strong><br />tre <a href="https://nav.no/?a=1&amp;b=2">nav</a></p><p>9. februar</p>',
        "<p>10. mars</p>",
        "<ul><li>uke</li></ul><hr /><ul><li>ja <em>nei</em></li></ul><blockquote>",
        "<p>sitat</p>",
        "</blockquote><pre><code>kode</code></pre>",
    ]
    assert narrowed(html, tags("p", b="strong")) == (
        "<p><strong>A &amp; B</strong></p>\n<p>en\xa0<strong>to</strong>tre nav (https://nav.no/?a=1&amp;b=2)</p>"
        "<p>9. februar</p>\n<p>10. mars</p>\n<p>– uke</p><p>– ja nei</p>\n<p>sitat</p>\n<p>kode</p>"
    )


# What an answer gives


def answers(one: Oppgave) -> Iterator[tuple[list[str], float]]:
    """Ways to answer, each with its points: nothing, each choice, and of several every set."""
    right = {choice.id for choice in one.rette}
    yield [], 0.0
    for count in range(1, len(one.valg) + 1) if one.slag == "flere" else [1] if one.valg else []:
        for some in itertools.combinations([choice.id for choice in one.valg], count):
            is_right = {*some} == right if one.slag == "flere" else {*some} <= right
            yield [chosen(id) for id in some], float(is_right)


def test_every_answer_that_can_be_defended_has_the_point_and_no_other_in_both_versions(pakke, pakke21, spurt):
    grey = 0
    for one in spurt.values():
        grey += one.slag == "en" and len(one.rette) > 1
        for answer, points in answers(one):
            for some in (pakke, pakke21):
                said = some.oppgaver[f"sak-{one.id}"].svar(answer)
                assert said.get("SCORE", 0.0) == points, (one.id, answer)
    assert grey > 20


def test_every_wrong_answer_has_its_own_feedback_and_who_answers_nothing_is_told_nothing(pakke, pakke21, spurt):
    for one in spurt.values():
        for some in (pakke, pakke21):
            read = some.oppgaver[f"sak-{one.id}"]
            assert read.sagt([]) == []
            for choice in one.valg:
                dialogues = read.sagt([chosen(choice.id)])
                own = choice.sagt.striptags()
                is_own = [own in " ".join(said.split()) for said in dialogues]
                assert any(is_own) == (one.slag == "en" or choice.dom == "feil"), (one.id, choice.id)
                if any(is_own):  # dialogues lie upon each other, the last one on top
                    assert is_own[-1]


def test_whoever_answers_is_told_the_whole_explanation(pakke, spurt):
    for one in spurt.values():
        for answer, _ in itertools.islice(answers(one), 1, 20):
            said = pakke.oppgaver[f"sak-{one.id}"].sagt(answer)
            told = " ".join(" ".join(said).split())
            assert one.forklaring.striptags() in told


def test_a_package_of_letters_only_adds_up_no_points(kurset):
    case = kurset.by_id[WRITTEN.partition(".")[0]]
    letters = [question for question in case.sak.sporsmal if question.type == "begrunnelse"]
    only = replace(kurset, cases=[replace(case, sak=replace(case.sak, sporsmal=tuple(letters)))])
    for form in (qti, qti21):
        some = qti_leser.unpack(written(form, only))
        assert [one.tag for one in some.prove] == ["testPart"]


# What stays the same


def test_an_item_does_not_change_with_what_is_chosen_beside_it(pakke, kurset):
    alone = qti_leser.unpack(written(qti, choose(kurset, saker=["rad-ni"])))
    items = [path for path in alone.filer if path.startswith("oppgaver/")]
    assert len(items) > 2
    assert [alone.filer[path] for path in items] == [pakke.filer[path] for path in items]


@pytest.mark.parametrize("utgave", [QTI3, QTI21], ids=["qti", "qti21"])
def test_whatever_authors_write_gives_an_item_that_can_be_read(utgave, spurt):
    for id in (*PLAYED, WRITTEN):
        one = nasty(spurt[id])
        read = qti_leser.Oppgave(item(utgave, one, NB))
        assert KEPT in "".join(read.root.itertext())


BROKEN: dict[str, Callable[[str], str]] = {
    "an answer that cannot be chosen": lambda xml: xml.replace('map-key="valg-', 'map-key="valg-x', 1),
    "an outcome that is not declared": lambda xml: xml.replace('identifier="FEEDBACK"', 'identifier="FED"', 1),
    "an identifier that begins with a digit": lambda xml: xml.replace('identifier="sak-', 'identifier="1-'),
    "an unknown element": lambda xml: xml.replace("qti-prompt", "qti-ledetekst"),
    "a name from 2.1": lambda xml: xml.replace("max-choices", "maxChoices"),
    "an attribute too much": lambda xml: xml.replace('shuffle="false"', 'shuffle="false" farge="rosa"'),
    "two prompts": lambda xml: xml.replace("</qti-prompt>", "</qti-prompt><qti-prompt>?</qti-prompt>"),
    "text between choices": lambda xml: xml.replace("</qti-prompt>", "</qti-prompt>hei"),
    "a script": lambda xml: xml.replace("</qti-prompt>", "<script/></qti-prompt>"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_reader_of_these_tests_refuses(how, pakke):
    good = pakke.filer[f"oppgaver/{PLAYED[3]}.xml"].decode()
    assert BROKEN[how](good) != good
    with pytest.raises((qti_leser.Feil, KeyError)):
        qti_leser.Oppgave(BROKEN[how](good))
