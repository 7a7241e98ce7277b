"""Each county's share of the state levy.  WAC 458-19-550."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.units import rounded
from levy.law.washington.state_levy_share import county_share
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
SHARES = [
    # real                           ratio       personal                        ratio       balance      refund        adjustment                 market                       share             rate        total
    (D("34774789814.24702"),       D("95.8"), D("1329372704.4239035"),        D("95.5"),  D(3055),   D("2995.2"),  D("1196782.3373116404"),  D("37691376365.95"),  D("52187210.47"), D("1.445"), D("53390043.01"), "Benton 2025, part 1, draft of December 2024"),
    (D("3091924122.2901278"),      D("80.2"), D("446883575.40449613"),        D("96.8"),  D(11030),  D("343.05"),  D("143317.72340866737"),  D("4316923571.56"),   D("5977181.54"),  D("1.689"), D("6131872.31"),  "Adams 2025, part 1"),
    (D("20669149828.32231"),       D("81.8"), D("505471253.949443"),          D(93),    D(1691),   D("2051.14"), D("-108359.08443786204"), D("25811426802.94"),  D("35738317.17"), D("1.688"), D("35633700.23"), "Chelan 2025: an adjustment downwards"),
    (D("34774789814.24702"),       D("95.8"), D("1329372704.4239035"),        D("95.5"),  None,        None,         None,                     D("37691376365.95"),  D("52187210.47"), D("1.445"), D("52187210.47"), "blanks add nothing"),
]
# fmt: on


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
    found = [sheet.number(key) for key in ("share", "approximate_rate", "grand_total")]
    assert found == [share, rate, total], because
    assert rounded(sheet.number("market_value"), 2) == market, because
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

    assert share(real).number("share") <= share(real + more).number("share")
    assert_explained(share(real))


# fmt: off
RATIOS = [
    # real                          ratio      personal                      ratio       combined                because
    (D("104984802380.05981"),       D("89.8"), D("2419755828.277626"),       D("91.6"),  D("89.8397735642699"),  "Clark: 89.83977356426987, where the state's spreadsheet shows ...698"),
    (D("3091924122.2901278"),       D("80.2"), D("446883575.40449613"),      D("96.8"),  D("81.9752223784478"),  "Adams, as the state's spreadsheet shows it"),
]
# fmt: on


@pytest.mark.parametrize("real, real_ratio, personal, personal_ratio, combined, because", RATIOS)
def test_the_combined_ratio_is_exact_to_its_last_digit(
    real, real_ratio, personal, personal_ratio, combined, because
):
    sheet = county_share(
        real,
        personal,
        real_ratio=real_ratio,
        personal_ratio=personal_ratio,
        state_value=D(1),
        state_levy=D(1),
        balance=None,
        refund=None,
        adjustment=None,
    )
    assert sheet.number("combined_ratio") == combined, because
