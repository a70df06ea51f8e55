"""Edits of an author's YAML by the places of its values: all that is not touched stays as it was, comments too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from generator.utkast import Avslag, Sti
from generator.utkast.skriv import inline


class Redigering:
    """Edits of one text. It must be sound YAML; the edits are made together, in `text`."""

    def __init__(self, before: str) -> None:
        self._before = before
        self._root: Any = yaml.compose(before, yaml.CSafeLoader)
        self._edits: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """The text with every edit made."""
        after = self._before
        for start, end, new in sorted(self._edits, reverse=True):
            after = after[:start] + new + after[end:]
        return after

    def replace(self, path: Sti, value: object) -> None:
        """Another value there, on one line."""
        node = self._node(path)
        self._edits.append((node.start_mark.index, self._end(node), inline(value, is_alone=True)))

    def mark(self, path: Sti, mark: str) -> None:
        """`mark` in front of the text that stands there."""
        node = self._node(path)
        start, end = node.start_mark.index, self._end(node)
        if node.style in ("|", ">"):
            first = self._before.index("\n", start) + 1
            while self._before[first : self._before.index("\n", first)].strip() == "":
                first = self._before.index("\n", first) + 1
            text = self._before[first:].lstrip(" ")
            pad = self._before[first : len(self._before) - len(text)]
            self._edits.append((first, first, f"{pad}{mark}\n"))
        elif node.style in ("'", '"'):
            self._edits.append((start + 1, start + 1, f"{mark} "))
        else:
            text = self._before[start:end].replace("'", "''")
            self._edits.append((start, end, f"'{mark} {text}'"))

    def add_field(self, path: Sti, key: str, value: object) -> None:
        """A field more in the mapping there, last; `path` may be the whole document."""
        node = self._node(path)
        if node.flow_style:
            self._insert(node.end_mark.index - 1, f", {key}: {inline(value)}")
        else:
            self._insert(self._line_end(node), f"\n{' ' * node.start_mark.column}{_field(key, value)}")

    def add_item(self, path: Sti, value: Mapping[str, object]) -> None:
        """An item more in the list there, last."""
        node = self._node(path)
        if node.flow_style:
            self._insert(node.end_mark.index - 1, f"{', ' * bool(node.value)}{inline(value)}")
            return
        pad = " " * node.start_mark.column
        if node.value[-1].flow_style:
            self._insert(self._line_end(node), f"\n{pad}- {inline(value)}")
            return
        first, *rest = (_field(key, one) for key, one in value.items())
        self._insert(self._line_end(node), "".join([f"\n{pad}- {first}", *(f"\n{pad}  {line}" for line in rest)]))

    def only_item(self, path: Sti, value: Mapping[str, object]) -> None:
        """That item alone in the list there."""
        node = self._node(path)
        if node.flow_style:
            self.replace(path, [value])
            return
        self.replace((*path, 0), value)
        for number in range(1, len(node.value)):
            self.remove((*path, number))

    def remove(self, path: Sti) -> None:
        """Takes away the field or item there, with its lines."""
        parent, node = self._node(path[:-1]), self._node(path)
        if parent.flow_style or len(parent.value) < 2:
            raise Avslag(f"«{path[-1]}» må tas bort for hånd; det står i klammer")
        key = next((key for key, value in parent.value if value is node), node) if parent.id == "mapping" else node
        line = self._before.rindex("\n", 0, key.start_mark.index) + 1
        if self._before[line : key.start_mark.index].strip(" ") not in ("", "-" * (parent.id == "sequence")):
            raise Avslag(f"«{path[-1]}» må tas bort for hånd; det står først på et punkt i en liste")
        self._edits.append((line - 1, self._line_end(node), ""))

    def _insert(self, at: int, text: str) -> None:
        self._edits.append((at, at, text))

    def _node(self, path: Sti) -> Any:
        node = self._root
        for step in path:
            node = node.value[step] if isinstance(step, int) else dict(_by_key(node))[step]
        return node

    def _end(self, node: Any) -> int:
        """Where the value ends; libyaml lets what is written on lines of its own end where the next thing begins."""
        if node.id != "scalar" and not node.flow_style:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        return start + len(self._before[start:end].rstrip()) if node.id == "scalar" else end

    def _line_end(self, node: Any) -> int:
        at = self._before.find("\n", self._end(node))
        return len(self._before) if at < 0 else at


def _by_key(node: Any) -> list[tuple[str, Any]]:
    return [(key.value, value) for key, value in node.value]


def _field(key: str, value: object) -> str:
    """A field on its own line: a sentence in quotes, as it may come to hold anything; a list of mappings below."""
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return f"{key}:" + "".join(f"\n  - {inline(one)}" for one in value)
    quoted = json.dumps(value, ensure_ascii=False) if isinstance(value, str) and " " in value else inline(value)
    return f"{key}: {quoted}"
