from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import Binding
from levy.law.not_known import NotKnown
from levy.law.season import Request
from levy.law.washington.certified_levy import certified_levy
from levy.law.washington.not_below_zero import check_not_below_zero
from levy.law.washington.season import calculate
from levy.params.washington import law
from tests.law.washington.plain_levy import LIMIT, page_1
from tests.law.washington.small_season import changed

REQUEST = Request("PLAIN", certified_amount=D("10400.00"))

# fmt: off
CASES = [
    # what is taken off                                             told                                                because
    ({},                                                            None,                                               "nothing"),
    ({"abeyance": D("10400.00")},                                   None,                                               "all of it is held back"),
    ({"abeyance": D("10400.01")},                                   "a lower abeyance (requests.csv): it is $10,400.01, more than the levy of $10,400.00", "a cent more"),
    ({"over_levied": D("10400.00")},                                None,                                               "all of it is given back"),
    ({"over_levied": D("10400.01")},                                "a lower over_levied (requests.csv): it is $10,400.01, more than the levy of $10,400.00; RCW 84.52.085 lets it be spread over three years", "a cent more"),
    ({"over_levied": D("10400.01"), "under_levied": D("0.01")},     None,                                               "two errors that make up for each other"),
    ({"abeyance": D(400), "over_levied": D("10000.01")},            "a lower over_levied (requests.csv): it is $10,000.01, more than the levy of $10,000.00; RCW 84.52.085 lets it be spread over three years", "what is held back is gone"),
    ({"shift_from": D("10400.00")},                                 None,                                               "all of it is shifted"),
    ({"shift_from": D("10400.01")},                                 "a lower shift_from (requests.csv): it is $10,400.01, more than the levy of $10,400.00", "a cent more"),
    ({"shift_from": D("10400.01"), "shift_to": D("0.01")},          None,                                               "a cent came in"),
]
# fmt: on


@pytest.mark.parametrize("taken, told, because", CASES)
def test_what_is_taken_off_fits(taken, told, because):
    request = replace(REQUEST, **taken)
    page_2 = certified_levy(page_1(), request, last_levy=LIMIT.last_levy, beyond_maximum_after=2023)
    if told is None:
        check_not_below_zero(page_2)
        assert page_2.number("P2S") >= 0, because
    else:
        with pytest.raises(NotKnown) as refused:
            check_not_below_zero(page_2)
        assert str(refused.value) == told, because


@pytest.mark.parametrize("column", ["abeyance", "over_levied", "shift_from"])
def test_a_season_says_which_figure_is_wrong(column):
    result = calculate(changed("requests", "LIB", **{column: D("404.01")}), law(2025))
    library = next(levy for levy in result.levies if levy.levy == "LIB")
    assert (library.binding, library.rate, library.amount) == (Binding.NONE, None, None)
    told = [n.sentence for n in result.notices if n.subject == "LIB"]
    assert len(told) == 1
    assert told[0].startswith(
        f"Not computed: it waits for a lower {column} (requests.csv): it is $404.01, more than"
    )
