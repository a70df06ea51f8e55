"""A case on the desk: which cards are open, what is then known, and what the rules say of it.

Sets of open cards are numbers: bit i stands for the i-th card that must be fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from generator.model import SKJONN, UKJENT, Lapp, Opplysning, Regelbok, Sak, Stegsporsmal
from generator.rules import REMEMBERED, ImpossibleFacts, Status, Verdict, Worlds, narrowed, status, verdict, worlds

INNHENT = "innhent_opplysninger"
"""The option «Trenger flere opplysninger», in every question about a step."""
RETT = "rett_til_vurdering"
"""The step that decides of a slip in a pile whether it starts an assessment."""

Value = str | list[str] | tuple[str, ...]


@dataclass(frozen=True)
class State:
    """What a question comes to with some set of open cards."""

    verdict: Verdict
    right: tuple[str, ...]
    """The options that are in line, or can be defended."""
    helps: tuple[int, ...]
    """The closed cards (by number) that can bring the answer further."""


@dataclass(frozen=True)
class Judged:
    """A question about a step, judged for every set of open cards."""

    sporsmal: Stegsporsmal
    states: tuple[State, ...]
    index: tuple[int, ...]
    """For each set of open cards, the number of its state."""
    first: tuple[int, ...]
    """For each state, the smallest set of open cards that leads to it."""


class Desk:
    """The cards of one case. The case's references must be right (see `checks.references`)."""

    def __init__(self, regelbok: Regelbok, sak: Sak) -> None:
        self.regelbok = regelbok
        self.sak = sak
        self.closed = [card for card in sak.opplysninger if card.hent]
        self.all_open = (1 << len(self.closed)) - 1
        self._known: dict[int, dict[str, Value]] = {}
        self._worlds: dict[int, Worlds] = {}
        self._judged: dict[str, Judged] = {}
        self._bit = {card.id: 1 << number for number, card in enumerate(self.closed)}

    def is_open(self, card: str, mask: int) -> bool:
        return card not in self._bit or bool(mask & self._bit[card])

    def mask(self, cards: tuple[str, ...]) -> int:
        """The set of open cards when just `cards` have been fetched."""
        return sum(self._bit[card] for card in set(cards) if card in self._bit)

    def speaks(self, fact: str, mask: int) -> Opplysning | None:
        """The open card that establishes `fact`: one that no other open card with that fact replaces."""
        cards = [card for card in self._giving.get(fact, ()) if self.is_open(card.id, mask)]
        if len(cards) == 1:
            return cards[0]
        replaced = {other for card in cards for other in card.erstatter}
        return next((card for card in cards if card.id not in replaced), None)

    def facts(self, mask: int) -> dict[str, Value]:
        """What is known with these cards open; what only closed cards hold is unknown."""
        if mask not in self._known:
            self._known[mask] = self._facts_with(mask)
        return self._known[mask]

    def _facts_with(self, mask: int) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for fact in self._giving:
            card = self.speaks(fact, mask)
            facts[fact] = card.fakta[fact] if card else UKJENT
        for reading in self.sak.vurderinger:
            is_open = all(self.is_open(card, mask) for card in reading.ut_fra)
            facts[reading.fakta] = reading.verdi if is_open else UKJENT
        return facts

    @cached_property
    def _giving(self) -> dict[str, list[Opplysning]]:
        """fact -> the cards that it stands on."""
        cards: dict[str, list[Opplysning]] = {}
        for card in self.sak.opplysninger:
            for fact in card.fakta:
                cards.setdefault(fact, []).append(card)
        return cards

    def worlds(self, mask: int) -> Worlds:
        """The possible worlds with these cards open. Raises ImpossibleFacts."""
        if mask not in self._worlds:
            self._worlds[mask] = worlds(self.regelbok, self.facts(mask))
        return self._worlds[mask]

    def judge(self, question: Stegsporsmal) -> Judged:
        """The question's key, for every set of open cards. Raises ImpossibleFacts."""
        if question.id not in self._judged:
            self._judged[question.id] = self._judge(question)
        return self._judged[question.id]

    def _judge(self, question: Stegsporsmal) -> Judged:
        verdicts = [verdict(self.regelbok, question.steg, self.worlds(mask)) for mask in range(self.all_open + 1)]
        states: dict[State, int] = {}
        index, first = [], []
        for mask, said in enumerate(verdicts):
            state = State(said, self.right(question, said.status, said.utfall), self._helps(verdicts, mask))
            if state not in states:
                states[state] = len(states)
                first.append(mask)
            index.append(states[state])
        return Judged(question, tuple(states), tuple(index), tuple(first))

    def right(self, question: Stegsporsmal, status: Status, outcomes: tuple[str, ...]) -> tuple[str, ...]:
        """The options that are in line or can be defended when the rules say this."""
        right = {*self.regelbok.steg[question.steg].godtas}
        if status == "mangler_opplysninger":
            right.add(INNHENT)
        else:
            right.update(outcomes, (option.utfall for option in question.valg if option.kan_forsvares))
        return tuple(option for option in options(question) if option in right)

    def starts(self, slip: Lapp) -> str:
        """What a contact in a pile comes to: an outcome of the right to be assessed, or that one must ask.

        Raises ImpossibleFacts.
        """
        said, found = status(self.regelbok, RETT, worlds(self.regelbok, slip.fakta))
        return found[0] if said == "avgjort" else INNHENT

    def _helps(self, verdicts: list[Verdict], mask: int) -> tuple[int, ...]:
        """The closed cards whose opening changes the verdict, at once or after others."""
        closed = [number for number in range(len(self.closed)) if not mask >> number & 1]
        sets = [mask | more for more in range(self.all_open + 1) if not more & mask]
        return tuple(
            number
            for number in closed
            if any(verdicts[cards] != verdicts[cards | 1 << number] for cards in sets if not cards >> number & 1)
        )

    def right_readings(self, fact: str, mask: int) -> tuple[str, ...]:
        """The readings of a vurdering that can be defended: its value or values, or that one knows too little."""
        value = self.facts(mask)[fact]
        if value == SKJONN:
            return tuple(self.regelbok.fakta[fact].verdier)
        return (value,) if isinstance(value, str) else tuple(value)

    def follows(self, question: Stegsporsmal, mask: int) -> list[tuple[tuple[str, ...], tuple[str, ...] | None]]:
        """For each combination of readings, the options that follow from it; None where it cannot occur."""
        known = narrowed(self.regelbok, question.steg, self.worlds(mask))
        said = _follow(self.regelbok, question.steg, question.lesninger, known)
        return [(chosen, one and self.right(question, *one)) for chosen, one in said]


@lru_cache(REMEMBERED)
def _follow(
    regelbok: Regelbok, step: str, lesninger: tuple[str, ...], known: Worlds
) -> list[tuple[tuple[str, ...], tuple[Status, tuple[str, ...]] | None]]:
    """For each combination of readings, what the rules say of it; None where it cannot occur."""
    found: list[tuple[tuple[str, ...], tuple[Status, tuple[str, ...]] | None]] = []
    for chosen in product(*(readings(regelbok, fact) for fact in lesninger)):
        try:
            possible = worlds(regelbok, dict(zip(lesninger, chosen, strict=True)), known)
        except ImpossibleFacts:
            found.append((chosen, None))
        else:
            found.append((chosen, status(regelbok, step, possible)))
    return found


def options(question: Stegsporsmal) -> tuple[str, ...]:
    """The outcomes to choose between; «Trenger flere opplysninger» is always one, and last."""
    tempting = [option.utfall for option in question.valg if option.utfall != INNHENT]
    return (*tempting, INNHENT)


def readings(regelbok: Regelbok, fact: str) -> tuple[str, ...]:
    """The ways to read a vurdering: its values, or that one knows too little."""
    return (*regelbok.fakta[fact].verdier, UKJENT)
