"""The screens of a meeting: leader, projector and phone, each as finished HTML made of the meeting as it stands.

No screen is handed the answers of a round that is not closed: what is counted here comes from `Mote.lukkede`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from generator.course import Case, Course
from generator.live import fordeling
from generator.live.dagsorden import kan_deles, sporsmal_i
from generator.live.hendelser import RUNDER, Punkt, Skjema, Stemme
from generator.live.meeting import Mote
from generator.live.referat import apent, dato
from generator.live.rom import Rom
from generator.pages.side import environment, link, stripped
from generator.view.sak import Kort, Saksvisning, vis
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated, number, quoted

TEMPLATES = environment(Path(__file__).parent / "templates")
TEMPLATES.filters["dato"] = dato
ORD = ("igjen", "tiden_ute", "frakoblet", "frakoblet_uten", "svar_forst", "svarer_enna", "en_svarer_enna",
       "alle_har_svart")  # fmt: skip
"""The texts that the screens' script needs."""


@dataclass(frozen=True)
class Regnet:
    """What the rounds with one case came to. `runder` are those that are counted out: one or two."""

    skjema: Skjema
    runder: tuple[fordeling.Stemmer, ...]

    @property
    def rader(self) -> tuple[fordeling.Rad, ...]:
        return fordeling.rader(self.skjema, *self.runder)

    @property
    def lesninger(self) -> Iterator[tuple[str, tuple[fordeling.Rad, ...]]]:
        """Each vurdering that was read first, with its spread."""
        for fact, reading in self.skjema.lesninger.items():
            yield reading.sporsmal, fordeling.lest(self.skjema, fact, *self.runder)

    @property
    def flyttet(self) -> dict[tuple[str, str], int]:
        return dict(fordeling.flytting(*self.runder)) if len(self.runder) == 2 else {}

    @property
    def dom(self) -> fordeling.Dom:
        return fordeling.dom(self.skjema.rett, self.runder[-1])

    @property
    def i_trad(self) -> int:
        return fordeling.i_trad(self.skjema.rett, self.runder[-1])

    @property
    def svarte(self) -> int:
        return len(self.runder[-1])

    @property
    def most(self) -> int:
        return max(1, *(len(votes) for votes in self.runder))

    @property
    def like(self) -> tuple[int | None, ...]:
        """Of all pairs, the per cent that answered alike, in each round."""
        return tuple(fordeling.prosent_like(votes) for votes in self.runder)

    @property
    def sikkerhet(self) -> tuple[fordeling.Sikkerhet, ...]:
        return fordeling.sikkerhet(self.skjema.rett, self.runder[-1])

    @property
    def grunner(self) -> tuple[str, ...]:
        return fordeling.grunner(*self.runder)


