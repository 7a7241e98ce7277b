"""The first levy of a new district: only its rate is limited.  RCW 84.55.035."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.new_district import first_levy
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # certified        value              rate       levy
    (D("900000.00"),  D(1_000_000_000),  D("1.5"),  D("900000.00"),  "the request"),
    (D("1500000.00"), D(1_000_000_000),  D("1.5"),  D("1500000.00"), "exactly its rate"),
    (D("1500000.01"), D(1_000_000_000),  D("1.5"),  D("1500000.00"), "a cent above its rate"),
    (D("100.00"),     D(0),              D("1.5"),  D("0.00"),       "no value, no levy"),
    (D("100.00"),     D(10),             D("0.5"),  D("0.01"),       "half a cent of a maximum rounds up"),
]
# fmt: on


@pytest.mark.parametrize("certified, value, rate, levy, because", CASES)
def test_first_levy(certified, value, rate, levy, because):
    sheet = first_levy(certified, value=value, maximum_rate=rate)
    assert sheet.number("first_levy") == levy, because
    assert sheet.line("first_levy").statute == "RCW 84.55.035"
    assert_explained(sheet)


def test_an_emergency_levy_names_its_own_statute():
    sheet = first_levy(D(1), value=D(10_000), maximum_rate=D("0.5"), statute="RCW 84.52.069")
    assert sheet.line("first_levy").statute == "RCW 84.52.069"


@given(drawn.dollars, drawn.values, drawn.values, drawn.rates)
def test_it_is_never_above_request_or_rate_and_grows_with_value(certified, value, more, rate):
    sheet = first_levy(certified, value=value, maximum_rate=rate)
    assert sheet.number("first_levy") <= min(certified, sheet.number("maximum_amount"))
    larger = first_levy(certified, value=value + more, maximum_rate=rate)
    assert larger.number("first_levy") >= sheet.number("first_levy")
    assert_explained(sheet)
