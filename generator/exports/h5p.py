"""H5P: a Question Set of Multiple Choice, with content only; the site has the libraries.

A question with one answer is asked with radio buttons, and each answer that can be defended is correct: it has the
point. Where several belong, all or nothing. Only the two libraries that the content itself names are asked for, so
that no site refuses it for the version of what they in turn rest on.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import uuid5

from markupsafe import Markup, escape

from generator.course import Course
from generator.exports.format import BESTATT, OURS, Gang, Utelatt
from generator.exports.ledd import Svarvalg
from generator.exports.merking import NOT_XML, narrowed, tags
from generator.exports.oppgave import Oppgave, oppgaver
from generator.exports.pakke import entry
from generator.model import Begrunnelse
from generator.view.sporsmal import dommen
from generator.view.sprak import Tekster, malform

SET, CHOICE = ("H5P.QuestionSet", 1, 20), ("H5P.MultiChoice", 1, 16)
BOLD = {"b": "strong", "i": "em"}
ASKED = tags("p br strong em h2 h3", **BOLD, h1="h2", h4="h3", h5="h3", h6="h3")
"""What H5P lets stand in a question …"""
SAID = tags("p br strong em a", **BOLD)
"""… and in what is said of an answer."""


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """The reasons to write, and a case that asks for nothing else."""
    why = t["eksport"]["h5p"]["skrives"]
    for case in course.cases:
        written = [question for question in case.sak.sporsmal if isinstance(question, Begrunnelse)]
        if len(written) == len(case.sak.sporsmal):
            yield Utelatt(case, "", why)
        else:
            yield from (Utelatt(case, question.tekst, why) for question in written)


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the package; the questions go into it as their case is gone through."""
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry("h5p.json"), _json(_about(course, t)))
        before, after = _json(_set(course, t)).split('"@"')
        with archive.open(entry("content/content.json"), "w") as content:
            content.write(before.encode())
            for number, question in enumerate(_questions(course, t, gang)):
                content.write(f"{',' if number else ''}{_json(question)}".encode())
            content.write(after.encode())