class Skjermer:
    """Makes the screens, for meetings about cases of `course`, in the words `t`; `adresse` is where phones go."""

    def __init__(self, course: Course, t: Tekster, adresse: str) -> None:
        self.course, self.t, self.adresse = course, t, adresse
        self._shown: dict[str, Saksvisning] = {}

    def side(self, template: str, **context: Any) -> str:
        """A page of ours, or a part of one."""
        page = TEMPLATES.get_template(template)
        fixed = {"t": self.t, "course": self.course, "til": til, "tall": self._tall, "tittel": self.t["live"]["navn"]}
        return stripped(page.render(fixed | context))

    def telefon(self, rom: Rom, deltaker: str) -> str:
        """What a participant sees, with their own answer and nobody else's."""
        mote = rom.mote
        own: dict[int, Stemme] = {nr: all[deltaker] for nr, all in mote.stemmer.items() if deltaker in all}
        return self._screen("telefon.html.j2", rom, bord=mote.bord(deltaker), egen=own.get(mote.nr), egne=own)

    def lerret(self, rom: Rom) -> str:
        """What the projector shows: nothing that spoils."""
        shown = urlsplit(self.adresse).netloc + "/m"
        return self._screen("lerret.html.j2", rom, adresse=shown, qr=qr(f"{self.adresse}/m/{rom.kode}"))

    def leder(self, rom: Rom, forrige: Sequence[str] = ()) -> str:
        """What the leader sees, and may do; `forrige` are the cases of the last measurement."""
        return self._screen("leder.html.j2", rom, forrige=forrige, valgbare=self.valgbare)

    def _screen(self, template: str, rom: Rom, **context: Any) -> str:
        mote, words = rom.mote, self.t["live"]
        punkt = mote.punkt if mote.plan else None
        return self.side(
            template,
            rom=rom,
            mote=mote,
            punkt=punkt,
            trinn="over" if mote.er_over else punkt.trinn if punkt else "venter",
            skjema=mote.skjema.get(punkt.sak) if punkt else None,
            sak=self.vis(punkt.sak) if punkt else None,
            spurt=self._spurt(punkt.sak) if punkt else "",
            svarene=svarene,
            kort_til=kort_til,
            apent=apent,
            er_runde=punkt is not None and punkt.trinn in RUNDER,
            kode=spaced(rom.kode),
            status=status(mote),
            ord={name: words[name] for name in ORD} | {"tall": self.t["felles"]["tall"]},
            regnet=self._regnet(mote, punkt) if punkt else None,
            ulikhet=self._ulikhet(mote) if punkt and punkt.trinn == "snakk" else None,
            **context,
        )

    def _spurt(self, id: str) -> str:
        """The id of the question that a meeting asks of this case."""
        question = sporsmal_i(self.course.by_id[id]) if id in self.course.by_id else None
        return question.id if question else ""

    def _regnet(self, mote: Mote, punkt: Punkt) -> Regnet | None:
        """What may be counted out at this step: the spread of round one when it is shown, both rounds at the end."""
        names = {"snakk": ["runde1"], "regler": ["runde1", "runde2"], "overfort": ["tvilling"]}
        steps = [nr for name in names.get(punkt.trinn, []) if (nr := mote.runde(name, punkt.sak)) is not None]
        rounds = tuple(mote.lukkede(nr) for nr in steps if mote.er_endelig(nr))
        return Regnet(mote.skjema[punkt.sak], rounds) if rounds else None

    def _ulikhet(self, mote: Mote) -> fordeling.Ulikhet:
        return fordeling.ulikhet(mote.skjema[mote.punkt.sak], mote.lukkede(mote.nr - 1))

    def _tall(self, count: int) -> str:
        return number(count, self.t["felles"]["tall"])

    def vis(self, id: str) -> Saksvisning | None:
        """The case as the course shows it; nothing where the course no longer has it."""
        if id not in self._shown and id in self.course.by_id:
            self._shown[id] = vis(self.course, self.course.by_id[id], 0, self.t)
        return self._shown.get(id)

    def uten_fasit(self, id: str) -> str:
        """The story and the cards of a case, and nothing of its questions."""
        return self.side("uten_fasit.html.j2", sak=self.vis(id))

    @cached_property
    def valgbare(self) -> dict[str, list[tuple[Case, bool]]]:
        """module -> the cases that can be used in a meeting, and whether a table can be divided over them."""
        found: dict[str, list[tuple[Case, bool]]] = {}
        for case in self.course.cases:
            if sporsmal_i(case):
                module = self.t["moduler"][case.sak.modul]
                found.setdefault(module, []).append((case, kan_deles(self.course, case)))
        return found


def kort_til(course: Course, sak: Saksvisning, bord: str | None) -> list[Kort]:
    """The cards that lie before one: all, or at a «delt bord» those of one's own side, and those of neither."""
    sides = course.regelbok.hode.bord
    cards = [*sak.pa_bordet, *sak.kan_hentes]
    return [card for card in cards if bord is None or sides.get(card.kort.kilde, bord) == bord]


def status(mote: Mote) -> dict[str, Any]:
    """What every screen may know at any time, and is told when it changes: the step, and how many; no answers.

    `stempel` changes when a screen must be fetched anew.
    """
    shown = (len(mote.plan), mote.nr, len(mote.vist), mote.er_over, mote.er_frigitt, mote.praksis)
    return {
        "stempel": f"{zlib.crc32(repr(shown).encode()):08x}",
        "svart": mote.svart(mote.nr),
        "med": len(mote.deltakere),
        "frist": mote.frist,
    }


def svarene(skjema: Skjema, verdier: tuple[str, ...], t: Tekster) -> str:
    """Answers by their names, in a row."""
    return enumerated([quoted(skjema.valg[verdi]) for verdi in verdier], t["live"]["eller"])


def spaced(kode: str) -> str:
    """A code as people read it.

    >>> spaced("K7R4MP")
    'K7R 4MP'
    """
    return f"{kode[:3]} {kode[3:]}"


def qr(address: str) -> Markup:
    """A QR code to the address, as SVG, black on white."""
    picture = BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", xmldecl=False, svgns=False, border=3, light="#fff", omitsize=True
    )
    return Markup(picture.getvalue().decode())


def til(to: str) -> str:
    """The address of a page of the course, as seen from a meeting."""
    return "/" + link("index.md", to)
