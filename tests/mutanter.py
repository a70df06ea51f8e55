"""Spoils authors' files in ways that know what the files are made of: a mutant a seed, and always the same."""

# ruff: noqa: E501 (tables of odd values)
from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from generator.source import Source

Words = Mapping[str, list[str]]
"""Kind (`fakta`, `utfall`, `saker` …) -> the words of that kind."""
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HUGE = "ordet og " * 3_000
LONG = "a" * 3_000
DEEP = 25
FRAGMENTS = [
    "a", "a ", "A ", "Aa-", "a.", "1", "1 ", "12 ", "12.12.1980 ", "010160 50012 ", "99 99 99 99 ", "1\n", "a@", "@a.",
    "k@nav.no ", "Nav ", "Nav Oslo ", "Storgata 1 ", "4021 Oslo, ", "AB 12345 ", "født ", "Anna er 4 år. ", "Anna, ", "hun ",
    "R25 ", "§ 14 a ", "standardinnsats ", "og " * 31 + ". ", "\n\n", "\n- a", "> ", "| a ", "([", "[a](", "**", "_a", "*a*",
    "`", "~", "\\", "<", "<a ", "&", "&#0", "<!-", "![ ", "«", "«a»", "{{", "{{ a }}", "javascript", "data ", "\t", "  ",
    "\u0301", "\xad", "İ", "ß", "?", "...", ":", ";", "-", "–", "\r",
]  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A spoilt file: where it lies, how it was, how it is, and what was done to it."""

    file: str
    before: str
    raw: bytes
    done: tuple[str, ...]

    @property
    def is_yaml(self) -> bool:
        """Whether another reader than ours can take the file for YAML at all."""
        try:
            any(yaml.compose_all(self.raw.decode("utf-8-sig"), Loader=LOADER))
        except (yaml.YAMLError, UnicodeDecodeError):
            return False
        return True


@dataclass(frozen=True)
class Tree:
    """The data of a file, in a list of its own so that the whole can be exchanged too, and chance."""

    root: list[Any]
    words: Words
    alike: Alike
    rng: random.Random

    def spots(self) -> list[tuple[Any, Any]]:
        """Every (container, key) of a value."""
        return list(_spots(self.root))

    def spot(self) -> tuple[Any, Any]:
        """One of them: any at all, or one that is found by walking down, and so more often stands high up."""
        if self.rng.random() < 0.5:
            return self.rng.choice(self.spots())
        box, key = self.root, 0
        while (inner := box[key]) and isinstance(inner, list | dict) and self.rng.random() < 0.75:
            box, key = (
                inner,
                self.rng.choice(list(inner)) if isinstance(inner, dict) else self.rng.randrange(len(inner)),
            )
        return box, key

    def inside(self, kind: type) -> list[Any]:
        """All lists, or all sets of fields, with something in them."""
        return [box[key] for box, key in self.spots() if isinstance(box[key], kind) and box[key]]

    def word(self, kind: str | None = None) -> str:
        return self.rng.choice(self.words[kind or self.rng.choice(sorted(self.words))] or ["ja"])


Alike = dict[tuple[str, ...], list[Any]]
"""Where in a file, whatever the number in a list -> the values that stand there in some file."""


def alike(texts: Iterable[str]) -> Alike:
    """The values of all these files of a kind, by where they stand."""
    found: Alike = {}
    for text in texts:
        for path, box, key in _paths(Source.parse("-", text).data, ()):
            found.setdefault(path, []).append(box[key])
    return found


def _paths(box: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    keys = box if isinstance(box, dict) else range(len(box)) if isinstance(box, list) else ()
    for key in keys:
        here = (*path, str(key) if isinstance(box, dict) else "")
        yield here, box, key
        yield from _paths(box[key], here)


def _spots(box: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(box) if isinstance(box, dict) else range(len(box)):
        yield box, key
        if isinstance(box[key], list | dict):
            yield from _spots(box[key])


def _exchanged(tree: Tree, most: int) -> None:
    """Values are exchanged with what stands in the same field of another file, so that the file may still be read."""
    spots = [(path, box, key) for path, box, key in _paths(tree.root[0], ()) if path in tree.alike]
    for path, box, key in tree.rng.sample(spots, min(len(spots), tree.rng.randint(1, most))):
        if key in box if isinstance(box, dict) else key < len(box):
            box[key] = copy.deepcopy(tree.rng.choice(tree.alike[path]))


def like(tree: Tree) -> None:
    _exchanged(tree, 1)


def mix(tree: Tree) -> None:
    _exchanged(tree, 8)


def stretch(tree: Tree) -> None:
    """A long text of the same over and over, as slow patterns hate it."""
    texts = [(box, key) for box, key in tree.spots() if isinstance(box[key], str) and " " in box[key]]
    for box, key in tree.rng.sample(texts, min(len(texts), tree.rng.randint(1, 3))):
        box[key] = "Hei. " + tree.rng.choice(FRAGMENTS) * tree.rng.choice([100, 1_000, 3_000])


def near(rng: random.Random, word: str) -> str:
    """The word with a slip of the finger in it."""
    word = word or "x"
    at = rng.randrange(len(word))
    return rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] * 2 + word[at + 1 :],
            word[:at] + word[at:][:2][::-1] + word[at + 2 :],
            word.upper() if word != word.upper() else word.lower(),
            word.replace("_", "-") if "_" in word else word + "_",
            word + "er",
            " " + word,
        ]
    )


def remove(tree: Tree) -> None:
    box, key = tree.spot()
    if box is tree.root:
        box[key] = None
    else:
        del box[key]


def double(tree: Tree) -> None:
    box, key = tree.spot()
    if isinstance(box, list) and box is not tree.root:
        box.insert(tree.rng.randrange(len(box) + 1), copy.deepcopy(box[key]))
    elif isinstance(box, dict):
        box[near(tree.rng, str(key))] = copy.deepcopy(box[key])


def swap(tree: Tree) -> None:
    (box, key), (other, there) = tree.spot(), tree.spot()
    one, two = copy.deepcopy(box[key]), copy.deepcopy(other[there])
    box[key] = two
    other[there] = one


def graft(tree: Tree) -> None:
    """One value is put in another's place."""
    (box, key), (other, there) = tree.spot(), tree.spot()
    box[key] = copy.deepcopy(other[there])


