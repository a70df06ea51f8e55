"""What QTI 3 and QTI 2.1 have in common: the same items, the same test, the same package, by other names.

An item is one question. Its points are all or nothing, and any answer that can be defended has them. What is said of a
choice comes in a dialogue of its own, and what is said of all of them in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from markupsafe import Markup

from generator.course import Course
from generator.exports.format import BESTATT, Gang
from generator.exports.merking import HEADINGS, narrowed, tags
from generator.exports.oppgave import Oppgave, oppgaver
from generator.exports.pakke import write_zip
from generator.exports.qtixml import Utgave, document, element, namespace
from generator.view.sprak import Tekster, malform

TAKEN = tags(f"p br hr strong em code pre blockquote ul ol li a {' '.join(HEADINGS)}", b="strong", i="em")
SVAR, POENG, TILBAKEMELDING, FORKLARING = "RESPONSE", "SCORE", "FEEDBACK", "FORKLARING"
RETT, FEIL, INGEN = "i-trad", "ikke-i-trad", "ingen"
TEST, MAPPE, STIL = "prove.xml", "oppgaver", "stil.css"


@dataclass
class _Innhold:
    """What has been written so far: the items of each module."""

    ledd: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    """module -> the ids of its questions, each with whether it gives points."""

    @property
    def alle(self) -> list[str]:
        return [id for module in self.ledd.values() for id, _ in module]

    @property
    def poeng(self) -> int:
        return sum(gives for module in self.ledd.values() for _, gives in module)


def write_package(utgave: Utgave, course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package: each item as its case is gone through, then the test that names them, then the manifest."""
    write_zip(out, _files(utgave, course, t, gang))


def _files(utgave: Utgave, course: Course, t: Tekster, gang: Gang) -> Iterator[tuple[str, str]]:
    written = _Innhold()
    for case in gang(course.cases):
        for one in oppgaver(course, case, t):
            yield _path(one.id), item(utgave, one, t)
            written.ledd.setdefault(case.sak.modul, []).append((one.id, one.slag != "skriv"))
    if utgave.stil:
        yield f"{MAPPE}/{STIL}", utgave.stil
    yield TEST, _test(utgave, written, t)
    yield "imsmanifest.xml", _manifest(utgave, written)


def _path(id: str) -> str:
    return f"{MAPPE}/{id}.xml"


def _name(id: str) -> str:
    """The identifier of a question: one must not begin with a digit."""
    return f"sak-{id}"


def _choice(id: str) -> str:
    return f"valg-{id}"


def item(utgave: Utgave, one: Oppgave, t: Tekster) -> str:
    """One question as an item."""
    return utgave.rot(
        "assessmentItem",
        _response(utgave, one),
        *_outcomes(utgave, one),
        *([utgave.el("stylesheet", href=STIL, type="text/css")] if utgave.stil else []),
        utgave.el("itemBody", element("div", narrowed(one.foran, TAKEN)), _interaction(utgave, one, t)),
        _processing(utgave, one),
        *_feedback(utgave, one, t),
        identifier=_name(one.id),
        title=f"{one.case.sak.tittel}: {one.tekst}",
        adaptive="false",
        timeDependent="false",
        **{"xml:lang": malform(t)},
    )


def _response(utgave: Utgave, one: Oppgave) -> Markup:
    el = utgave.el
    if one.slag == "skriv":
        return el("responseDeclaration", identifier=SVAR, cardinality="single", baseType="string")
    right = sorted(one.rette, key=lambda choice: choice.dom != "rett")
    if one.slag == "flere":
        correct = el("correctResponse", *(el("value", _choice(choice.id)) for choice in right))
        return el("responseDeclaration", correct, identifier=SVAR, cardinality="multiple", baseType="identifier")
    return el(
        "responseDeclaration",
        el("correctResponse", el("value", _choice(right[0].id))),
        el("mapping", *(el("mapEntry", mapKey=_choice(choice.id), mappedValue=1) for choice in right), defaultValue=0),
        identifier=SVAR,
        cardinality="single",
        baseType="identifier",
    )


def _outcomes(utgave: Utgave, one: Oppgave) -> Iterator[Markup]:
    el = utgave.el
    if one.slag != "skriv":
        score = {"identifier": POENG, "cardinality": "single", "baseType": "float", "normalMaximum": 1}
        yield el("outcomeDeclaration", _value(utgave, "0"), **score)
        said = {"identifier": TILBAKEMELDING, "baseType": "identifier"}
        if one.slag == "flere":  # there is a player that stumbles over several of nothing
            yield el("outcomeDeclaration", _value(utgave, INGEN), cardinality="multiple", **said)
        else:
            yield el("outcomeDeclaration", cardinality="single", **said)
    if one.forklaring:
        yield el("outcomeDeclaration", identifier=FORKLARING, cardinality="single", baseType="identifier")


def _value(utgave: Utgave, value: str) -> Markup:
    return utgave.el("defaultValue", utgave.el("value", value))


