"""Reads a rulebook from its folder: one file a kind, one a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import model
from generator.reader import read, unknown
from generator.source import Problem, Source

PARTS: dict[str, Any] = {
    "fakta": dict[str, model.Faktum],
    "regler": dict[str, model.Regel],
    "uklarheter": dict[str, model.Uklarhet],
    "avvik": dict[str, model.Strategi],
    "strategier": dict[str, model.Strategi],
    "ordliste": dict[str, model.Ordforklaring],
}


@dataclass(frozen=True)
class Read:
    """A rulebook as it was read: None where something in its files is wrong; and where its steps stand."""

    regelbok: model.Regelbok | None
    problems: list[Problem]
    steps: dict[str, Source]


def read_regelbok(folder: Path, root: Path = Path()) -> Read:
    """The rulebook in `folder`: `regelbok.yaml`, one file for each of PARTS, and `steg/NN-<steg>.yaml`."""
    steps = {path.stem.split("-", 1)[-1]: Source.read(path, root) for path in sorted(folder.glob("steg/*.yaml"))}
    parts = {name: Source.read(folder / f"{name}.yaml", root) for name in ("regelbok", *PARTS)}
    words = _words(parts, steps)
    values: dict[str, Any] = {}
    values["hode"], problems = read(parts["regelbok"], model.Regelbokhode, words)
    for name, kind in PARTS.items():
        values[name], found = read(parts[name], kind, words)
        problems += found
    specs: dict[str, Any] = {}
    for step, source in steps.items():
        spec, found = read(source, model.Stegspec, words)
        specs[step] = spec
        problems += found if spec is None else _wrong_words(source, step, spec, words)
    for key, fact in (values["fakta"] or {}).items():
        if fact.ved_ukjent is not None and fact.ved_ukjent not in fact.verdier:
            place = parts["fakta"].place(key, "ved_ukjent")
            problems.append(unknown(place, f"verdi:{key}", fact.ved_ukjent, fact.verdier))
    for i, clause in enumerate(values["hode"].umulig if values["hode"] else ()):
        for key, value in clause.fakta.items():
            place = parts["regelbok"].place("umulig", i, "fakta", key)
            if "asked" not in words:
                continue
            if key not in words["asked"]:
                hint = "det umulige sies om fakta som har betydning"
                problems.append(Problem(place, f"«{key}» er et faktum uten betydning", hint))
            elif value not in words["asked"][key]:
                problems.append(unknown(place, f"verdi:{key}", value, words["asked"][key]))
    for step in words.get("fakta", {}).keys() & steps.keys():
        message = f"steget «{step}» heter det samme som et faktum"
        problems.append(Problem(steps[step].place(), message, "gi det ene et annet navn"))
    regelbok = None if problems else model.Regelbok(id=folder.name, steg=specs, **values)
    return Read(regelbok, sorted(problems), steps)


def _words(parts: Mapping[str, Source], steps: Mapping[str, Source]) -> dict[str, dict[str, Any]]:
    """The words that the files of a rulebook give to each other, read before anything is known to be right.

    A file that cannot be read gives no kind of word: nothing is then told of words that may stand in it.
    """

    def keys(data: Any) -> dict[str, Any]:
        return data if isinstance(data, dict) else {}

    facts = keys(parts["fakta"].data)
    values = {key: tuple(keys(keys(fact).get("verdier")) or ("ja", "nei")) for key, fact in facts.items()}
    outcomes = {step: tuple(keys(keys(source.data).get("utfall"))) for step, source in steps.items()}
    words: dict[str, dict[str, Any]] = {name: dict.fromkeys(keys(parts[name].data), ()) for name in PARTS}
    words["fakta"] = values
    words["asked"] = {key: value for key, value in values.items() if not keys(facts[key]).get("uten_betydning")}
    words["kilder"] = dict.fromkeys(keys(keys(parts["regelbok"].data).get("kilder")), ())
    unread = {name for name, source in parts.items() if source.data is None}
    unread |= {"asked"} if "fakta" in unread else {"kilder"} if "regelbok" in unread else set()
    if all(source.data is not None for source in steps.values()):
        words |= {"steg": outcomes, "utfall": {outcome: () for step in outcomes.values() for outcome in step}}
    return {kind: known for kind, known in words.items() if kind not in unread}


def _wrong_words(source: Source, step: str, spec: model.Stegspec, words: model.Ord) -> Iterator[Problem]:
    """Words in a step's file that do not exist: facts, steps, values, outcomes, rules."""
    others = {key: value for key, value in words.get("steg", {}).items() if key != step}
    are_all_read = {"asked", "steg"} <= words.keys()
    ids = [rule.id for rule in spec.regler]
    for index, rule in enumerate(spec.regler):
        if ids.index(rule.id) != index:
            place = source.place("regler", index, "id")
            yield Problem(place, f"regelen «{rule.id}» står to ganger", "gi den ene en annen id")
        if rule.unntak_fra and rule.unntak_fra not in ids:
            yield unknown(source.place("regler", index, "unntak_fra"), "regler", rule.unntak_fra, ids)
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
            if value not in asked[key]:
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
