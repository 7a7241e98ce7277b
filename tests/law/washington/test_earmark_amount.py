"""What a county sets aside for mental health and veterans.  RCW 71.20.110, 73.08.080."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.earmark_amount import earmark_by_rate, earmark_in_proportion
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

BENTON = D(36_331_753_518)
# fmt: off
BY_RATE = [
    # value    chosen          least           most          rate            amount
    (BENTON,  D("0.025"),   D("0.025"),   D("0.025"),  D("0.025"),   D("908293.84"),  "Benton 2025, human services"),
    (BENTON,  D("0.01125"), D("0.01125"), D("0.27"),   D("0.01125"), D("408732.23"),  "Benton 2025, veterans"),
    (BENTON,  D("0.01"),    D("0.01125"), D("0.27"),   D("0.01125"), D("408732.23"),  "below the least rate"),
    (BENTON,  D("0.30"),    D("0.01125"), D("0.27"),   D("0.27"),    D("9809573.45"), "above the highest"),
    (D(200),  D("0.025"),   D("0.025"),   D("0.025"),  D("0.025"),   D("0.01"),       "half a cent rounds up"),
]
IN_PROPORTION = [
    # last part        last levy          levy               amount
    (D("900000.00"), D("28000000.00"), D("28000000.00"), D("900000.00"), "the levy did not change"),
    (D("900000.00"), D("28000000.00"), D("27720000.00"), D("891000.00"), "one percent less"),
    (D("900000.00"), D("28000000.00"), D("28280000.00"), D("909000.00"), "one percent more"),
    (D("100.00"),    D("3.00"),        D("1.00"),        D("33.33"),     "a third, rounded once"),
    (D("0.01"),      D("2.00"),        D("1.00"),        D("0.01"),      "half a cent rounds up"),
    (D("900000.00"), D("28000000.00"), D("0.00"),        D("0.00"),      "the county levies nothing"),
]
# fmt: on


@pytest.mark.parametrize("value, chosen, least, most, rate, amount, because", BY_RATE)
def test_earmark_by_rate(value, chosen, least, most, rate, amount, because):
    sheet = earmark_by_rate(value, chosen, least=least, most=most)
    assert sheet.number("earmark_rate") == rate, because
    assert sheet.number("set_aside") == amount, because
    assert_explained(sheet)


@pytest.mark.parametrize("last_part, last_levy, levy, amount, because", IN_PROPORTION)
def test_earmark_in_proportion(last_part, last_levy, levy, amount, because):
    sheet = earmark_in_proportion(last_part, last_levy=last_levy, levy=levy)
    assert sheet.number("set_aside") == amount, because
    assert_explained(sheet)


@given(drawn.values, drawn.rates)
def test_the_rate_stays_in_its_range(value, chosen):
    sheet = earmark_by_rate(value, chosen, least=D("0.01125"), most=D("0.27"))
    assert D("0.01125") <= sheet.number("earmark_rate") <= D("0.27")
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.dollars)
def test_a_part_stays_within_its_levy(part, more, levy):
    sheet = earmark_in_proportion(part, last_levy=part + more + 1, levy=levy)
    assert sheet.number("set_aside") <= levy
    assert_explained(sheet)