def deep(value: Any, is_list: bool) -> Any:
    for _ in range(DEEP):
        value = [value] if is_list else {"a": value}
    return value


def retype(tree: Tree) -> None:
    box, key = tree.spot()
    old, rng = box[key], tree.rng
    box[key] = rng.choice(
        [
            [old], {"id": old}, {str(key): old}, None, True, False, 0, -1, 10**30, 3.5, "", " ", [], {}, [None], {"": None},
            [[]], HUGE, LONG, str(old)[:500], list(str(old)[:20]), deep(old, is_list=True), deep(old, is_list=False),
            "\0", "\x1b[31m", "\u202eja", "to\nlinjer", "to\u2028linjer", "<script>", "{{ regel R99 }}", "[a](javascript:x)",
            dict.fromkeys(tree.words["fakta"], "ja"), [old] * 200,
        ]
    )  # fmt: skip


def misname(tree: Tree) -> None:
    for fields in tree.rng.sample(boxes := tree.inside(dict), min(1, len(boxes))):
        key = tree.rng.choice(list(fields))
        renamed = {(near(tree.rng, str(key)) if one == key else one): value for one, value in fields.items()}
        fields.clear()
        fields.update(renamed)


def _exchange(tree: Tree, new: Callable[[str, list[str]], str]) -> None:
    """A word of the rulebook, or a name, as a value or a field, becomes what `new` makes of it and of its kind."""
    known = {word: kind for kind, words in tree.words.items() for word in words}
    spots = [(box, key, False) for box, key in tree.spots() if isinstance(box[key], str) and box[key] in known]
    spots += [(box, key, True) for box, key in tree.spots() if isinstance(box, dict) and key in known]
    if not spots:
        return retype(tree)
    box, key, is_field = tree.rng.choice(spots)
    old = key if is_field else box[key]
    word = new(old, tree.words[known[old]])
    if is_field:
        box[word] = box.pop(key)
    else:
        box[key] = word
    return None