def _json(data: object) -> str:
    return NOT_XML.sub("", json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _about(course: Course, t: Tekster) -> dict[str, Any]:
    language = malform(t)
    return {
        **_metadata(_title(course, t), [{"name": t["kursbevis"]["kurs"], "role": "Author"}]),
        "language": language,
        "defaultLanguage": language,
        "mainLibrary": SET[0],
        "embedTypes": ["iframe"],
        "preloadedDependencies": [
            {"machineName": name, "majorVersion": major, "minorVersion": minor} for name, major, minor in (SET, CHOICE)
        ],
    }


def _metadata(title: str, authors: list[dict[str, str]]) -> dict[str, Any]:
    """What H5P keeps of a content; no licence is said, as none of those it knows is the course's own."""
    short = title if len(title) <= 255 else f"{title[:254]}…"
    return {"title": short, "extraTitle": short, "license": "U", "authors": authors, "changes": []}


def _title(course: Course, t: Tekster) -> str:
    modules = {case.sak.modul for case in course.cases}
    name = str(t["kursbevis"]["kurs"])
    return f"{name}: {t['moduler'][modules.pop()]}" if len(modules) == 1 else name


def _set(course: Course, t: Tekster) -> dict[str, Any]:
    """The set as a whole, with a mark where its questions go."""
    words = t["eksport"]["h5p"]
    count = words["sporsmal"].format
    return {
        "introPage": {
            "showIntroPage": True,
            "title": escape(_title(course, t)),
            "introduction": Markup("<p>{}</p>").format(words["innledning"]),
            "startButtonText": words["begynn"],
        },
        "progressType": "textual",
        "passPercentage": BESTATT,
        "questions": ["@"],
        "texts": {
            "prevButton": words["forrige"],
            "nextButton": t["skript"]["sak"]["neste_sporsmal"],
            "finishButton": words["se_resultatet"],
            "submitButton": words["send"],
            "textualProgress": count(nummer="@current", alle="@total"),
            "jumpToQuestion": count(nummer="%d", alle="%total"),
            "questionLabel": words["ett"],
            "readSpeakerProgress": count(nummer="@current", alle="@total"),
            "unansweredText": words["ubesvart"],
            "answeredText": words["besvart"],
            "currentQuestionText": words["her"],
            "navigationLabel": words["alle"],
        },
        "disableBackwardsNavigation": False,
        "randomQuestions": False,
        "endGame": {
            "showResultPage": True,
            "showSolutionButton": True,
            "showRetryButton": True,
            "noResultMessage": words["ferdig"],
            "message": words["resultat"],
            "scoreBarLabel": words["poeng"].format(poeng="@finals", alle="@totals"),
            "overallFeedback": [
                {"from": 0, "to": BESTATT - 1, "feedback": words["ikke_bestatt"]},
                {"from": BESTATT, "to": 100, "feedback": words["bestatt"]},
            ],
            "solutionButtonText": words["vis"]["knapp"],
            "retryButtonText": words["igjen"]["knapp"],
            "finishButtonText": words["ferdig"],
            "submitButtonText": words["send"],
            "showAnimations": False,
            "skippable": False,
            "skipButtonText": words["ferdig"],
        },
        "override": {"checkButton": True},
    }


def _questions(course: Course, t: Tekster, gang: Gang) -> Iterator[dict[str, Any]]:
    for case in gang(course.cases):
        for one in oppgaver(course, case, t):
            if one.slag != "skriv":
                yield question(one, t)


def question(one: Oppgave, t: Tekster) -> dict[str, Any]:
    """One question as Multiple Choice."""
    name, major, minor = CHOICE
    title = f"{one.case.sak.tittel}: {one.tekst}"
    return {
        "library": f"{name} {major}.{minor}",
        "subContentId": str(uuid5(OURS, one.id)),
        "metadata": {"contentType": "Multiple Choice", **_metadata(title, [])},
        "params": {
            "media": {"disableImageZooming": False},
            "question": narrowed(Markup("{}\n<p><b>{}</b></p>").format(one.foran, _asked(one, t)), ASKED),
            "answers": [_answer(one, choice) for choice in one.valg],
            "overallFeedback": [{"from": 0, "to": 100}],
            "UI": _ui(one, t),
            "behaviour": {
                "enableRetry": False,
                "enableSolutionsButton": True,
                "enableCheckButton": True,
                "type": "multi" if one.slag == "flere" else "single",
                "singlePoint": one.slag == "flere",  # with radio buttons it would ask for all that can be defended
                "randomAnswers": False,
                "showSolutionsRequiresInput": True,
                "confirmCheckDialog": False,
                "confirmRetryDialog": False,
                "autoCheck": False,
                "passPercentage": 100,
                "showScorePoints": False,
            },
            "confirmCheck": _sure(t),
            "confirmRetry": _sure(t),
        },
    }


def _asked(one: Oppgave, t: Tekster) -> str:
    return f"{one.tekst} {t['sak']['flere_kan_velges']}." if one.slag == "flere" else one.tekst


def _answer(one: Oppgave, choice: Svarvalg) -> dict[str, Any]:
    """An answer. There is no place for what is said of all of them, so it stands below what is said of this one.

    Where that would be said of each in turn, it is said at the answer it is about, of those that matter: the right one
    although it was not chosen; and, where several belong, every one.
    """
    own = narrowed(choice.sagt, SAID)
    why = one.forklaring.partition("\n")[2]  # its first line is the key, which `sagt` has said
    whole = own if one.punktvis else narrowed(Markup("\n").join(filter(None, [choice.sagt, why])), SAID)
    is_told = one.slag == "flere" or (one.punktvis and choice.dom != "feil")
    return {
        "text": escape(choice.tekst),
        "correct": choice.dom != "feil",
        "tipsAndFeedback": {"tip": "", "chosenFeedback": whole, "notChosenFeedback": own if is_told else ""},
    }


def _ui(one: Oppgave, t: Tekster) -> dict[str, str]:
    words = t["eksport"]["h5p"]
    return {
        "checkAnswerButton": words["sjekk"]["knapp"],
        "submitAnswerButton": words["send"],
        "showSolutionButton": words["vis"]["knapp"],
        "tryAgainButton": words["igjen"]["knapp"],
        "scoreBarLabel": words["poeng"].format(poeng=":num", alle=":total"),
        "feedbackAvailable": words["sagt"],
        "correctAnswer": t["dom"]["rett"],
        "wrongAnswer": t["dom"]["feil"],
        "shouldCheck": dommen(one.slag, "rett", t),
        "shouldNotCheck": dommen(one.slag, "feil", t),
        "noInput": t["skript"]["sak"]["velg_forst"],
        "a11yCheck": words["sjekk"]["lest"],
        "a11yShowSolution": words["vis"]["lest"],
        "a11yRetry": words["igjen"]["lest"],
    }


def _sure(t: Tekster) -> dict[str, str]:
    """A question before an answer is taken: there is none, but H5P wants its words."""
    words = t["eksport"]["h5p"]
    return {
        "header": words["sikker"],
        "body": Markup("<p>{}</p>").format(words["sikker"]),
        "cancelLabel": words["avbryt"],
        "confirmLabel": words["ja"],
    }
