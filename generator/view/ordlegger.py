"""What facts, rules and their states are called in a sentence. What is said of many cases is put together once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from generator.model import SKJONN, UKJENT, Regelbok, Stegregel
from generator.rules import Change, Reason, Stegvurdering
from generator.view import hjemmel
from generator.view.sprak import Tekster
from generator.view.tekst import enumerated, strong


class Ordlegger:
    """Speaks of one rulebook in one målform; see `ordlegger`."""

    def __init__(self, regelbok: Regelbok, t: Tekster) -> None:
        self.regelbok, self.t, self.words = regelbok, t, t["forklaring"]
        self._utslag: WeakKeyDictionary[Stegvurdering, dict[str, Markup]] = WeakKeyDictionary()
        self._kilde: dict[str, tuple[str, str]] = {}

    def navn(self, key: str) -> str:
        """A fact or a step."""
        if key in self.regelbok.steg:
            return self.regelbok.steg[key].navn.lower()
        return self.regelbok.fakta[key].navn

    def verdi(self, key: str, value: str | Sequence[str]) -> str:
        """What a fact is given as, or the outcomes of a step."""
        return enumerated([self._verdi(key, one) for one in ([value] if isinstance(value, str) else value)], "eller")

    def _verdi(self, key: str, value: str) -> str:
        if value in (UKJENT, SKJONN):
            return str(self.words[value])
        if key in self.regelbok.steg:
            name = self.regelbok.steg[key].utfall[value]
            return name[0].lower() + name[1:]
        return self.regelbok.fakta[key].verdier[value]

    def endring(self, change: Change) -> str:
        """A fact that would have had to be otherwise."""
        fra, til = (self.verdi(change.fakta, value) for value in (change.fra, change.til))
        return str(self.words["endring"].format(navn=self.navn(change.fakta), til=til, fra=fra))

    def kilde(self, rule: Stegregel) -> tuple[str, str]:
        """Where a rule comes from, and whether it holds today."""
        if rule.id not in self._kilde:
            said = (hjemmel.hjemmel(self.regelbok, rule, self.t), hjemmel.i_dag(self.regelbok, rule, self.t))
            self._kilde[rule.id] = said
        return self._kilde[rule.id]

    def utslag(self, said: Stegvurdering) -> dict[str, Markup]:
        """rule -> what becomes of it, for every rule of the step."""
        if said not in self._utslag:
            self._utslag[said] = {reason.regel.id: self._became(reason) for reason in said.begrunnelse}
        return self._utslag[said]

    def _became(self, reason: Reason) -> Markup:
        said = strong(self.words[reason.utslag])
        if reason.utslag == "overstyrt":
            return said + escape(f" {self.words['for_unntaket']} {self._regel(reason.av[0])}" if reason.av else ".")
        if reason.utslag == "apen":
            names = enumerated([self.navn(key) for key in reason.fakta])
            return said + escape(f": {names} {self.words['er_ukjent']}.")
        facts = [f"{self.navn(key)}: {self.verdi(key, value)}" for key, value in reason.fakta.items()]
        return said + escape(f": {enumerated(facts)}." if facts else ".")

    def _regel(self, id: str) -> str:
        text = next(r.tekst for step in self.regelbok.steg.values() for r in step.regler if r.id == id)
        return text[0].lower() + text[1:]


@cache
def ordlegger(regelbok: Regelbok, t: Tekster) -> Ordlegger:
    """The one that speaks of this rulebook in the words of `t`."""
    return Ordlegger(regelbok, t)
