from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Base, LevyKind
from levy.kinds import Binding as B
from levy.law.not_known import NotKnown
from levy.law.season import Levy, LevyResult
from levy.law.units import tax_on
from levy.law.washington.answer import levy_result, part_result
from levy.law.washington.excess_levy import excess_levy
from levy.law.washington.levy_value import LevyValue
from levy.law.washington.proposal import Proposal
from levy.law.washington.received import received_rate
from levy.law.worksheet import Line, Worksheet
from tests.law.reevaluation import assert_explained

LEVY = Levy("LEVY", "1", "Levy", LevyKind.REGULAR, Base.REGULAR)
PART = Levy("PART", "1", "Part", LevyKind.REGULAR, Base.REGULAR, part_of="LEVY")


def proposed(amount, whole, county=None, **also):
    value = LevyValue(whole, whole if county is None else county, "values.csv")
    sheet = excess_levy(amount, whole, source="requests.csv", label="Asked")
    return Proposal(LEVY, value, sheet, B.CERTIFIED, **also)


# fmt: off
FROM_AMOUNT = [
    # amount           value              county             decimals  rate               tax               because
    (D("1025079.16"),  D(4_010_461_122),  None,              10, D("0.2556013208"),  D("1025079.16"),  "once, not by way of 0.255601320850"),
    (D("4310440.84"),  D(2_461_922_069),  D(2_317_136_610),  10, D("1.7508437388"),  D("4056944.13"),  "this county's part"),
    (D("1025079.16"),  D(4_010_461_122),  None,              6,  D("0.255601"),      D("1025077.87"),  "six decimals"),
    (D("5.00"),        D(0),              None,              10, D(0),             D("0.00"),        "no value, no rate"),
    (D("0.01"),        D(20),             D(10),             10, D("0.5000000000"),  D("0.01"),        "half a cent goes up on a whole levy"),
]
# fmt: on


@pytest.mark.parametrize("amount, whole, county, decimals, rate, tax, because", FROM_AMOUNT)
def test_a_rate_from_its_amount(amount, whole, county, decimals, rate, tax, because):
    result = levy_result(proposed(amount, whole, county), {}, decimals)
    assert (result.rate, result.tax, result.amount) == (rate, tax, amount), because
    assert result.rate.as_tuple().exponent == -decimals, because
    assert (result.base, result.county_base) == (whole, whole if county is None else county)
    assert_explained(result.worksheet)


def at_maximum(maximum, decimals=10):
    proposal = proposed(D("1.00"), D(1000), at_maximum="maximum_rate")
    line = Worksheet("", (Line("maximum_rate", "Maximum", maximum, "rate"),))
    proposal = proposal._replace(worksheet=line.followed_by(proposal.worksheet))
    return levy_result(proposal, {}, decimals)


# fmt: off
MAXIMA = [
    # maximum                 rate                 because
    (D("1.5"),                D("1.5000000000"),   "the maximum itself, whatever the amount over the value"),
    (D("2.484505791048"),     D("2.4845057910"),   "never above the maximum"),
    (D("1.86195365938"),      D("1.8619536593"),   "not even by half a digit"),
]
# fmt: on


@pytest.mark.parametrize("maximum, rate, because", MAXIMA)
def test_a_rate_at_its_maximum(maximum, rate, because):
    result = at_maximum(maximum)
    assert result.rate == rate, because
    assert result.worksheet.line("rate").formula == "cut10(maximum_rate)"
    assert_explained(result.worksheet)


# fmt: off
RECEIVED = [
    # received              decimals  rate                 because
    (D("1.711832454575"),   10,       D("1.7118324546"),   "twelve decimals become ten"),
    (D("1.37398939695"),    10,       D("1.3739893970"),   "half goes up"),
    (D(0),                10,       D(0),              "nothing levied is known"),
    (D("1.711832454575"),   6,        D("1.711832"),       "another county prints six"),
]
# fmt: on


