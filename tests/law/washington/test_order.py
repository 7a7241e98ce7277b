import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.errors import LevyCircle
from levy.kinds import Base, LevyKind
from levy.law.season import Levy, Limit
from levy.law.washington.order import lawful_order


def ordered(waits, parts=()):
    codes = sorted({code for code, _ in waits} | {part for part, _ in parts} | {"ALONE"})
    whole = dict(parts)
    levies = [
        Levy(code, "1", code, LevyKind.REGULAR, Base.REGULAR, part_of=whole.get(code))
        for code in codes
    ]
    limits = {code: Limit(code, statutory_less=needs) for code, needs in waits}
    return [levy.levy for levy in lawful_order(levies, limits)]


# fmt: off
CASES = [
    # who waits for whom                                       parts                  before -> after      because
    ([("CITY", ("FIRE", "LIB")), ("FIRE", ()), ("LIB", ())],   [],                    ("FIRE", "CITY"),    "the city waits for its fire district"),
    ([("CITY", ("FIRE", "LIB")), ("FIRE", ()), ("LIB", ())],   [],                    ("LIB", "CITY"),     "and for its library"),
    ([("A", ("B",)), ("B", ("C",)), ("C", ())],                [],                    ("C", "A"),          "one after the other"),
    ([("COUNTY", ())],                                         [("VETS", "COUNTY")],  ("COUNTY", "VETS"),  "a part comes after its whole"),
]
# fmt: on


@pytest.mark.parametrize("waits, parts, pair, because", CASES)
def test_a_levy_comes_after_those_that_it_waits_for(waits, parts, pair, because):
    order = ordered(waits, parts)
    before, after = pair
    assert order.index(before) < order.index(after), because


def test_every_levy_comes_once():
    assert sorted(ordered([("CITY", ("FIRE",)), ("FIRE", ())])) == ["ALONE", "CITY", "FIRE"]


def test_a_levy_that_is_not_in_the_season_orders_nothing():
    assert "RETIRED" not in ordered([("CITY", ("RETIRED",))])


# fmt: off
CIRCLES = [
    # who waits for whom                                  parts               the circle
    ([("A", ("B",)), ("B", ("A",))],                      [],                 {"A", "B"}),
    ([("A", ("B",)), ("B", ("C",)), ("C", ("A",))],       [],                 {"A", "B", "C"}),
    ([("A", ("A",))],                                     [],                 {"A"}),
    ([("WHOLE", ("PART",))],                              [("PART", "WHOLE")],{"WHOLE", "PART"}),
]
# fmt: on


@pytest.mark.parametrize("waits, parts, circle", CIRCLES)
def test_a_circle_is_named(waits, parts, circle):
    with pytest.raises(LevyCircle) as error:
        ordered(waits, parts)
    named = error.value.levies
    assert named[0] == named[-1]
    assert set(named) == circle
    needs = {code: set(others) for code, others in waits}
    needs |= {part: {whole} for part, whole in parts}
    assert all(later in needs[first] for first, later in itertools.pairwise(named)), (
        "each waits for the next"
    )
    assert str(error.value) == (
        f"These levies wait for each other: {' waits for '.join(named)}. "
        "Correct statutory_less in limits.csv or part_of in levies.csv."
    )


@given(st.lists(st.sets(st.integers(0, 8)), max_size=9))
def test_whoever_waits_comes_after_all_it_waits_for_and_nobody_is_left_out(needs):
    waits = [
        (f"L{8 - code}", tuple(f"L{8 - other}" for other in needed if other < code))
        for code, needed in enumerate(needs)
    ]
    order = ordered(waits)
    assert sorted(order) == sorted([*(code for code, _ in waits), "ALONE"])
    for code, needed in waits:
        assert all(order.index(other) < order.index(code) for other in needed)
