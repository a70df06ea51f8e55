"""A print-ready PDF for a fagmøte on paper: for each case a sheet for everyone, the cards to cut out, and the key.

Every part begins on a sheet of its own, also when it is printed on both sides, so that the key can be left out. What an
author wrote reaches Typst as data, never as markup, and the fonts are those that come with Typst: the bytes are the
same on every machine.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import typst
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

from generator.course import Case, Course
from generator.exports.format import Gang, Utelatt
from generator.exports.handout.tre import linje, tre
from generator.exports.motesak import BOKSTAVER, Fasit, fasit, forbehold
from generator.view.sak import Kort, Saksvisning, vis
from generator.view.sporsmal import Sporsmal, Valg, dommen, starter
from generator.view.sprak import Tekster

HERE = Path(__file__).parent
ALL_AT_ONCE = 25
"""The most cases that Typst sets as one document, with tags for screen readers; for more it would need gigabytes."""
AT_A_TIME = 3
"""The cases of a part that is set for itself. Typst holds on to its last ten documents."""

Data = dict[str, Any]
Places = dict[str, tuple[int, int]]


def utelatt(course: Course, t: Tekster) -> Iterator[Utelatt]:
    """Nothing: paper carries every kind of question."""
    return iter(())


def write(course: Course, out: BinaryIO, t: Tekster, gang: Gang) -> None:
    """Writes the PDF: the leader's pages, which say where everything stands, and then the cases."""
    every: Data = {"sprak": t["live"]["sprak"], "ord": _ord(t), "forbehold": forbehold(course, t)}
    cases = (_sak(course, case, t) for case in gang(course.cases))
    if len(course.cases) > ALL_AT_ONCE:
        _staple(course, every, cases, out)
        return
    every["saker"] = list(cases)
    places = _places(_set(every | {"sider": _sider(course, {})}))
    out.write(_pdf(_set(every | {"sider": _sider(course, places)})))


def _staple(course: Course, every: Data, cases: Iterator[Data], out: BinaryIO) -> None:
    """Writes the same as parts put together, without tags: what is held grows only as the file does."""
    front = every | {"saker": []}
    _, leder = _part(front | {"sider": _sider(course, {})})
    ahead = leder["leder"][1] + leder["leder"][1] % 2
    hefte, places = PdfWriter(), Places()
    for part, found in _parts(every | {"sider": []}, cases):
        if len(hefte.pages) % 2:
            hefte.add_blank_page()
        before = ahead + len(hefte.pages)
        places |= {name: (before + first, before + last) for name, (first, last) in found.items()}
        hefte.append(BytesIO(part))
    pages, _ = _part(front | {"sider": _sider(course, places)})
    hefte.merge(0, BytesIO(pages))
    if leder["leder"][1] < ahead:
        hefte.insert_blank_page(index=ahead - 1)
    hefte.add_metadata({"/Title": every["ord"]["tittel"]})
    hefte.root_object[NameObject("/Lang")] = TextStringObject(f"{every['sprak']}-NO")
    hefte.write(out)


def _parts(every: Data, cases: Iterator[Data]) -> Iterator[tuple[bytes, Places]]:
    """The cases, some at a time. While Typst sets some, the next ones are made ready."""
    with ThreadPoolExecutor(1) as typesetter:
        ahead: deque[Future[tuple[bytes, Places]]] = deque()
        while some := list(islice(cases, AT_A_TIME)):
            ahead.append(typesetter.submit(_part, every | {"saker": some}))
            if len(ahead) > 2:
                yield ahead.popleft().result()
        for part in ahead:
            yield part.result()


def _part(data: Data) -> tuple[bytes, Places]:
    compiler = _set(data)
    return _pdf(compiler, tags=False), _places(compiler)


def _set(data: Data) -> typst.Compiler:
    """The handout of the data, ready to be asked for what stands where, or for the PDF."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.Compiler(HERE / "ark.typ", sys_inputs=inputs, ignore_system_fonts=True)


def _pdf(compiler: typst.Compiler, *, tags: bool = True) -> bytes:
    return cast(bytes, compiler.compile(format="pdf", pdf_tags=tags))


def _places(compiler: typst.Compiler) -> Places:
    """The first and last page of each part, counted from where this document begins."""
    places: Places = {}
    for part, page in json.loads(compiler.query("<sted>", field="value")):
        places[part] = (places.get(part, (page,))[0], page)
    return places


def _sider(course: Course, places: Places) -> list[Data]:
    """The leader's list; with no places known, as long as it will be."""
    return [_rad(case, places) for case in course.cases]


