"""Imports Moodle XML as Moodle 4.5 does, and answers the questions as its question types do.

After Moodle's question/format.php, question/format/xml/format.php, lib/xmlize.php and question/type/. It is stricter:
what Moodle would only warn of, change, or drop without a word is an error here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

PIECE = 4096
"""How much Moodle gives its parser at a time."""
GRADES = (*range(0, 101, 10), 5, 12.5, 25, 75, 100 / 9, 100 / 7, 100 / 6, 100 / 3, 200 / 3, 500 / 6)
HEADERS = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "idnumber", "tags"}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
PARTS = {
    "multichoice": {"single", "shuffleanswers", "answernumbering", "showstandardinstruction", "answer", *COMBINED},
    "matching": {"shuffleanswers", "subquestion", "shownumcorrect", *COMBINED},
    "essay": {"responseformat", "responserequired", "responsefieldlines", "attachments", "graderinfo"},
}


class Importfeil(ValueError):
    """Moodle would not take the file as it stands. The message says where and why."""


@dataclass
class Element:
    """An element as Moodle keeps it: text that is white space alone, to the parser a piece, is not there."""

    navn: str
    attributter: dict[str, str]
    barn: list[Element] = field(default_factory=list)
    tekst: str = ""

    def alle(self, navn: str) -> list[Element]:
        return [child for child in self.barn if child.navn == navn]

    def ett(self, navn: str) -> Element:
        found = self.alle(navn)
        demand(len(found) == 1, f"<{self.navn}> has {len(found)} <{navn}>")
        return found[0]

    def bare(self, known: Iterable[str]) -> None:
        """Moodle passes by what it does not know."""
        strange = {child.navn for child in self.barn} - {*known}
        demand(not strange, f"<{self.navn}> has parts that Moodle does not read: {strange}")


def demand(holds: object, otherwise: str) -> None:
    if not holds:
        raise Importfeil(otherwise)


def parse(data: bytes) -> Element:
    """The file's root element."""
    top = Element("", {})
    open_ = [top]
    parser = expat.ParserCreate("UTF-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        open_[-1].barn.append(Element(name, attributes))
        open_.append(open_[-1].barn[-1])

    def text(piece: str) -> None:
        if piece.strip():
            open_[-1].tekst += piece

    parser.StartElementHandler, parser.EndElementHandler = start, lambda _: open_.pop()
    parser.CharacterDataHandler = text
    try:
        for place in range(0, len(data), PIECE):
            parser.Parse(data[place : place + PIECE])
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Importfeil(f"not well-formed XML: {error}") from error
    return top.ett("quiz")


@dataclass(frozen=True)
class Svar:
    tekst: str
    andel: float
    sagt: str


@dataclass(frozen=True)
class Dommen:
    """What a learner gets back: a share of the points, what is said of the choices, and of the whole."""

    andel: float
    sagt: tuple[str, ...]
    samlet: str


@dataclass
class Sporsmal:
    qtype: str
    kategori: tuple[str, ...]
    navn: str
    oppgave: str
    generelt: str
    poeng: float
    idnumber: str
    merkelapper: tuple[str, ...]
    single: bool = False
    stokkes: bool = False
    svar: tuple[Svar, ...] = ()
    stammer: tuple[tuple[str, str], ...] = ()
    """What is to be matched, each with what it is matched with."""
    valgbare: tuple[str, ...] = ()
    samlet: tuple[str, ...] = ()
    sensor: str = ""

    def velg(self, *chosen: int) -> Dommen:
        """The answer of who ticks these options."""
        demand(len(chosen) == 1 or not self.single, "a radio button is one choice")
        share = min(max(sum(self.svar[number].andel for number in chosen), 0), 1)
        return Dommen(share, tuple(self.svar[number].sagt for number in chosen), self._samlet(share))

    def match(self, answers: Iterable[str]) -> Dommen:
        """The answer of who gives the stems these answers, in their order."""
        hits = [given == right for given, (_, right) in zip(answers, self.stammer, strict=True)]
        return Dommen(sum(hits) / len(hits), (), self._samlet(sum(hits) / len(hits)))

    def _samlet(self, share: float) -> str:
        return self.samlet[0 if share > 0.999999 else 2 if share < 0.000001 else 1]


@dataclass
class Bank:
    kategorier: dict[tuple[str, ...], str] = field(default_factory=dict)
    """path -> idnumber"""
    sporsmal: list[Sporsmal] = field(default_factory=list)

    @property
    def by_id(self) -> dict[str, Sporsmal]:
        return {question.idnumber: question for question in self.sporsmal}


def les(data: bytes) -> Bank:
    """What the file makes of an empty question bank.

    Raises:
        Importfeil: Moodle would not take it in, or not as it stands.
    """
    bank = Bank()
    here: tuple[str, ...] | None = None
    quiz = parse(data)
    quiz.bare({"question"})
    for element in quiz.barn:
        if element.attributter["type"] == "category":
            here = _category(bank, element)
        else:
            if here is None:
                raise Importfeil("a question before any category goes where the teacher happens to stand")
            bank.sporsmal.append(_question(element, here))
    demand(bank.sporsmal, "no questions in the file")
    ids = [(question.kategori, question.idnumber) for question in bank.sporsmal]
    demand(len(ids) == len(set(ids)), "an idnumber stands twice in a category, and Moodle drops the second")
    return bank


def _category(bank: Bank, element: Element) -> tuple[str, ...]:
    element.bare({"category", "info", "idnumber"})
    _text(element.ett("info"))
    names = re.split("(?<!/)/(?!/)", _plain(element.ett("category").ett("text").tekst))
    path = tuple(name.strip().replace("//", "/") for name in names)
    demand(path[:2] == ("$course$", "top") and len(path) > 2 and all(path), f"not a path of categories: {path}")
    idnumber = _idnumber(element)
    demand(bank.kategorier.setdefault(path, idnumber) == idnumber, f"{path} has two idnumbers")
    demand(len({*bank.kategorier.values()}) == len(bank.kategorier), f"two categories have the idnumber {idnumber}")
    return path


def _question(element: Element, kategori: tuple[str, ...]) -> Sporsmal:
    kind = element.attributter["type"]
    demand(kind in PARTS, f"a kind of question that Moodle does not have: {kind}")
    element.bare(HEADERS | PARTS[kind])
    name = _plain(element.ett("name").ett("text").tekst)
    demand(name and len(name) <= 255, f"a name without, or with too many characters: {name}")
    penalty = float(element.ett("penalty").tekst)
    demand(penalty in (0, 0.1, 0.2, 0.25, 0.3333333, 0.5, 1), f"a penalty that Moodle does not offer: {penalty}")
    question = Sporsmal(
        kind,
        kategori,
        name,
        _text(element.ett("questiontext")),
        _text(element.ett("generalfeedback")),
        float(element.ett("defaultgrade").tekst),
        _idnumber(element),
        tuple(_tag(tag) for tag in element.ett("tags").alle("tag")),
    )
    demand(question.oppgave, "a question without a text")
    {"multichoice": _multichoice, "matching": _matching, "essay": _essay}[kind](question, element)
    return question


def _multichoice(question: Sporsmal, element: Element) -> None:
    question.single, question.stokkes = _is_true(element.ett("single")), _is_true(element.ett("shuffleanswers"))
    numbering = element.ett("answernumbering").tekst
    demand(numbering in ("abc", "ABCD", "123", "iii", "IIII", "none"), f"no way to number: {numbering}")
    question.samlet = _combined(element)
    question.svar = tuple(_answer(answer) for answer in element.alle("answer"))
    shares = [answer.andel for answer in question.svar]
    demand(len(shares) > 1, f"{question.idnumber} has fewer than two options")
    whole = max(shares) if question.single else round(sum(share for share in shares if share > 0), 2)
    demand(whole == 1, f"no answer to {question.idnumber} gives 100 %, but {whole}")


def _answer(element: Element) -> Svar:
    element.bare({"text", "feedback"})
    text, share = _text(element), float(element.attributter["fraction"]) / 100
    demand(text, "an option without a text is dropped")
    near = [grade / 100 for grade in GRADES if abs(round(grade / 100, 7) - abs(share)) < 0.00001]
    demand(near, f"{share} is not among the shares that Moodle offers")
    return Svar(text, round(near[0], 7) * (-1 if share < 0 else 1), _text(element.ett("feedback")))


def _matching(question: Sporsmal, element: Element) -> None:
    question.stokkes, question.samlet = _is_true(element.ett("shuffleanswers")), _combined(element)
    pairs = []
    for part in element.alle("subquestion"):
        part.bare({"text", "answer"})
        stem, answer = _text(part), _plain(part.ett("answer").ett("text").tekst)
        demand(answer and len(answer) <= 255, f"«{stem}» has no answer, or too long a one")
        pairs.append((stem, answer))
    question.stammer = tuple(pair for pair in pairs if pair[0])
    question.valgbare = tuple(dict.fromkeys(answer for _, answer in pairs))
    demand(len(question.stammer) > 1 and len(pairs) > 2, f"{question.idnumber} has too little to match")


def _essay(question: Sporsmal, element: Element) -> None:
    form = element.ett("responseformat").tekst
    demand(form in ("editor", "editorfilepicker", "plain", "monospaced", "noinline"), f"no way to answer: {form}")
    lines = int(element.ett("responsefieldlines").tekst)
    demand(lines in (2, 3, 5, 10, 15, 20, 25, 30, 35, 40), f"a box of {lines} lines cannot be chosen")
    demand(element.ett("attachments").tekst == "0", "files are asked for")
    question.sensor = _text(element.ett("graderinfo"))


def _combined(element: Element) -> tuple[str, ...]:
    return tuple(_text(element.ett(name)) for name in COMBINED)


def _text(element: Element) -> str:
    """The text of a field that says it is HTML; Moodle takes what does not say it, or says it wrongly, for another."""
    said = element.attributter.get("format")
    demand(said == "html", f"<{element.navn}> is {said}, not html")
    return element.ett("text").tekst.strip()


def _plain(text: str) -> str:
    """A text in which Moodle takes tags away (PARAM_TEXT)."""
    demand(not re.search("[<>]", text), f"Moodle changes «{text}»")
    return text.strip()


def _tag(element: Element) -> str:
    name = element.ett("text").tekst
    is_kept = name == " ".join(name.split()) and not re.search("[<>`,]", name) and 0 < len(name) <= 50
    demand(is_kept, f"Moodle changes the tag «{name}»")
    return name


def _idnumber(element: Element) -> str:
    id = element.ett("idnumber").tekst
    demand(id == id.strip() and 0 < len(id) <= 100, f"not an idnumber: «{id}»")
    return id


def _is_true(element: Element) -> bool:
    demand(element.tekst in ("true", "false"), f"<{element.navn}> is neither true nor false")
    return element.tekst == "true"