def other_word(tree: Tree) -> None:
    _exchange(tree, lambda _, alike: tree.rng.choice(alike))


def foreign_word(tree: Tree) -> None:
    _exchange(tree, lambda _, alike: tree.word())


def broken_word(tree: Tree) -> None:
    _exchange(tree, lambda old, _: near(tree.rng, old))


def reorder(tree: Tree) -> None:
    for inner in tree.rng.sample(boxes := [*tree.inside(list), *tree.inside(dict)], min(1, len(boxes))):
        mixed = tree.rng.sample(items := list(inner.items()) if isinstance(inner, dict) else list(inner), len(items))
        inner.clear()
        (inner.update if isinstance(inner, dict) else inner.extend)(mixed)


REFERENCES = {"erstatter": True, "ut_fra": True, "hentet": True, "unntak_fra": False, "fra": False, "utvider": False}
"""A field that says the name of something -> whether it says several."""


def circle(tree: Tree) -> None:
    """Something is made to refer to its like, or to itself; or a step, to ask another."""
    rng = tree.rng
    ids = [str(one["id"]) for one in tree.inside(dict) if "id" in one] or ["anna"]
    with_id = [one for one in tree.inside(dict) if "id" in one] or tree.inside(dict)
    for one in rng.sample(with_id, min(len(with_id), rng.randint(1, 3))):
        name = rng.choice(list(REFERENCES))
        said = rng.choice([*ids, str(one.get("id")), tree.word("steg"), tree.word("regelboker")])
        one[name] = [said] if REFERENCES[name] else said
        if isinstance(one.get("hvis"), dict):
            one["hvis"][tree.word("steg")] = tree.word("utfall")


def contradict(tree: Tree) -> None:
    """Facts are said anew, otherwise than they were."""
    known = set(tree.words["fakta"])
    for facts in [one for one in tree.inside(dict) if known & one.keys()] or tree.inside(dict)[-1:]:
        for _ in range(tree.rng.randint(1, 4)):
            key = tree.rng.choice(sorted(map(str, facts)) if tree.rng.random() < 0.5 else tree.words["fakta"])
            facts[key] = tree.rng.choice(
                [tree.word("verdier"), "ja", "nei", "ukjent", "skjonn", ["ja", "nei"], ["ja"] * 2]
            )


def crowd(tree: Tree) -> None:
    """A step gets many more rules, each with many conditions."""
    rng = tree.rng
    for rules in [one for one in tree.inside(list) if isinstance(one[0], dict) and "bygger_pa" in one[0]][:1]:
        outcomes = [one["gir"] for one in rules if isinstance(one, dict) and one.get("gir")] or ["ja"]
        for number in range(rng.choice([1, 3, 10, 30])):
            hvis = {tree.word("fakta"): rng.choice(["ja", "nei", ["ja", "nei"]]) for _ in range(rng.randint(1, 8))}
            new = {
                "id": f"x.ny{number}",
                "tekst": "Ny.",
                "bygger_pa": ["R01"],
                "hvis": hvis,
                "gir": rng.choice(outcomes),
            }
            above = rng.choice(rules)
            rules.append(new | ({"unntak_fra": above["id"]} if isinstance(above, dict) and "id" in above else {}))


STRUCTURE = [
    remove, remove, double, swap, graft, retype, retype, misname, other_word, other_word, foreign_word, broken_word,
    reorder, circle, contradict, crowd, like, mix, stretch,
]  # fmt: skip


def _line(change: Callable[[str], str]) -> Callable[[random.Random, str], str]:
    def changed(rng: random.Random, text: str) -> str:
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        lines[at] = change(lines[at])
        return "\n".join(lines)

    return changed


def _insert(*signs: str) -> Callable[[random.Random, str], str]:
    """One of the signs is put somewhere: anywhere, or where a value or a field begins."""

    def inserted(rng: random.Random, text: str) -> str:
        ats = [found.end() for found in re.finditer(r"^ *(?:- )?|: ", text, re.MULTILINE)]
        at = rng.choice(ats) if rng.random() < 0.6 else rng.randrange(len(text) + 1)
        return text[:at] + rng.choice(signs) + text[at:]

    return inserted