def _rad(case: Case, places: Places) -> Data:
    return {"tittel": linje(case.sak.tittel)} | {
        part: "–".join(dict.fromkeys(str(page) for page in places.get(f"{case.sak.id}.{part}", ()))) or "–"
        for part in ("ark", "kort", "svar")
    }


def _ord(t: Tekster) -> Data:
    """The words that stand on every handout."""
    return {**t["sak"], **t["eksport"]["handout"], "praksis": t["skript"]["mote"]["praksis"]}


def _sak(course: Course, case: Case, t: Tekster) -> Data:
    shown = vis(course, case, 1, t)
    return {
        "id": case.sak.id,
        "tittel": linje(case.sak.tittel),
        "modul": t["moduler"][case.sak.modul],
        "rolle": t["roller"][case.sak.rolle],
        "historie": tre(shown.historie),
        "bordet": [_kort(card) for card in shown.pa_bordet],
        "hentes": [_kort(card) | {"hent": linje(card.kort.hent or "")} for card in shown.kan_hentes],
        "sporsmal": [
            _sporsmal(question, number, len(shown.sporsmal), t) for number, question in enumerate(shown.sporsmal, 1)
        ],
        "svar": [_svar(course, shown, question, t) for question in shown.sporsmal],
        "drofting": [linje(prompt) for prompt in case.sak.drofting],
    }


def _kort(card: Kort) -> Data:
    return {"kilde": card.kilde, "dato": linje(card.kort.dato), "tekst": tre(card.tekst), "tegn": len(card.tekst)}


def _sporsmal(question: Sporsmal, number: int, count: int, t: Tekster) -> Data:
    """What stands on everyone's sheet; nothing of the key."""
    over = [t["sak"]["sporsmal_av"].format(nummer=number, antall=count)] if count > 1 else []
    over += [t["sak"]["flere_kan_velges"]] if question.type == "flere" else []
    return {
        "over": ". ".join(over),
        "tekst": linje(question.tekst),
        "lesninger": [
            {"over": t["sak"]["forst_lesning"], "tekst": linje(one.sporsmal), "valg": [name for _, name in one.valg]}
            for one in question.lesninger
        ],
        "valg": [linje(choice.tekst) for choice in question.valg],
        "lapper": [{"kanal": linje(slip.lapp.kanal), "tekst": linje(slip.lapp.tekst)} for slip in question.lapper],
        "skriv": question.modell is not None,
    }


def _svar(course: Course, shown: Saksvisning, question: Sporsmal, t: Tekster) -> Data:
    """What stands on the leader's sheet."""
    key = fasit(course, shown, question, t)
    return {
        "tekst": linje(question.tekst),
        "ved_bordet": tre(key.ved_bordet or ""),
        "mangler": [tre(one) for one in key.mangler],
        "svaret": tre(key.svaret),
        "avgjorde": [{"kort": _kort(card) if card else None, "tekst": linje(text)} for card, text in key.avgjorde],
        "snudd": [tre(one) for one in key.snudd],
        "lesninger": [{"tekst": linje(asked), "lest": read, "fordi": linje(why)} for asked, read, why in key.lesninger],
        "valg": [_valg(question, letter, choice, t) for letter, choice in zip(BOKSTAVER, question.valg, strict=False)],
        "lapper": [
            {"tekst": linje(slip.lapp.tekst), "dom": starter(slip.rett, t), "fordi": linje(slip.lapp.fordi)}
            for slip in question.lapper
        ],
        "modell": tre(question.modell or ""),
        "sjekkliste": [
            {"tekst": linje(text), "regler": ", ".join(id for id, _ in rules)} for text, rules in question.sjekkliste
        ],
        "regler": _regler(key),
        "uklart": [tre(one) for one in key.uklart],
        "i_dag": [f"{then} {t['sak']['heter_na']} {now}." for then, now, _ in question.i_dag],
    }


def _valg(question: Sporsmal, letter: str, choice: Valg, t: Tekster) -> Data:
    said = [choice.kan_forsvares]
    if choice.tilbakemelding:
        said += [f"{t['sak']['for_alt']} {choice.tilbakemelding}" if choice.for_tidlig else choice.tilbakemelding]
    return {
        "bokstav": letter,
        "tekst": linje(choice.tekst),
        "slag": choice.dom,
        "dom": dommen(question.type, choice.dom, t),
        "sagt": [linje(text) for text in said if text],
        "koster": linje(choice.koster or ""),
        "regler": "; ".join(f"{id} {title} {how}" for id, title, how in choice.regler),
    }


def _regler(key: Fasit) -> list[Data]:
    return [
        {"id": rule.id, "tekst": linje(rule.tekst), "utslag": tre(rule.utslag), "kilde": linje(rule.kilde)}
        for rule in key.regler
    ]
