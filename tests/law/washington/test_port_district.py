"""A port's general levy and the levy for its debt.  RCW 53.36.020."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.port_district import port_levy
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # limit             certified           debt             value              general            levy               rate
    (D("3165447.01"), D("3000000.00"),  None,            D(10_000_000_000), D("3000000.00"),  D("3000000.00"),  D("0.3"),            "the request"),
    (D("3165447.01"), D("4000000.00"),  None,            D(10_000_000_000), D("3165447.01"),  D("3165447.01"),  D("0.316544701"),    "the levy limit"),
    (D("3165447.01"), None,             None,            D(10_000_000_000), D("3165447.01"),  D("3165447.01"),  D("0.316544701"),    "a blank request binds nothing"),
    (D("9000000.00"), D("9000000.00"),  None,            D(10_000_000_000), D("4500000.00"),  D("4500000.00"),  D("0.45"),           "its highest rate"),
    (D("9000000.00"), D("9000000.00"),  D("700000.00"),  D(10_000_000_000), D("4500000.00"),  D("5200000.00"),  D("0.52"),           "debt is outside both"),
    (D("100.00"),     D("100.00"),      None,            D(0),              D("0.00"),        D("0.00"),        D(0),              "no value, no levy"),
]
# fmt: on


@pytest.mark.parametrize("limit, certified, debt, value, general, levy, rate, because", CASES)
def test_port_levy(limit, certified, debt, value, general, levy, rate, because):
    sheet = port_levy(limit, certified=certified, debt=debt, value=value, maximum_rate=D("0.45"))
    found = [sheet.number(key) for key in ("general", "port_levy", "port_rate")]
    assert found == [general, levy, rate], because
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.dollars, drawn.values, drawn.values)
def test_general_levy_is_never_above_a_limit_and_grows_with_value(
    limit, certified, debt, value, more
):
    def of(worth):
        return port_levy(limit, certified=certified, debt=debt, value=worth, maximum_rate=D("0.45"))

    sheet = of(value)
    assert sheet.number("general") <= min(limit, certified, sheet.number("maximum_amount"))
    assert sheet.number("general") <= of(value + more).number("general")
    assert sheet.number("port_levy") == sheet.number("general") + debt
    assert_explained(sheet)
