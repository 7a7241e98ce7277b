"""The state levy: each part's limit, both together, each county's share.  RCW 84.52.065."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.units import rounded
from levy.law.washington.state_levy import county_share, state_limit, within_aggregate
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
AGGREGATE = [
    # part 1      part 2      market value    part 1         part 2
    (D(2000), D(1000),  D(1_000_000),   D(2000),     D(1000),     "both fit under 3.60"),
    (D(2400), D(1200),  D(1_000_000),   D(2400),     D(1200),     "exactly 3.60"),
    (D(2400), D("1200.01"), D(1_000_000), D("2399.99"),  D("1200.01"),  "a cent too much"),
    (D(3600), D(3600),  D(1_000_000),   D("1800.00"),  D("1800.00"),  "cut in proportion"),
    (D(1),    D(2),     D(278),         D("0.33"),     D("0.67"),     "1.00 in three parts: no cent is lost"),
    (D(1),    D(2),     D(0),           D("0.00"),     D("0.00"),     "no value"),
]
SHARES = [
    # real                           ratio       personal                        ratio       balance      refund        adjustment                 market                       share             rate        total
    (D("34774789814.24702"),       D("95.8"), D("1329372704.4239035"),        D("95.5"),  D(3055),   D("2995.2"),  D("1196782.3373116404"),  D("37691376365.95"),  D("52187210.47"), D("1.445"), D("53390043.01"), "Benton 2025, part 1, draft of December 2024"),
    (D("3091924122.2901278"),      D("80.2"), D("446883575.40449613"),        D("96.8"),  D(11030),  D("343.05"),  D("143317.72340866737"),  D("4316923571.56"),   D("5977181.54"),  D("1.689"), D("6131872.31"),  "Adams 2025, part 1"),
    (D("20669149828.32231"),       D("81.8"), D("505471253.949443"),          D(93),    D(1691),   D("2051.14"), D("-108359.08443786204"), D("25811426802.94"),  D("35738317.17"), D("1.688"), D("35633700.23"), "Chelan 2025: an adjustment downwards"),
    (D("34774789814.24702"),       D("95.8"), D("1329372704.4239035"),        D("95.5"),  None,        None,         None,                     D("37691376365.95"),  D("52187210.47"), D("1.445"), D("52187210.47"), "blanks add nothing"),
]
# fmt: on


def test_part_1_of_2025():
    sheet = state_limit(
        D("3058608229.513537"),
        growth_fraction=D("0.01"),
        new_construction=D("35039025.33174358"),
        state_assessed_change=D("281406860.33652496"),
        prior_rate=D("1.3222730441164312"),
        refund=D("179283.39"),
    )
    assert sheet.known("growth") == D("30586082.30")
    assert sheet.known("state_assessed") == D("372096.71")
    assert abs(sheet.known("new_limit") - D("3124605433.8462687")) < D("0.01")
    assert abs(sheet.known("part_levy") - D("3124784717.2362685")) < D("0.01")
    assert_explained(sheet)


def test_a_fall_of_state_assessed_value_takes_nothing():
    sheet = state_limit(
        D("1000.00"),
        growth_fraction=D("0.01"),
        new_construction=D("5.00"),
        state_assessed_change=D(-1_000_000),
        prior_rate=D("1.3"),
        refund=None,
    )
    assert sheet.known("new_limit") == sheet.known("part_levy") == D("1015.00")
    assert_explained(sheet)


@pytest.mark.parametrize("part_1, part_2, market, first, second, because", AGGREGATE)
def test_within_aggregate(part_1, part_2, market, first, second, because):
    sheet = within_aggregate(part_1, part_2, market_value=market, aggregate_rate=D("3.60"))
    assert (sheet.known("part_1"), sheet.known("part_2")) == (first, second), because
    assert_explained(sheet)


@pytest.mark.parametrize(
    "real, real_ratio, personal, personal_ratio, balance, refund, adjustment, market, share, rate,"
    " total, because",
    SHARES,
)
def test_county_share(
    real,
    real_ratio,
    personal,
    personal_ratio,
    balance,
    refund,
    adjustment,
    market,
    share,
    rate,
    total,
    because,
):
    sheet = county_share(
        real,
        personal,
        real_ratio=real_ratio,
        personal_ratio=personal_ratio,
        state_value=D("2256089387018.528"),
        state_levy=D("3123765249.092568"),
        balance=balance,
        refund=refund,
        adjustment=adjustment,
    )
    found = [sheet.known(key) for key in ("share", "approximate_rate", "grand_total")]
    assert found == [share, rate, total], because
    assert rounded(sheet.known("market_value"), 2) == market, because
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.values, drawn.rates)
def test_both_parts_never_pass_the_aggregate_and_neither_is_raised(first, second, market, rate):
    sheet = within_aggregate(first, second, market_value=market, aggregate_rate=rate)
    cut = sheet.known("part_1") + sheet.known("part_2")
    assert cut == min(first + second, sheet.known("aggregate_maximum"))
    assert sheet.known("part_1") <= first
    assert_explained(sheet)


@given(drawn.values, drawn.values, drawn.values)
def test_more_value_never_lowers_a_share(real, personal, more):
    def share(of):
        return county_share(
            of,
            personal,
            real_ratio=D("95.8"),
            personal_ratio=D("95.5"),
            state_value=D(10**13),
            state_levy=D("3123765249.09"),
            balance=None,
            refund=None,
            adjustment=None,
        )

    assert share(real).known("share") <= share(real + more).known("share")
    assert_explained(share(real))
