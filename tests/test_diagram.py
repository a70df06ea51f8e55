"""The diagrams against a plain table of the same function."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rules.diagram import Diagrams, Domain

SIZES = (2, 3, 2, 2)
WORLDS = list(product(*(range(size) for size in SIZES)))
LEAVES = ("a", "b", "c", "umulig")

Table = dict[tuple[int, ...], str]

tables = st.lists(st.sampled_from(LEAVES), min_size=len(WORLDS), max_size=len(WORLDS)).map(
    lambda leaves: dict(zip(WORLDS, leaves, strict=True))
)
domains = st.tuples(*(st.sets(st.integers(0, size - 1), min_size=1).map(lambda d: tuple(sorted(d))) for size in SIZES))
fixed_examples = settings(max_examples=150, derandomize=True, deadline=None)


def drawn(diagrams: Diagrams, table: Table, prefix: tuple[int, ...] = ()) -> int:
    """The diagram of a table, built from above, one variable after the other."""
    if prefix in table:
        return diagrams.leaf(table[prefix])
    return diagrams.test(len(prefix), [drawn(diagrams, table, (*prefix, value)) for value in range(SIZES[len(prefix)])])


def joined(diagrams: Diagrams, table: Table) -> int:
    """The same diagram, put together world for world, last world first."""
    number = diagrams.leaf(None)
    for world, leaf in reversed(table.items()):
        here = diagrams.leaf(leaf)
        for level, value in enumerate(world):
            here = diagrams.combine(
                lambda yes, this: this if yes else None,
                diagrams.when(level, [value], diagrams.leaf(True), diagrams.leaf(False)),
                here,
            )
        number = diagrams.combine(lambda a, b: a or b, number, here)
    return number


def followed(diagrams: Diagrams, number: int, world: tuple[int, ...]) -> object:
    while children := diagrams.nodes[number].children:
        number = children[world[diagrams.nodes[number].level]]
    return diagrams.value(number)


def within(table: Table, allowed: tuple[Domain, ...]) -> Table:
    return {world: leaf for world, leaf in table.items() if all(v in d for v, d in zip(world, allowed, strict=True))}


def replaced(world: tuple[int, ...], level: int, value: int) -> tuple[int, ...]:
    return (*world[:level], value, *world[level + 1 :])


@fixed_examples
@given(tables)
def test_a_diagram_says_what_its_table_says(table):
    diagrams = Diagrams(SIZES)
    number = drawn(diagrams, table)
    assert {world: followed(diagrams, number, world) for world in WORLDS} == table


@settings(fixed_examples, max_examples=30)
@given(tables)
def test_the_same_function_has_the_same_number_however_it_was_built(table):
    diagrams = Diagrams(SIZES)
    assert drawn(diagrams, table) == joined(diagrams, table)


@fixed_examples
@given(tables)
def test_no_node_is_there_that_changes_nothing_or_says_what_another_says(table):
    diagrams = Diagrams(SIZES)
    drawn(diagrams, table)
    assert len(set(diagrams.nodes)) == len(diagrams.nodes)
    assert all(len(set(node.children)) != 1 for node in diagrams.nodes)


@fixed_examples
@given(tables)
def test_a_variable_is_tested_exactly_where_it_can_turn_something(table):
    diagrams = Diagrams(SIZES)
    turning = {
        level
        for world in WORLDS
        for level, size in enumerate(SIZES)
        for value in range(size)
        if table[replaced(world, level, value)] != table[world]
    }
    assert set(diagrams.levels(drawn(diagrams, table))) == turning


@fixed_examples
@given(tables, tables)
def test_combining_joins_the_leaves_of_the_same_world(one, other):
    diagrams = Diagrams(SIZES)
    number = diagrams.combine(lambda a, b: a + b, drawn(diagrams, one), drawn(diagrams, other))
    assert all(followed(diagrams, number, world) == one[world] + other[world] for world in WORLDS)


@fixed_examples
@given(tables, st.dictionaries(st.integers(0, 3), st.integers(0, 1)))
def test_restricting_gives_each_fixed_variable_its_one_value(table, fixed):
    diagrams = Diagrams(SIZES)
    number = diagrams.restrict(drawn(diagrams, table), fixed)
    assert not set(diagrams.levels(number)) & set(fixed)
    for world in WORLDS:
        there = tuple(fixed.get(level, value) for level, value in enumerate(world))
        assert followed(diagrams, number, world) == table[there]


@fixed_examples
@given(tables, domains)
def test_the_leaves_are_those_of_the_worlds_within_the_domains(table, allowed):
    diagrams = Diagrams(SIZES)
    assert diagrams.leaves(drawn(diagrams, table), allowed) == set(within(table, allowed).values())


@fixed_examples
@given(tables, st.sampled_from(LEAVES))
def test_a_path_leads_to_the_wanted_leaf_whatever_else_is_chosen(table, wanted):
    diagrams = Diagrams(SIZES)
    path = diagrams.path(drawn(diagrams, table), lambda leaf: leaf == wanted)
    if path is None:
        assert wanted not in table.values()
    else:
        there = [world for world in WORLDS if all(world[level] == value for level, value in path.items())]
        assert {table[world] for world in there} == {wanted}


@fixed_examples
@given(tables, domains, st.integers(0, 3))
def test_turning_counts_the_worlds_where_the_variable_alone_turns_the_leaf(table, allowed, level):
    """Worlds that cannot occur are neither counted nor turned to."""
    diagrams = Diagrams(SIZES)
    live = {world: leaf for world, leaf in within(table, allowed).items() if leaf != "umulig"}
    turned = [
        world
        for world, leaf in live.items()
        if any(live.get(replaced(world, level, value), leaf) != leaf for value in allowed[level])
    ]
    assert diagrams.turning(drawn(diagrams, table), [level], allowed, "umulig") == {level: len(turned)}


def test_a_variable_that_the_diagram_does_not_test_turns_nothing():
    diagrams = Diagrams(SIZES)
    number = diagrams.when(1, [0], diagrams.leaf("a"), diagrams.leaf("b"))
    everything = tuple(tuple(range(size)) for size in SIZES)
    counts = diagrams.turning(number, range(4), everything, "umulig")
    assert counts == {0: 0, 1: len(WORLDS), 2: 0, 3: 0}


@fixed_examples
@given(tables, domains, st.sets(st.integers(0, 3)), st.sampled_from(LEAVES))
def test_the_cheapest_ways_are_all_of_the_smallest_changes_that_lead_there(table, allowed, changeable, wanted):
    diagrams = Diagrams(SIZES)

    def price(level: int, value: int) -> int | None:
        if value in allowed[level]:
            return 0
        return 1 if level in changeable else None

    ways = diagrams.cheapest(drawn(diagrams, table), lambda leaf: [leaf], price).get(wanted, set())
    paid = {
        world: {level: value for level, value in enumerate(world) if price(level, value) != 0}
        for world, leaf in table.items()
        if leaf == wanted and all(price(level, value) is not None for level, value in enumerate(world))
    }
    least = min(map(len, paid.values()), default=0)
    assert ways == {frozenset(changes.items()) for changes in paid.values() if len(changes) == least}


def test_what_lies_within_the_domains_costs_nothing_and_needs_no_change():
    diagrams = Diagrams(SIZES)
    number = diagrams.when(0, [1], diagrams.leaf("a"), diagrams.leaf("b"))
    assert diagrams.cheapest(number, lambda leaf: [leaf], lambda level, value: 0) == {
        "a": {frozenset()},
        "b": {frozenset()},
    }
