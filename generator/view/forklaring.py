"""Why a question has the answer it has, in Norwegian: one line a reason, and the states of the cards it holds in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup, escape

from generator.desk import INNHENT, Desk, Judged, options
from generator.model import SKJONN, UKJENT, Stegregel
from generator.rules import Change, Reason, Stegvurdering, explain
from generator.view.ordlegger import ordlegger
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated, number, quoted, strong

MOST_TURNS = 3
MOST_MISSING = 3

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Line(Generic[T_co]):
    """Something to say, and the states (by number) in which it is said."""

    says: T_co
    states: tuple[int, ...]


def said_in(state: int, lines: Iterable[Line[T]]) -> Iterator[T]:
    """What is said in this state of the cards."""
    return (line.says for line in lines if state in line.states)


@dataclass(frozen=True)
class Quote:
    """What decided: the card it stands on, if any, and what it says."""

    card: str | None
    text: str


@dataclass(frozen=True)
class Ruleline:
    """A rule, and what becomes of it in each state."""

    regel: Stegregel
    steg: str
    hjemmel: str
    i_dag: str
    became: tuple[Line[Markup], ...]
    states: tuple[int, ...]


@dataclass(frozen=True)
class Forklaring:
    """Everything to say of a question."""

    fasit: tuple[Line[Markup], ...]
    mangler: tuple[Line[Markup], ...]
    avgjorde: tuple[Line[Quote], ...]
    snudd: tuple[Line[Markup], ...]
    regler: tuple[Ruleline, ...]
    uklarheter: tuple[Line[str], ...]
    """The gaps of the text that are touched, by id."""
    uten_betydning: tuple[str, ...]
    """Facts of the case that have no bearing, each with the rules that say so."""
    hint: tuple[dict[str, str], ...]
    """For each state: wrong option -> the fact that stands between it and what is right, where one does."""

    def svaret(self, state: int) -> Markup:
        """The key in this state of the cards."""
        return Markup(" ").join(said_in(state, self.fasit))


def forklar(desk: Desk, judged: Judged, t: Tekster) -> Forklaring:
    """Everything to say of the question, for every state of the cards, in the words of `t`."""
    teller = _Teller(desk, judged, t)
    states = range(len(judged.states))
    return Forklaring(
        fasit=_lines(teller.fasit, states),
        mangler=_lines(teller.mangler, states),
        avgjorde=_lines(teller.avgjorde, states),
        snudd=_lines(teller.snudd, states),
        regler=tuple(teller.regler()),
        uklarheter=_lines(teller.uklarheter, states),
        uten_betydning=tuple(_neutral(desk)),
        hint=tuple(dict(teller.hint(state)) for state in states),
    )


def _lines(tell: Callable[[int], Iterator[T]], states: Iterable[int]) -> tuple[Line[T], ...]:
    """Each thing that is told in some state, once."""
    found: dict[T, list[int]] = {}
    for state in states:
        for said in dict.fromkeys(tell(state)):
            found.setdefault(said, []).append(state)
    return tuple(Line(said, tuple(where)) for said, where in found.items())


class _Teller:
    """Tells of each state in turn."""

    def __init__(self, desk: Desk, judged: Judged, t: Tekster) -> None:
        self.desk, self.judged, self.words = desk, judged, t["forklaring"]
        self.ord = ordlegger(desk.regelbok, t)
        self.numbers = t["felles"]["tall"]
        self.trenger_mer = t["sak"]["trenger_mer"]
        self.regelbok = desk.regelbok
        self.step = judged.sporsmal.steg
        self.known = desk.facts(0).keys() | self.regelbok.steg.keys()
        self.chains = [self._chain(self.step, mask) for mask in judged.first]

    def _chain(self, step: str, mask: int) -> dict[str, Stegvurdering]:
        """The step and those its answer hangs on, each after what it asks for."""
        possible, found = self.desk.worlds(mask), {}

        def visit(step: str) -> None:
            if step in found:
                return
            said = explain(self.regelbok, step, possible)
            for reason in said.begrunnelse:
                if reason.utslag != "slo_ikke_til":
                    for key in reason.regel.hvis:
                        if key in self.regelbok.steg:
                            visit(key)
            found[step] = said

        visit(step)
        return found

    def _label(self, outcome: str) -> str:
        if outcome == INNHENT:
            return str(self.trenger_mer)
        return self.regelbok.steg[self.step].utfall[outcome]

    def fasit(self, state: int) -> Iterator[Markup]:
        said = self.judged.states[state].verdict
        if said.status == "mangler_opplysninger" or said.utfall == (INNHENT,):
            yield escape(self.words["trengs_mer"])
        elif said.status == "avgjort":
            yield escape(self.words["svaret"].format(svar=self._label(said.utfall[0])))
        else:
            labels = enumerated([quoted(self._label(outcome)) for outcome in said.utfall])
            yield escape(self.words["star_seg"].format(antall=number(len(said.utfall), self.numbers), svar=labels))

    def mangler(self, state: int) -> Iterator[Markup]:
        for fact in self.judged.states[state].verdict.mangler[:MOST_MISSING]:
            sources = enumerated(
                [self.regelbok.hode.kilder[k].lower() for k in self.regelbok.fakta[fact].kilder], "eller"
            )
            where = " " + self.words["star_i"].format(kilder=sources) if sources else ""
            yield strong(self.regelbok.fakta[fact].sporsmal) + escape(where)

    def avgjorde(self, state: int) -> Iterator[Quote]:
        mask = self.judged.first[state]
        if self.judged.states[state].verdict.mangler:
            return
        for fact in self._decisive(state)[:2]:
            reading = next((r for r in self.desk.sak.vurderinger if r.fakta == fact), None)
            value = self.ord.verdi(fact, self.desk.facts(mask)[fact])
            name = self.regelbok.fakta[fact].navn
            if reading:
                yield Quote(reading.ut_fra[-1], f"{name[0].upper()}{name[1:]}: {value}. {reading.fordi.strip()}")
            else:
                card = self.desk.speaks(fact, mask)
                yield Quote(card.id if card else None, f"{name[0].upper()}{name[1:]}: {value}.")

    def _decisive(self, state: int) -> list[str]:
        """The facts that alone turn the answer; those that turn it to the most first, later steps first."""
        turns: dict[str, int] = defaultdict(int)
        said = self.chains[state][self.step]
        for outcome, ways in said.vendepunkt.items():
            for changes in ways:
                if len(changes) == 1:
                    turns[changes[0].fakta] += 2 if outcome != "ikke_aktuelt" else 1
        order = [*self.regelbok.fakta]
        asked = {key for chain in self.chains[state].values() for r in chain.begrunnelse for key in r.fakta}
        mentioned = [fact for fact in turns if fact in asked]
        return sorted(mentioned, key=lambda fact: (-turns[fact], -order.index(fact)))

    def snudd(self, state: int) -> Iterator[Markup]:
        """The changes that would have led elsewhere, the smallest first, each with all it could lead to."""
        ways: dict[str, list[str]] = {}
        turns = self.chains[state][self.step].vendepunkt
        said = self.judged.states[state].verdict
        others = [o for o in options(self.judged.sporsmal) if o in turns]
        if said.status == "mangler_opplysninger":
            others = [outcome for outcome in others if outcome != INNHENT]  # that is the answer already
        for outcome in sorted(others, key=lambda outcome: len(turns[outcome][0])):
            changes = enumerated([self.ord.endring(change) for change in self._nearest(turns[outcome])])
            ways.setdefault(changes, []).append(self._label(outcome))
        for changes, labels in [*ways.items()][:MOST_TURNS]:
            could = enumerated([strong(label) for label in labels], "eller")
            yield escape(self.words["hvis"].format(endringer=changes)) + " " + Markup(could) + "."

    def _nearest(self, ways: list[list[Change]]) -> list[Change]:
        """Of ways that are equally short, the one in what the case is about: its readings, then what its twins differ
        in, then what is settled last."""
        about = [*self.judged.sporsmal.lesninger, *(twin.skiller for twin in self.desk.sak.tvillinger)]
        rank = {fact: place for place, fact in enumerate(dict.fromkeys(about))}
        last = len(rank)
        return min(reversed(ways), key=lambda way: sum(rank.get(change.fakta, last) for change in way))

    def hint(self, state: int) -> Iterator[tuple[str, str]]:
        """The fact that a wrong option overlooks: what is missing, or what would have had to be otherwise for it."""
        said = self.judged.states[state]
        turns = self.chains[state][self.step].vendepunkt
        for option in options(self.judged.sporsmal):
            if option in said.right:
                continue
            if said.verdict.mangler:
                yield option, said.verdict.mangler[0]
            elif option in turns:
                yield option, self._nearest(turns[option])[0].fakta

    def uklarheter(self, state: int) -> Iterator[str]:
        for said in self.chains[state].values():
            for reason in said.begrunnelse:
                if reason.utslag == "anvendt":
                    yield from reason.regel.uklarheter

    def regler(self) -> Iterator[Ruleline]:
        """Every rule of the step, then those that settled or left open what it hangs on."""
        became: dict[tuple[str, str], dict[Markup, list[int]]] = {}
        for state, chain in enumerate(self.chains):
            for step, said in chain.items():
                utslag = self.ord.utslag(said)
                for reason in said.begrunnelse:
                    if self._is_told(said, reason):
                        lines = became.setdefault((step, reason.regel.id), {})
                        lines.setdefault(utslag[reason.regel.id], []).append(state)
        before = [step for step in self.regelbok.steg if step != self.step]
        for step in [self.step, *before]:
            for rule in self.regelbok.steg[step].regler:
                if told := became.get((step, rule.id)):
                    shown = tuple(sorted(state for states in told.values() for state in states))
                    said_of_it = tuple(Line(says, tuple(states)) for says, states in told.items())
                    yield Ruleline(rule, step, *self.ord.kilde(rule), said_of_it, shown)

    def _is_told(self, said: Stegvurdering, reason: Reason) -> bool:
        """Of the step asked about: every rule but those that were not even asked. Of those before it: what settled it,
        and what leaves it open; not what only says that nobody said anything."""
        if said.steg == self.step:
            return not (reason.utslag == "slo_ikke_til" and reason.av)
        if not (reason.regel.gives() or reason.regel.fra) or not self.known & reason.regel.hvis.keys():
            return False
        is_open = reason.utslag == "apen" and said.verdict.status != "avgjort"
        return reason.utslag in ("anvendt", "overstyrt") or is_open


def _neutral(desk: Desk) -> Iterator[str]:
    facts = desk.facts(desk.all_open)
    for fact, value in facts.items():
        spec = desk.regelbok.fakta[fact]
        if spec.uten_betydning and value not in (UKJENT, SKJONN):
            yield f"{spec.navn[0].upper()}{spec.navn[1:]} ({enumerated([*spec.uten_betydning])})"