@pytest.mark.parametrize("received, decimals, rate, because", RECEIVED)
def test_a_rate_that_was_received(received, decimals, rate, because):
    value = LevyValue(D(105_698_256), D(105_698_256), "values.csv")
    sheet = received_rate(received, source=None)
    result = levy_result(Proposal(LEVY, value, sheet, B.RECEIVED), {}, decimals)
    assert result.rate == rate, because
    assert (result.amount, result.base) == (None, None), "the whole levy is not known here"
    assert result.county_base == D(105_698_256)
    assert_explained(result.worksheet)


def test_a_levy_and_its_part():
    value = LevyValue(D(1_000_000), D(800_000), "values.csv")
    proposal = proposed(D("1000.00"), D(1_000_000), D(800_000))
    whole = levy_result(proposal, {"PART": D("0.01125")}, 10)
    assert (whole.amount, whole.rate, whole.tax) == (D("988.75"), D("0.9887500000"), D("791.00"))
    part = part_result(PART, whole, value, 10)
    assert (part.amount, part.rate, part.tax) == (D("11.25"), D("0.0112500000"), D("9.00"))
    assert part.binding is B.RECEIVED
    assert_explained(whole.worksheet)
    assert_explained(part.worksheet)


def test_a_part_whose_code_has_signs():
    value = LevyValue(D(1_000_000), D(800_000), "values.csv")
    whole = levy_result(proposed(D("1000.00"), D(1_000_000)), {"E-911": D("0.01125")}, 10)
    part = part_result(replace(PART, levy="E-911"), whole, value, 10)
    assert (part.amount, part.tax) == (D("11.25"), D("9.00"))
    assert part.worksheet.line("rate").formula == "rate10(part_E_x2d_911, value)"
    assert_explained(whole.worksheet)
    assert_explained(part.worksheet)


def test_a_levy_with_a_part_is_not_certified_at_the_whole_levys_maximum():
    proposal = proposed(D("1500.00"), D(1_000_000), at_maximum="maximum_rate")
    line = Worksheet("", (Line("maximum_rate", "Maximum", D("1.5"), "rate"),))
    proposal = proposal._replace(worksheet=line.followed_by(proposal.worksheet))
    assert levy_result(proposal, {"PART": D("0.5")}, 10).rate == D("1.0000000000")


# fmt: off
NEXT_YEAR = [
    # line that holds it   next highest levy  next rate        because
    (None,                 None,              None,            "a bond starts from scratch"),
    ("P2S_rate",           D("2000.00"),      D("1.000000000000"), "a levy under the limit"),
]
# fmt: on


@pytest.mark.parametrize("line, highest, rate, because", NEXT_YEAR)
def test_what_next_year_starts_from(line, highest, rate, because):
    proposal = proposed(D("1000.00"), D(1_000_000), next_rate_line=line, certified=D("1500.00"))
    k = Worksheet("", (Line("K", "Highest", D("2000.00"), "dollars"),))
    result = levy_result(proposal._replace(worksheet=k.followed_by(proposal.worksheet)), {}, 10)
    assert (result.next_highest_lawful_levy, result.next_rate) == (highest, rate), because
    assert result.uncapped_rate == D("1.5000000000")


def test_a_value_names_its_source():
    result = levy_result(proposed(D("1.00"), D(1000)), {}, 10)
    assert result.worksheet.line("value").source == "values.csv"
    assert result.worksheet.line("county_value").source == "values.csv"


@given(st.integers(1, 10**16).map(lambda n: D(n).scaleb(-15)), st.integers(1, 12))
def test_a_rate_at_its_maximum_never_passes_it(maximum, decimals):
    assert maximum - D(1).scaleb(-decimals) < at_maximum(maximum, decimals).rate <= maximum


@given(st.integers(0, 10**12).map(lambda c: D(c).scaleb(-2)), st.integers(1, 10**12).map(D))
def test_a_rate_raises_the_amount_to_half_its_last_digit(amount, value):
    rate = levy_result(proposed(amount, value), {}, 10).rate
    assert abs(tax_on(value, rate) - amount) <= tax_on(value, D("0.5E-10"))


def test_a_whole_levy_without_a_worksheet_sets_nothing_aside():
    whole = LevyResult("WHOLE", B.NONE)
    with pytest.raises(NotKnown, match="an amount of WHOLE that is not itself set aside"):
        part_result(PART, whole, LevyValue(D(1), D(1), ""), 10)
