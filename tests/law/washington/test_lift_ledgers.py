"""The two ledgers of a lid lift: with it, and as if it had never passed.  RCW 84.55.050."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.lift_ledgers import LedgerYear, highest_after, lift_ledgers
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn


def year(tax_year, value, growth, *, rate=None, factor=None, maximum="1.5"):
    return LedgerYear(
        tax_year,
        D(value),
        D(growth),
        D("1.01"),
        D(maximum),
        None if rate is None else D(rate),
        None if factor is None else D(factor),
    )


YEARS = (
    year(2024, 1_000_000_000, 0, rate="1.2"),
    year(2025, 1_100_000_000, 10_000_000, factor="1.06"),
    year(2026, 1_150_000_000, 0),
)
# Highest lawful levy before: 1,000,000.00 at a rate of 1.00.
# fmt: off
CASES = [
    ("with_2024",         D("1200000.00"),      "1.20 on a billion"),
    ("without_2024",      D("1010000.00"),      "one percent more, no growth"),
    ("rate_with_2024",    D("1.2"),             "the voted rate"),
    ("rate_without_2024", D("1.01"),            "what it would have been"),
    ("with_2025",         D("1284000.00"),      "1.06, and growth at 1.20: 1,272,000 + 12,000"),
    ("without_2025",      D("1030200.00"),      "1.01, and growth at 1.01: 1,020,100 + 10,100"),
    ("rate_with_2025",    D("1.167272727273"),  "1,284,000 on 1.1 billion"),
    ("rate_without_2025", D("0.936545454545"),  "1,030,200 on 1.1 billion"),
    ("with_2026",         D("1296840.00"),      "no factor is stated: 1.01 again"),
    ("without_2026",      D("1040502.00"),      "1.01 of 1,030,200"),
]
AFTER = [
    # after  last year of the lift   next year starts from
    (2025,   None,                   D("1284000.00"),  "the ballot sets the base"),
    (2026,   None,                   D("1296840.00"),  "and goes on doing so"),
    (2025,   2026,                   D("1284000.00"),  "the lift has a year to go"),
    (2026,   2026,                   D("1040502.00"),  "it has ended: as if it had never passed"),
    (2026,   2025,                   D("1040502.00"),  "it ended a year ago"),
]
# fmt: on


@pytest.mark.parametrize("line, value, because", CASES)
def test_lift_ledgers(line, value, because):
    sheet = lift_ledgers(D("1000000.00"), D("1.00"), YEARS)
    assert sheet.number(line) == value, because
    assert_explained(sheet)


@pytest.mark.parametrize("tax_year, last_year, highest, because", AFTER)
def test_highest_after(tax_year, last_year, highest, because):
    ledgers = lift_ledgers(D("1000000.00"), D("1.00"), YEARS)
    sheet = highest_after(ledgers, tax_year, last_year_of_lift=last_year)
    assert sheet.number("highest_lawful_levy") == highest, because
    assert_explained(sheet)


def test_the_statutory_maximum_binds_both_and_the_highest_levy_never_falls():
    fallen = year(2024, 500_000_000, 0, rate="1.6")
    sheet = lift_ledgers(D("1000000.00"), D("1.00"), [fallen])
    assert sheet.number("with_2024") == sheet.number("without_2024") == D("1000000.00")
    assert sheet.number("rate_with_2024") == sheet.number("rate_without_2024") == D("1.5")


def test_what_a_voted_rate_raises_is_whole_cents():
    sheet = lift_ledgers(D("100.00"), D("1.00"), [year(2024, 333_333_333, 0, rate="1.0001")])
    assert sheet.number("with_2024") == D("333366.67")
    assert_explained(sheet)


# fmt: off
SOURCES = [
    ("value_2024",             "limits.csv",    "the roll"),
    ("maximum_rate_2024",      "limits.csv",    "the statute"),
    ("voted_rate_2024",        "measures.csv",  "the ballot"),
    ("voted_factor_2024",      "measures.csv",  "the ballot, blank here"),
]
LABELS = [
    (2026,  "Highest lawful levy for next year, the lift ended",  "2026 was its last year"),
    (2027,  "Highest lawful levy for next year",                  "it has a year to go"),
]
# fmt: on


@pytest.mark.parametrize("line, source, because", SOURCES)
def test_where_a_figure_came_from(line, source, because):
    sheet = lift_ledgers(D("1000000.00"), D("1.00"), YEARS)
    assert sheet.line(line).source == source, because


@pytest.mark.parametrize("last_year, label, because", LABELS)
def test_the_working_says_whether_the_lift_ended(last_year, label, because):
    ledgers = lift_ledgers(D("1000000.00"), D("1.00"), YEARS)
    sheet = highest_after(ledgers, 2026, last_year_of_lift=last_year)
    assert sheet.line("highest_lawful_levy").label == label, because


def test_a_district_without_value_has_no_rate():
    sheet = lift_ledgers(D("1000000.00"), D("1.00"), [year(2024, 0, 0)])
    assert sheet.number("rate_with_2024") == 0
    assert_explained(sheet)


ledger_years = st.builds(
    LedgerYear,
    st.just(2024),
    drawn.values,
    drawn.values,
    drawn.factors,
    drawn.rates,
    st.none() | drawn.rates,
    st.none() | drawn.factors,
)


@given(drawn.dollars, drawn.rates, st.lists(ledger_years, min_size=1, max_size=4))
def test_neither_ledger_falls_or_passes_its_maximum_rate(highest, rate, years):
    dated = [row._replace(tax_year=2024 + index) for index, row in enumerate(years)]
    sheet = lift_ledgers(highest, rate, dated)
    for name in ("with", "without"):
        run = [highest, *(sheet.number(f"{name}_{row.tax_year}") for row in dated)]
        assert run == sorted(run)
        for row in dated:
            # The rate may include half a cent of rounding in the maximum amount.
            slack = D("0.005") * 1000 / row.value + D("1E-12")
            assert sheet.number(f"rate_{name}_{row.tax_year}") <= row.maximum_rate + slack
    assert_explained(sheet)


@given(drawn.dollars, drawn.rates, st.lists(ledger_years, min_size=1, max_size=4))
def test_without_a_lift_the_two_ledgers_are_one(highest, rate, years):
    dated = [
        row._replace(tax_year=2024 + index, voted_rate=None, voted_factor=None)
        for index, row in enumerate(years)
    ]
    sheet = lift_ledgers(highest, rate, dated)
    for row in dated:
        assert sheet.number(f"with_{row.tax_year}") == sheet.number(f"without_{row.tax_year}")