def _interaction(utgave: Utgave, one: Oppgave, t: Tekster) -> Markup:
    el = utgave.el
    if one.slag == "skriv":
        return el("extendedTextInteraction", el("prompt", one.tekst), responseIdentifier=SVAR, expectedLines=5)
    asked = f"{one.tekst} {t['sak']['flere_kan_velges']}." if one.slag == "flere" else one.tekst
    choices = (el("simpleChoice", choice.tekst, identifier=_choice(choice.id)) for choice in one.valg)
    most = 0 if one.slag == "flere" else 1
    return el(
        "choiceInteraction",
        el("prompt", asked),
        *choices,
        responseIdentifier=SVAR,
        shuffle="false",
        maxChoices=most,
    )


def _processing(utgave: Utgave, one: Oppgave) -> Markup:
    """Nothing answered is nothing said, and no points."""
    el = utgave.el
    answer = el("variable", identifier=SVAR)
    said = el("setOutcomeValue", answer, identifier=TILBAKEMELDING)
    if one.slag == "skriv":
        rules = [_explain(utgave, RETT)]
    elif one.slag == "flere":
        whole = el("setOutcomeValue", el("baseValue", "1", baseType="float"), identifier=POENG)
        rules = [
            said,
            el(
                "responseCondition",
                el("responseIf", el("match", answer, el("correct", identifier=SVAR)), whole, _explain(utgave, RETT)),
                el("responseElse", _explain(utgave, FEIL)),
            ),
        ]
    else:
        points = el("setOutcomeValue", el("mapResponse", identifier=SVAR), identifier=POENG)
        rules = [points, said, *([_explain(utgave, RETT)] if one.forklaring else [])]
    answered = el("responseIf", el("not", el("isNull", answer)), *rules)
    return el("responseProcessing", el("responseCondition", answered))


def _explain(utgave: Utgave, identifier: str) -> Markup:
    return utgave.el(
        "setOutcomeValue", utgave.el("baseValue", identifier, baseType="identifier"), identifier=FORKLARING
    )


def _feedback(utgave: Utgave, one: Oppgave, t: Tekster) -> Iterator[Markup]:
    """The explanation, and before it (dialogues lie one upon the other) what is said of what was chosen.

    Where several belong, the explanation goes through them all, and only a wrong choice has something said of its own.
    """
    if one.slag == "flere":
        for identifier, dom in ((RETT, "rett"), (FEIL, "feil")):
            verdict = Markup("<p><b>{}.</b></p>\n").format(t["dom"][dom])
            yield _dialogue(utgave, FORKLARING, identifier, verdict + one.forklaring, t["sak"]["fasit"])
    elif one.forklaring:
        yield _dialogue(utgave, FORKLARING, RETT, one.forklaring, t["sak"]["fasit"])
    for choice in one.valg:
        if one.slag == "en" or choice.dom == "feil":
            yield _dialogue(utgave, TILBAKEMELDING, _choice(choice.id), choice.sagt, choice.tekst)


def _dialogue(utgave: Utgave, outcome: str, identifier: str, text: Markup, title: str) -> Markup:
    inside = narrowed(text, TAKEN)
    return utgave.el(
        "modalFeedback",
        utgave.el("contentBody", inside) if utgave.merket else inside,
        outcomeIdentifier=outcome,
        identifier=identifier,
        showHide="show",
        title=title,
    )


def _test(utgave: Utgave, written: _Innhold, t: Tekster) -> str:
    """The test: a section a module; what is said of an answer is shown at once, and there is one attempt."""
    el = utgave.el
    most = written.poeng
    sections = (
        el(
            "assessmentSection",
            *(el("assessmentItemRef", identifier=_name(id), href=_path(id)) for id, _ in items),
            identifier=f"modul-{module}",
            title=t["moduler"][module],
            visible="true",
        )
        for module, items in written.ledd.items()
    )
    total = {"identifier": POENG, "cardinality": "single", "baseType": "float", "normalMaximum": most}
    added = el("setOutcomeValue", el("sum", el("testVariables", variableIdentifier=POENG)), identifier=POENG)
    return utgave.rot(
        "assessmentTest",
        *([el("outcomeDeclaration", **total, masteryValue=most * BESTATT / 100)] if most else []),
        el(
            "testPart",
            el("itemSessionControl", maxAttempts=1, showFeedback="true", allowReview="true"),
            *sections,
            identifier="del",
            navigationMode="nonlinear",
            submissionMode="individual",
        ),
        *([el("outcomeProcessing", added)] if most else []),
        identifier="enhetlig",
        title=t["kursbevis"]["kurs"],
    )


def _manifest(utgave: Utgave, written: _Innhold) -> str:
    kind = f"xmlv{utgave.versjon}"
    items = written.alle
    test = element(
        "resource",
        element("file", href=TEST),
        *(element("dependency", identifierref=_name(id)) for id in items),
        identifier="enhetlig",
        type=f"imsqti_test_{kind}",
        href=TEST,
    )
    resources = (
        element(
            "resource",
            *(element("file", href=path) for path in (_path(id), *([f"{MAPPE}/{STIL}"] if utgave.stil else []))),
            identifier=_name(id),
            type=f"imsqti_item_{kind}",
            href=_path(id),
        )
        for id in items
    )
    return document(
        element(
            "manifest",
            element(
                "metadata",
                element("schema", utgave.skjemanavn),
                element("schemaversion", utgave.skjemaversjon),
            ),
            element("organizations"),
            element("resources", test, *resources),
            **namespace(utgave.pakke),
            identifier="pakke",
        )
    )
