"""Reads a rulebook from its folder: one file a kind, one a step; and lays it on the one it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generator import model
from generator.nodes import shown
from generator.reader import read, unknown
from generator.source import Place, Problem, Source, nearest

PARTS: dict[str, Any] = {
    "fakta": dict[str, model.Faktum],
    "regler": dict[str, model.Regel],
    "uklarheter": dict[str, model.Uklarhet],
    "avvik": dict[str, model.Strategi],
    "strategier": dict[str, model.Strategi],
    "ordliste": dict[str, model.Ordforklaring],
}


SHELF = Path(__file__).parent.parent / "rulebook"
"""Where the rulebooks that come with the course stand."""
HEAD = "regelbok.yaml"


@cache
def shelf() -> dict[str, Path]:
    """The rulebooks that come with the course, by their names."""
    return {path.parent.name: path.parent for path in sorted(SHELF.glob(f"*/{HEAD}"))}


@dataclass(frozen=True)
class Read:
    """A rulebook as it was read: None where something in its files is wrong; and where its rules stand."""

    regelbok: model.Regelbok | None
    problems: list[Problem]
    where: dict[str, tuple[Source, tuple[str | int, ...]]]
    """A step, or a rule of one -> its file, and the path in it."""
    parts: dict[str, Source] = field(default_factory=dict)
    """The other files in its folder."""
    below: Read | None = None
    """The rulebook that this one extends."""
    is_local: bool = False
    """Whether it is an office's own routines."""

    def place(self, key: str) -> Place:
        """Where a step or a rule of one is written."""
        source, path = self.where[key]
        return source.place(*path)


def read_regelbok(folder: Path, root: Path = Path(), above: tuple[Path, ...] = ()) -> Read:
    """The rulebook in `folder`: `regelbok.yaml`, one file for each of PARTS, and `steg/NN-<steg>.yaml`.

    One that extends another (`utvider`) has only the files and entries that it adds or says otherwise; `above` are
    the folders that led here.
    """
    head = Source.read(folder / HEAD, root)
    if not isinstance(head.data, dict):  # nobody knows which other files there should be
        return Read(None, head.problems or read(head, model.Regelbokhode, {})[1], {})
    extends = head.data.get("utvider")
    if extends is None:
        return _read(folder, root, head, None)
    on_shelf = shelf() | {path.parent.name: path.parent for path in folder.parent.glob(f"*/{HEAD}")}
    lower = on_shelf.get(str(extends))
    if lower is None or lower.resolve() in {one.resolve() for one in (*above, folder)}:
        others = sorted(on_shelf.keys() - {one.name for one in (*above, folder)})
        what = f"det finnes ingen annen regelbok «{shown(extends)}» å utvide"
        return Read(None, [Problem(head.place("utvider"), what, nearest(extends, others))], {})
    below = read_regelbok(lower, root, (*above, folder))
    return _read(folder, root, head, below) if below.regelbok else below


def _read(folder: Path, root: Path, head: Source, below: Read | None) -> Read:
    base = below.regelbok if below else None
    steps = {path.stem.split("-", 1)[-1]: Source.read(path, root) for path in sorted(folder.glob("steg/*.yaml"))}
    files = {name: folder / f"{name}.yaml" for name in PARTS}
    parts = {name: Source.read(path, root) for name, path in files.items() if base is None or path.exists()}
    words = _words({"regelbok": head, **parts}, steps, base)
    own, problems = read(head, model.Tillegg if base else model.Regelbokhode, words)
    values: dict[str, dict[str, Any]] = {name: dict(getattr(base, name)) if base else {} for name in PARTS}
    for name, source in parts.items():
        entries, found = read(source, PARTS[name], words)
        problems += found
        values[name] |= entries or {}
    specs: dict[str, Any] = dict(base.steg) if base else {}
    where = dict(below.where) if below else {}
    for step, source in steps.items():
        spec, found = read(source, model.Stegtillegg if step in specs else model.Stegspec, words)
        problems += found
        if spec:
            where |= {step: (source, ("regler",))}
            where |= {rule.id: (source, ("regler", i)) for i, rule in enumerate(spec.regler)}
            problems += _wrong_extension(source, spec, specs[step]) if step in specs else []
            specs[step] = spec.onto(specs[step]) if step in specs else spec
            problems += _wrong_words(source, step, spec.regler, specs[step], words)
    for key, fact in values["fakta"].items():
        if fact.ved_ukjent is not None and fact.ved_ukjent not in fact.verdier:
            place = parts["fakta"].place(key, "ved_ukjent")
            problems.append(unknown(place, f"verdi:{key}", fact.ved_ukjent, fact.verdier))
    problems += _wrong_clauses(head, own.umulig if own else (), words)
    for step in words.get("fakta", {}).keys() & steps.keys():
        message = f"steget «{step}» heter det samme som et faktum"
        problems.append(Problem(steps[step].place(), message, "gi det ene et annet navn"))
    if own is None or problems:
        return Read(None, sorted(problems), where)
    is_local = base is not None and own.slag == "lokal"
    hode = own.onto(base.hode) if base else own
    grunnlag = base.grunnlag if base and is_local else folder.name
    regelbok = model.Regelbok(id=folder.name, grunnlag=grunnlag, hode=hode, steg=specs, **values)
    return Read(regelbok, [], where, parts, below, is_local)


