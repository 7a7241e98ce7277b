"""The first limit after districts merge.  RCW 84.55.020."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.consolidation import Component, consolidation_limit
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

A = Component("A", D(100_000), D("0.5"), D(600_000))
B = Component("B", D(150_000), D("0.45"), D(900_000))
# fmt: off
CASES = [
    # factor     components                       factor part       growth part   limit
    (D("1.01"),  [A, B],                          D("252500.00"),   D("705.00"),  D("253205.00"), "WAC 458-19-030(3)"),
    (D("1.01"),  [A],                             D("101000.00"),   D("300.00"),  D("101300.00"), "one component is its own limit"),
    (D(1),     [A._replace(growth=D(0)), B],    D("250000.00"),   D("405.00"),  D("250405.00"), "no growth in one of them"),
    (D("1.01"),  [A._replace(highest=D("0.50"), growth=D(0)), B._replace(highest=D("0.00"), growth=D(0))],
                                                  D("0.51"),        D("0.00"),    D("0.51"),      "half a cent, 0.505, rounds up"),
]
# fmt: on


@pytest.mark.parametrize("factor, components, factor_part, growth_part, limit, because", CASES)
def test_consolidation_limit(factor, components, factor_part, growth_part, limit, because):
    sheet = consolidation_limit(factor, components)
    found = [sheet.number(key) for key in ("factor_part", "growth_part", "limit")]
    assert found == [factor_part, growth_part, limit], because
    assert_explained(sheet)


components = st.builds(Component, st.just("X"), drawn.dollars, drawn.rates, drawn.values)


@given(drawn.factors, st.lists(components, min_size=1, max_size=4), drawn.values)
def test_more_growth_never_lowers_the_limit(factor, parts, more):
    sheet = consolidation_limit(factor, parts)
    grown = [parts[0]._replace(growth=parts[0].growth + more), *parts[1:]]
    assert consolidation_limit(factor, grown).number("limit") >= sheet.number("limit")
    assert_explained(sheet)
