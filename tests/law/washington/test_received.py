from decimal import Decimal as D

import pytest

from levy.law.washington.received import received_rate
from tests.law.reevaluation import assert_explained

# fmt: off
CASES = [
    # received              decimals  rate                 because
    (D("1.711832454575"),   10,       D("1.7118324546"),   "twelve decimals become ten"),
    (D("1.37398939695"),    10,       D("1.3739893970"),   "half goes up"),
    (D(0),                10,       D(0),              "nothing levied is known"),
    (D("1.711832454575"),   6,        D("1.711832"),       "another county prints six"),
]
# fmt: on


@pytest.mark.parametrize("received, decimals, rate, because", CASES)
def test_received_rate(received, decimals, rate, because):
    sheet = received_rate(received, source="Yakima County", decimals=decimals)
    assert sheet.known("rate") == rate, because
    assert sheet.known("rate").as_tuple().exponent == -decimals
    assert_explained(sheet)


def test_the_worksheet_says_who_sent_it():
    assert received_rate(D(1), source="Yakima", decimals=10).lines[0].source == "Yakima"
    assert received_rate(D(1), source=None, decimals=10).lines[0].source == "received_rates.csv"