def _mixed_lines(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _cut(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    return rng.choice([text[:start], text[start:], text[:start] + text[start + rng.randint(1, 40) :]])


GENTLE = [like, like, mix, reorder, other_word, contradict, stretch, circle, remove]
"""Those that often leave a file which can be read, and so comes to what looks at it afterwards."""
TEXT: dict[str, Callable[[random.Random, str], str]] = {
    "indent": _line(lambda line: "  " + line),
    "one space": _line(lambda line: " " + line),
    "outdent": _line(lambda line: line[1:]),
    "tab": _line(lambda line: "\t" + line),
    "line gone": _line(lambda line: ""),
    "line twice": _line(lambda line: line + "\n" + line),
    "line long": _line(lambda line: line + " og" * 20_000),
    "comment": _line(lambda line: "# " + line),
    "lines swapped": _mixed_lines,
    "cut": _cut,
    "quote": _insert('"', "'", "«", "'''"),
    "colon": _insert(":", ": ", " : ", "?", "? "),
    "dash": _insert("- ", "-", "---\n", "\n---\n", "...\n"),
    "bracket": _insert("[", "]", "{", "}", ",", "[" * 40),
    "anchor": _insert("&a ", "*a ", "& ", "<<: *a\n", "&a [*a]"),
    "tag": _insert("!!str ", "!x ", "! ", "!!python/object:os.system ", "%YAML 1.1\n"),
    "block": _insert("|", ">", "|\n", ">-\n", "@", "`", "\\"),
    "escape": _insert('"\\ud800"', '"\\0"', '"\\x1b"', '"\\u202e"', '"\\q"', '"\\ufeff"', '"\\u2029"'),
    "control": _insert("\0", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\x0b"),
    "invisible": _insert("\u202e", "\u200f", "\u200b", "\xad", "\xa0", "\u2066", "\U000e0001", "\u0301" * 50),
    "crlf": lambda rng, text: text.replace("\n", rng.choice(["\r\n", "\r"])),
    "bom": lambda rng, text: "\ufeff" * rng.randint(1, 2) + text,
    "number": _insert("0x1f ", "1_000", "1e999", "9" * 5_000, ".inf", "~", "2010-13-45", "=", "12:30:45"),
}


def _bytes(rng: random.Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw) + 1)
    bad = rng.choice([b"\xff", b"\xc3", b"\xf8", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xff\xfe"])
    return rng.choice(
        [raw[:at] + bad + raw[at:], raw.decode().encode("utf-16"), raw.decode().encode("cp1252", "replace")]
    )


def _written(rng: random.Random, data: Any, file: str) -> str:
    if file.endswith(".json") or rng.random() < 0.1:
        return json.dumps(data, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1]))
    flow = rng.choice([None, False, False, True])
    width = rng.choice([100, 100_000])
    text: str = yaml.dump(
        data, Dumper=DUMPER, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=width
    )
    return text


def mutant(seed: str, file: str, text: str, words: Words, alike: Alike) -> Mutant:
    """The file, spoilt once or several times: in what it says, in how it is written, or in both."""
    rng = random.Random(seed)
    head, body, tail = _front(text) if file.endswith(".md") else ("", text, "")
    kind, done = rng.random(), []
    if kind < 0.8:
        tree = Tree([copy.deepcopy(Source.parse(file, body).data)], words, alike, rng)
        for change in rng.choices(GENTLE if kind < 0.4 else STRUCTURE, k=rng.choice([1, 1, 1, 2, 3, 6])):
            change(tree)
            done.append(change.__name__)
        body = _written(rng, tree.root[0], file)
    whole = head + body + tail
    if kind > 0.7:
        for name in rng.choices(sorted(TEXT), k=rng.choice([1, 1, 2, 4])):
            whole = TEXT[name](rng, whole)
            done.append(name)
    raw = whole.encode("utf-8", "surrogatepass")
    if rng.random() < 0.03:
        raw = _bytes(rng, raw)
        done.append("bytes")
    return Mutant(file, text, raw, tuple(done))


def _front(text: str) -> tuple[str, str, str]:
    """The fence, the front matter, and the rest of a page."""
    start, end = text.index("\n") + 1, text.index("\n---", 4) + 1
    return text[:start], text[start:end], text[end:]
