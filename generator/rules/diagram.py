"""Reduced ordered decision diagrams over variables with a few values each.

A node is a number. Equal diagrams have equal numbers, so that sameness is `==` and
every operation can remember what it has done. This module does not know what a rule is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

LEAF = 1 << 30
"""The level of a leaf: below every variable."""

Domain = tuple[int, ...]
"""The values a variable may have here, as indexes."""


class Node(NamedTuple):
    """A test of one variable with a child for each value; a leaf has level LEAF and carries `leaf`."""

    level: int
    children: tuple[int, ...]
    leaf: Hashable = None


class Diagrams:
    """A store of diagrams over variables 0 … n-1, of `sizes` values each."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self.nodes: list[Node] = []
        self._known: dict[Node, int] = {}

    def leaf(self, value: Hashable) -> int:
        return self._add(Node(LEAF, (), value))

    def test(self, level: int, children: Sequence[int]) -> int:
        """The diagram that goes on to `children[value]`; no node where they are all the same."""
        if all(child == children[0] for child in children):
            return children[0]
        return self._add(Node(level, tuple(children)))

    def when(self, level: int, values: Iterable[int], yes: int, no: int) -> int:
        """`yes` where the variable has one of `values`, else `no`."""
        wanted = set(values)
        return self.test(level, [yes if value in wanted else no for value in range(self.sizes[level])])

    def value(self, number: int) -> Hashable:
        return self.nodes[number].leaf

    def combine(self, join: Callable[..., Hashable], *diagrams: int) -> int:
        """Joins the leaves that the diagrams reach in the same world."""

        @cache
        def walk(*numbers: int) -> int:
            nodes = [self.nodes[number] for number in numbers]
            level = min([node.level for node in nodes])
            if level == LEAF:
                return self.leaf(join(*[node.leaf for node in nodes]))
            below = [
                node.children if node.level == level else [number] * self.sizes[level]
                for node, number in zip(nodes, numbers, strict=True)
            ]
            return self.test(level, [walk(*row) for row in zip(*below, strict=True)])

        return walk(*diagrams)

    def restrict(self, number: int, fixed: dict[int, int]) -> int:
        """The diagram where each variable in `fixed` has its one value."""

        @cache
        def walk(number: int) -> int:
            node = self.nodes[number]
            if node.level == LEAF:
                return number
            if node.level in fixed:
                return walk(node.children[fixed[node.level]])
            return self.test(node.level, [walk(child) for child in node.children])

        return walk(number)

    def levels(self, number: int) -> tuple[int, ...]:
        """The variables tested anywhere in the diagram, in order."""
        return tuple(sorted({self.nodes[n].level for n in self._below(number)} - {LEAF}))

    def size(self, number: int) -> int:
        return len(self._below(number))

    def leaves(self, number: int, domains: Sequence[Domain]) -> set[Hashable]:
        """Every leaf reached by some choice within `domains`."""
        nodes, found, seen, queue = self.nodes, set(), {number}, [number]
        for one in queue:  # which grows meanwhile
            level, children, leaf = nodes[one]
            if level == LEAF:
                found.add(leaf)
                continue
            for value in domains[level]:
                if (child := children[value]) not in seen:
                    seen.add(child)
                    queue.append(child)
        return found

    def path(self, number: int, wanted: Callable[[Hashable], bool]) -> dict[int, int] | None:
        """Some choice of values (only those that are tested) that leads to a leaf which is `wanted`."""
        dead: set[int] = set()

        def walk(number: int) -> dict[int, int] | None:
            node = self.nodes[number]
            if node.level == LEAF:
                return {} if wanted(node.leaf) else None
            for value, child in enumerate(node.children):
                if child not in dead and (rest := walk(child)) is not None:
                    return {node.level: value, **rest}
            dead.add(number)
            return None

        return walk(number)

    def turning(self, number: int, levels: Iterable[int], domains: Sequence[Domain], dead: Hashable) -> dict[int, int]:
        """For each variable in `levels`: in how many worlds it turns the leaf, all else being as it is.

        Worlds are choices within `domains` for every variable; those that lead to the leaf `dead`
        cannot occur and are neither counted nor turned to.
        """
        nodes, last = self.nodes, len(domains)
        weights = [1]
        for domain in reversed(domains):
            weights.append(weights[-1] * len(domain))
        weights.reverse()  # weights[i]: the choices for the variables from i on
        seen: dict[tuple[int, ...], int] = {}

        def above(number: int, level: int, start: int, met: dict[int, int]) -> int:
            """Turning worlds of the variable at `level`, counted over the variables from `start` on."""
            here, children, _ = nodes[number]
            if here > level:
                return 0
            if number not in met:
                chosen = [children[value] for value in domains[here]]
                if here == level:
                    met[number] = between(tuple(chosen), here + 1)
                else:
                    met[number] = sum(above(child, level, here + 1, met) for child in chosen)
            return met[number] * weights[start] // weights[here]

        def between(numbers: tuple[int, ...], start: int) -> int:
            """In how many of the worlds, one for each of `numbers`, another of them gives another leaf."""
            if numbers.count(numbers[0]) == len(numbers):
                return 0
            top = min(last, *(nodes[number].level for number in numbers))
            if numbers not in seen:
                if top == last:
                    live = [leaf for number in numbers if (leaf := nodes[number].leaf) != dead]
                    seen[numbers] = len(live) if len(set(live)) > 1 else 0
                else:
                    pairs = [(nodes[number].level == top, nodes[number].children, number) for number in numbers]
                    seen[numbers] = sum(
                        between(tuple(kids[value] if tests else number for tests, kids, number in pairs), top + 1)
                        for value in domains[top]
                    )
            return seen[numbers] * weights[start] // weights[top]

        return {level: above(number, level, 0, {}) for level in levels}

    def cheapest(
        self, number: int, kinds: Callable[[Hashable], Iterable[str]], price: Callable[[int, int], int | None]
    ) -> dict[str, set[frozenset[tuple[int, int]]]]:
        """For each kind of leaf: the sets of priced choices that lead to one at the least total price.

        A leaf may be of several `kinds`. `price(level, value)` is 0, 1, or None where the value may not be chosen.
        """
        steps: dict[int, list[tuple[int, int, tuple[int, int]]]] = {}
        costs: dict[int, dict[str, int]] = {}

        def cost(number: int) -> dict[str, int]:
            if number not in costs:
                level, children, leaf = self.nodes[number]
                found: dict[str, int] = dict.fromkeys(kinds(leaf), 0) if level == LEAF else {}
                steps[number] = []
                for value, child in enumerate(children):
                    if (paid := price(level, value)) is not None:
                        steps[number].append((paid, child, (level, value)))
                        for kind, rest in cost(child).items():
                            if paid + rest < found.get(kind, LEAF):
                                found[kind] = paid + rest
                costs[number] = found
            return costs[number]

        def ways(number: int, kind: str, known: dict[int, set[frozenset[tuple[int, int]]]]) -> None:
            found: set[frozenset[tuple[int, int]]] = set() if steps[number] else {frozenset()}
            for paid, child, choice in steps[number]:
                if paid + costs[child].get(kind, LEAF) == costs[number][kind]:
                    if child not in known:
                        ways(child, kind, known)
                    found.update(way | {choice} if paid else way for way in known[child])
            known[number] = found

        result = {}
        for kind in cost(number):
            known: dict[int, set[frozenset[tuple[int, int]]]] = {}
            ways(number, kind, known)
            result[kind] = known[number]
        return result

    def _add(self, node: Node) -> int:
        number = self._known.get(node)
        if number is None:
            number = self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return number

    def _below(self, number: int) -> set[int]:
        seen, queue = set(), [number]
        while queue:
            number = queue.pop()
            if number not in seen:
                seen.add(number)
                queue += self.nodes[number].children
        return seen
