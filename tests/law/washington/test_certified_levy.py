"""REV 64 0007, page 2."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Binding as B
from levy.law.season import Request
from levy.law.washington.certified_levy import binding, certified_levy
from tests.law.reevaluation import assert_explained
from tests.law.washington.plain_levy import page_1

# It resolved to raise its levy of 9,000.00 by 1,000.00, and certified 10,400.00:
# authorized are 10,000.00 and the 500.00 of new construction.
REQUEST = Request(
    "PLAIN",
    certified_amount=D("10400.00"),
    resolution_dollars=D("1000.00"),
    resolution_percent=D("0.2"),
)


def page_2(request, *, page=None, form="2024-10"):
    first = page or page_1()
    return first.followed_by(
        certified_levy(first, request, last_levy=D("9000.00"), beyond_maximum_after=2023, form=form)
    )


# fmt: off
CASES = [
    # what differs                                             line     value            because
    ({},                                                       "P2A1",  D("10000.00"),   "9,000 + 1,000"),
    ({},                                                       "P2A2",  D("10800.00"),   "9,000 and twenty percent"),
    ({"resolution_dollars": D("1000.005")},                    "P2A1",  D("10000.01"),   "to cents"),
    ({"resolution_percent": D("0.011115")},                    "P2A2",  D("9100.04"),    "9,100.035 to cents"),
    ({},                                                       "P2F",   D("10500.00"),   "the lesser, and new construction"),
    ({"resolution_dollars": D(9999)},                        "P2F",   D("11300.00"),   "now the percent is less"),
    ({"resolution_dollars": None},                             "P2F",   D("11300.00"),   "a blank binds nothing"),
    ({"resolution_percent": None},                             "P2F",   D("10500.00"),   "nor here"),
    ({"resolution_dollars": None, "resolution_percent": None}, "P2F",   None,            "no resolution is known"),
    ({"resolution_dollars": None, "resolution_percent": None}, "P2G",   None,            "a refund authorizes nothing alone"),
    ({"resolution_dollars": D(0), "resolution_percent": D(0)}, "P2F",   D("9500.00"),    "no increase was taken"),
    ({"refund": D("50.00")},                                   "P2G",   D("10550.00"),   "a refund on top of the resolution"),
    ({"refund": D("50.00")},                                   "P2I",   D("10650.00"),   "and on top of the limit"),
    ({},                                                       "P2I",   D("10600.00"),   "no refund is known"),
    ({},                                                       "P2J",   D("10400.00"),   "certified is the least"),
    ({"certified_amount": None},                               "P2J",   D("10500.00"),   "not certified yet binds nothing"),
    ({"certified_amount": D(0)},                               "P2J",   D("0.00"),       "nothing certified is known: nothing"),
    ({"certified_amount": D(99_999), "resolution_dollars": D(9999)},
                                                               "P2J",   D("10600.00"),   "the limit is the least"),
    ({"abeyance": D("400.00")},                                "P2J",   D("10000.00"),   "held back until the dispute ends"),
    ({},                                                       "P2L",   D("10400.00"),   "below the maximum of 15,000"),
    ({"over_levied": D("300.00")},                             "P2N",   D("10100.00"),   "given back"),
    ({"under_levied": D("300.00")},                            "P2N",   D("10700.00"),   "caught up"),
    ({"over_levied": D("300.00"), "under_levied": D("100.00")},"P2N",   D("10200.00"),   "both at once"),
    ({"under_levied": D("300.00")},                            "P2P",   D("10400.00"),   "never above what was certified"),
    ({"under_levied": D("300.00"), "certified_amount": None},  "P2P",   D("10800.00"),   "above the resolution"),
    ({"over_levied": D("300.00")},                             "P2O",   D("1.040000000000"), "next year forgets the correction"),
    ({"shift_to": D("25.00")},                                 "P2S",   D("10425.00"),   "from the road levy"),
    ({"shift_from": D("25.00")},                               "P2S",   D("10375.00"),   "to the county's levy"),
    ({"shift_to": D("25.00")},                                 "P2S_rate", D("1.042500000000"), "its rate"),
]
# fmt: on


@pytest.mark.parametrize("differs, line, value, because", CASES)
def test_page_2(differs, line, value, because):
    sheet = page_2(replace(REQUEST, **differs))
    assert sheet.line(line).value == value, because
    assert_explained(sheet)


def test_a_resolution_has_every_addition_of_page_1():
    additions = {
        "tif_increment": D(20_000),
        "state_assessed": D(70_333),
        "state_assessed_prior": D(40_000),
        "annexed_value": D(1_000_000),
    }
    page = page_1(**additions)
    # E is 10,100 + 500 + 20 + 30.33; on nine million that is a rate of 1.18337.
    assert [page.number(key) for key in "ABCDG"] == [
        D("10100.00"), D("500.00"), D("20.00"), D("30.33"), D("1183.37"),
    ]  # fmt: skip
    sheet = page_2(REQUEST, page=page)
    assert sheet.number("P2F") == D("11733.70")
    assert_explained(sheet)


# A maximum of 1.02 allows 10,200.00.
CAPPED = D("1.02")
BY_OTHERS = {"error_year": 2024, "error_by_district": False}

# fmt: off
CORRECTIONS = [
    # what differs                                        form       levy            because
    (BY_OTHERS,                                           "2024-10", D("10400.00"),  "above the maximum, not above what was certified"),
    (BY_OTHERS | {"certified_amount": None},              "2024-10", D("10700.00"),  "the whole correction"),
    (BY_OTHERS | {"certified_amount": D(99_999)},         "2024-10", D("10700.00"),  "the request no longer limits it"),
    (BY_OTHERS | {"error_year": 2023},                    "2024-10", D("10200.00"),  "an error of 2023 is capped"),
    (BY_OTHERS | {"error_year": None},                    "2024-10", D("10200.00"),  "of an unknown year"),
    (BY_OTHERS | {"error_by_district": True},             "2024-10", D("10200.00"),  "its own error"),
    (BY_OTHERS | {"error_by_district": None},             "2024-10", D("10200.00"),  "nobody says whose error it was"),
    (BY_OTHERS,                                           "older",   D("10700.00"),  "the older form does not look at what was certified"),
    (BY_OTHERS | {"error_year": 2023},                    "older",   D("10200.00"),  "it caps at the maximum all the same"),
    ({"certified_amount": D("10100.00")},                 "2024-10", D("10100.00"),  "certified before the correction"),
    ({"certified_amount": D("10100.00")},                 "older",   D("10200.00"),  "the older form adds, up to the maximum"),
]
# fmt: on


@pytest.mark.parametrize("differs, form, levy, because", CORRECTIONS)
def test_a_correction_of_500_at_a_maximum_of_10200(differs, form, levy, because):
    request = replace(REQUEST, under_levied=D("500.00"), **differs)
    sheet = page_2(request, page=page_1(CAPPED), form=form)
    assert sheet.number("P2P") == levy, because
    assert_explained(sheet)


# fmt: off
BINDINGS = [
    # what differs                                          maximum    bound by       because
    ({},                                                    D("1.5"),  B.CERTIFIED,   "10,400 of 10,500"),
    ({"certified_amount": D("10500.00")},                   D("1.5"),  B.CERTIFIED,   "a tie: the request is nearer"),
    ({"certified_amount": D(99_999)},                       D("1.5"),  B.RESOLUTION,  "10,500 were authorized"),
    ({"certified_amount": None},                            D("1.5"),  B.RESOLUTION,  "not certified yet"),
    ({"certified_amount": D(99_999), "resolution_dollars": D(9999)},
                                                            D("1.5"),  B.LIMIT,       "10,600 of 11,300"),
    ({"certified_amount": D(99_999), "resolution_dollars": D(1100)},
                                                            D("1.5"),  B.LIMIT,       "a tie of limit and resolution"),
    ({"certified_amount": D(99_999)},                       D("1.02"), B.STATUTORY,   "10,200 at most"),
    ({},                                                    D("1.04"), B.STATUTORY,   "a tie with the request"),
    ({"abeyance": D("100.00")},                             D("1.5"),  B.CERTIFIED,   "certified, less what is held back"),
    ({"abeyance": D("100.00"), "certified_amount": D(99_999), "resolution_dollars": D(9999)},
                                                            D("1.5"),  B.LIMIT,       "the limit, less what is held back"),
    ({"abeyance": D("100.00"), "certified_amount": None},   D("1.5"),  B.RESOLUTION,  "the resolution, less the same"),
    ({"under_levied": D(9999), "certified_amount": None},   D("1.5"),  B.STATUTORY,   "a correction cut at the maximum"),
    ({"under_levied": D(9999)},                             D("1.5"),  B.CERTIFIED,   "a correction cut at the request"),
    ({"under_levied": D(100), "certified_amount": None},    D("1.5"),  B.RESOLUTION,  "the correction fits"),
    ({"under_levied": D(100), "certified_amount": None,
      "resolution_dollars": D(9999)},                       D("1.5"),  B.LIMIT,       "the correction fits above the limit"),
    ({"under_levied": D(4500), "certified_amount": None},   D("1.5"),  B.RESOLUTION,  "the correction just fits below the maximum"),
    ({"under_levied": D(500), "error_year": 2024, "error_by_district": False},
                                                            D("1.02"), B.CERTIFIED,   "a correction above the maximum, cut at the request"),
]
# fmt: on


@pytest.mark.parametrize("differs, maximum, bound, because", BINDINGS)
def test_what_bound_the_levy(differs, maximum, bound, because):
    sheet = page_2(replace(REQUEST, **differs), page=page_1(maximum))
    assert binding(sheet) is bound, because


def test_a_correction_above_the_maximum_is_not_bound_by_it():
    request = replace(REQUEST, under_levied=D("500.00"), **BY_OTHERS, certified_amount=None)
    sheet = page_2(request, page=page_1(CAPPED))
    assert sheet.number("P2P") > sheet.number("P2K")
    assert binding(sheet) is B.STATUTORY, "the levy before the correction is at its maximum"


DOLLARS = st.integers(0, 2_000_000).map(lambda cents: D(cents).scaleb(-2))
BLANK = st.none() | DOLLARS
REQUESTS = st.builds(
    Request,
    levy=st.just("PLAIN"),
    certified_amount=BLANK,
    resolution_dollars=BLANK,
    resolution_percent=st.none() | st.integers(0, 3000).map(lambda n: D(n).scaleb(-4)),
    refund=BLANK,
    abeyance=st.none() | st.integers(0, 90_000).map(lambda cents: D(cents).scaleb(-2)),
    over_levied=st.none() | st.integers(0, 90_000).map(lambda cents: D(cents).scaleb(-2)),
    under_levied=BLANK,
    error_year=st.none() | st.integers(2021, 2025),
    error_by_district=st.none() | st.booleans(),
    shift_to=BLANK,
    shift_from=st.none() | st.integers(0, 90_000).map(lambda cents: D(cents).scaleb(-2)),
)
MAXIMA = st.integers(5000, 20_000).map(lambda n: D(n).scaleb(-4))
FORMS = st.sampled_from(["2024-10", "older"])


@given(REQUESTS, MAXIMA, FORMS)
def test_every_line_follows_from_the_others(request, maximum, form):
    assert_explained(page_2(request, page=page_1(maximum), form=form))


@given(REQUESTS, MAXIMA, FORMS)
def test_a_levy_is_never_above_any_of_its_limits(request, maximum, form):
    sheet = page_2(request, page=page_1(maximum), form=form)
    refund = request.refund or 0
    before = sheet.number("P2L")
    assert before <= sheet.number("I")
    assert before <= sheet.number("H") + refund
    assert request.certified_amount is None or before <= request.certified_amount
    assert sheet.line("P2F").value is None or before <= sheet.number("P2F") + refund
    beyond = request.error_by_district is False and (request.error_year or 0) > 2023
    assert beyond or sheet.number("P2P") <= sheet.number("I")
    if form == "2024-10" and request.certified_amount is not None:
        assert sheet.number("P2P") <= request.certified_amount


@given(REQUESTS, MAXIMA, st.integers(1, 100_000).map(lambda cents: D(cents).scaleb(-2)))
def test_asking_for_more_never_levies_less(request, maximum, more):
    page = page_1(maximum)
    if request.certified_amount is None:
        return
    richer = replace(request, certified_amount=request.certified_amount + more)
    assert page_2(richer, page=page).number("P2P") >= page_2(request, page=page).number("P2P")


@given(REQUESTS, MAXIMA)
def test_something_bound_it(request, maximum):
    sheet = page_2(request, page=page_1(maximum))
    bound = binding(sheet)
    assert bound in {B.STATUTORY, B.CERTIFIED, B.LIMIT, B.RESOLUTION}
    if bound is B.RESOLUTION:
        assert sheet.line("P2F").value is not None
    if bound is B.CERTIFIED:
        assert request.certified_amount is not None