def _words(
    parts: Mapping[str, Source], steps: Mapping[str, Source], base: model.Regelbok | None
) -> dict[str, dict[str, Any]]:
    """The words that the files of a rulebook give to each other, read before anything is known to be right; and those
    of the one it extends.

    A file that cannot be read, or has no entries, gives no kind of word: nothing is then told of words that may stand
    in it.
    """

    def keys(data: Any) -> dict[str, Any]:
        return data if isinstance(data, dict) else {}

    def entries(name: str) -> dict[str, Any]:
        return keys(parts[name].data) if name in parts else {}

    values = {key: tuple(keys(keys(fact).get("verdier")) or ("ja", "nei")) for key, fact in entries("fakta").items()}
    own: dict[str, dict[str, Any]] = {name: dict.fromkeys(entries(name), ()) for name in PARTS}
    own["fakta"] = values
    own["asked"] = {key: said for key, said in values.items() if not keys(entries("fakta")[key]).get("uten_betydning")}
    own["kilder"] = dict.fromkeys(keys(entries("regelbok").get("kilder")), ())
    lower = {**base.words(), "ordliste": dict.fromkeys(base.ordliste, ())} if base else {}
    words = {kind: {**lower.get(kind, {}), **known} for kind, known in own.items()}
    outcomes: dict[str, Any] = dict(lower.get("steg", {}))
    for step, source in steps.items():
        outcomes[step] = (*outcomes.get(step, ()), *keys(keys(source.data).get("utfall")))
    if all(source.data is not None for source in steps.values()):
        words |= {"steg": outcomes, "utfall": {outcome: () for known in outcomes.values() for outcome in known}}
    unread = {name for name, source in parts.items() if not keys(source.data)}
    unread |= {"asked"} if "fakta" in unread else {"kilder"} if "regelbok" in unread else set()
    return {kind: known for kind, known in words.items() if kind not in unread}


def _wrong_extension(source: Source, spec: model.Stegtillegg, below: model.Stegspec) -> Iterator[Problem]:
    """Rules that a step is said not to have any more, and never had, or that others are still exceptions to."""
    known = [rule.id for rule in below.regler]
    left = [rule for rule in spec.onto(below).regler if rule.unntak_fra in spec.utgar]
    for i, id in enumerate(spec.utgar):
        if id not in known:
            yield unknown(source.place("utgar", i), "regler", id, known)
        if orphans := [rule.id for rule in left if rule.unntak_fra == id]:
            message = f"«{id}» kan ikke utgå alene: {', '.join(orphans)} er unntak fra den"
            yield Problem(source.place("utgar", i), message, "la dem også utgå, eller skriv hva de nå er unntak fra")


def _wrong_clauses(head: Source, clauses: Iterable[model.Umulig], words: model.Ord) -> Iterator[Problem]:
    """What is said not to occur is said of facts with bearing, and of values that they can have."""
    if "asked" not in words:
        return
    for i, clause in enumerate(clauses):
        for key, value in clause.fakta.items():
            place = head.place("umulig", i, "fakta", key)
            if key not in words["asked"]:
                hint = "det umulige sies om fakta som har betydning"
                yield Problem(place, f"«{key}» er et faktum uten betydning", hint)
            elif value not in words["asked"][key]:
                yield unknown(place, f"verdi:{key}", value, words["asked"][key])


def _wrong_words(
    source: Source, step: str, own: tuple[model.Stegregel, ...], spec: model.Stegspec, words: model.Ord
) -> Iterator[Problem]:
    """Words in a step's file, where its `own` rules stand, that do not exist: facts, steps, values, outcomes, rules."""
    others = {key: value for key, value in words.get("steg", {}).items() if key != step}
    are_all_read = {"asked", "steg"} <= words.keys()
    ids, known = [rule.id for rule in own], [rule.id for rule in spec.regler]
    for index, rule in enumerate(own):
        if ids.index(rule.id) != index:
            place = source.place("regler", index, "id")
            yield Problem(place, f"regelen «{rule.id}» står to ganger", "gi den ene en annen id")
        if rule.unntak_fra and rule.unntak_fra not in known:
            yield unknown(source.place("regler", index, "unntak_fra"), "regler", rule.unntak_fra, known)
        yield from _wrong_conditions(source, index, rule, {**words.get("asked", {}), **others}, are_all_read)
        yield from _wrong_outcomes(source, index, rule, spec.utfall, others if "steg" in words else None)
    for outcome in spec.godtas:
        if outcome not in spec.utfall:
            yield unknown(source.place("godtas"), "utfall", outcome, spec.utfall)


def _wrong_conditions(
    source: Source, index: int, rule: model.Stegregel, asked: Mapping[str, Any], are_all_read: bool
) -> Iterator[Problem]:
    for key, wanted in rule.conditions().items():
        if key not in asked:
            if are_all_read:
                yield unknown(source.place_of_key("regler", index, "hvis", key), "fakta", key, asked)
            continue
        for value in wanted:
            if asked[key] and value not in asked[key]:  # a step that cannot be read has no outcomes
                yield unknown(source.place("regler", index, "hvis", key), f"verdi:{key}", value, asked[key])


def _wrong_outcomes(
    source: Source, index: int, rule: model.Stegregel, known: Mapping[str, str], others: Mapping[str, Any] | None
) -> Iterator[Problem]:
    """What a rule gives, itself or from another step, must be among the step's outcomes.

    `others` are the other steps' outcomes, or None where some step could not be read.
    """
    for outcome in rule.gives():
        if outcome not in known:
            yield unknown(source.place("regler", index, "gir"), "utfall", outcome, known)
    if not rule.fra:
        return
    place = source.place("regler", index, "fra")
    if rule.gives():
        yield Problem(place, "regelen har både «gir» og «fra»", "behold det ene")
    if others is None:
        return
    if rule.fra not in others:
        yield unknown(place, "steg", rule.fra, others)
        return
    for outcome in rule.conditions().get(rule.fra, others[rule.fra]):
        if outcome not in known:
            yield unknown(place, "utfall", outcome, known)
