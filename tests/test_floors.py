"""Modules import downwards only. This order is the architecture."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FLOORS = [  # lowest first
    "nodes cores",
    "source",
    "model",
    "reader rules",
    "desk bilde lesestoff lesninger",
    "course",
    "view checks utkast schema vurder regeldiff report norsk",
    "pages exports live",
    "sider vis",
    "site bygg",
    "cli",
]
ROOT = Path(__file__).parent.parent / "generator"
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT or path.name != "__init__.py")


def floor(module: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if module in names.split())


def imported(path: Path) -> set[str]:
    """The parts of the generator that a module imports, also inside functions."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    whole = {alias.name for node in froms if node.module == "generator" for alias in node.names}
    named = {node.module or "" for node in froms}
    named |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return whole | {name.split(".")[1] for name in named if name.startswith("generator.")}


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_never_imports_from_a_floor_above(path):
    assert [name for name in sorted(imported(path)) if floor(name) > floor(part(path))] == []


def test_every_module_stands_on_a_floor_and_every_floor_has_its_modules():
    assert {part(path) for path in MODULES} == set(" ".join(FLOORS).split())


def test_relative_imports_do_not_hide_a_floor():
    trees = [ast.parse(path.read_text("utf-8")) for path in MODULES]
    froms = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [node.module for node in froms if node.level] == []
