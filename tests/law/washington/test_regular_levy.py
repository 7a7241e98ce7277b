from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.kinds import Binding as B
from levy.kinds import MeasureKind, Outcome
from levy.law.not_known import NotKnown
from levy.law.season import Measure, Request
from levy.law.washington.regular_levy import lift_of, regular_levy
from levy.params.washington import law
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn
from tests.law.washington.plain_levy import LEVY, LIMIT, VALUE

LAW = law(2025)
REQUEST = Request(
    "PLAIN",
    certified_amount=D("10400.00"),
    resolution_dollars=D("1000.00"),
    resolution_percent=D("0.2"),
)
LIFT = Measure(
    "LIFT",
    "PLAIN",
    MeasureKind.LID_LIFT_SINGLE_YEAR,
    Outcome.PASSED,
    first_year=2025,
    rate=D("1.4"),
)


def computed(levy=LEVY, limit=LIMIT, request=REQUEST, value=VALUE, less=None, lift=None):
    return regular_levy(levy, limit, request, value=value, less=less or {}, lift=lift, law=LAW)


ASKS_ALL = replace(REQUEST, certified_amount=D(99_999), resolution_dollars=D(9999))

# fmt: off
CASES = [
    # what differs                                                     levy            bound by       at its maximum   because
    ({},                                                               D("10400.00"),  B.CERTIFIED,   None,            "the request"),
    ({"request": ASKS_ALL},                                            D("10600.00"),  B.LIMIT,       None,            "the limit"),
    ({"request": ASKS_ALL, "less": {"FIRE": D("0.5")}},                D("10000.00"),  B.STATUTORY,   "maximum_rate",  "a fire district leaves 1.00"),
    ({"request": ASKS_ALL, "less": {"FIRE": D("0.75")},
      "limit": replace(LIMIT, statutory_plus=D("0.25"))},              D("10000.00"),  B.STATUTORY,   "maximum_rate",  "a pension gives some back"),
    ({"request": ASKS_ALL, "less": {"FIRE": D("2.0")}},                D("0.00"),      B.STATUTORY,   "maximum_rate",  "others leave nothing"),
    ({"request": replace(ASKS_ALL, shift_to=D("5.00")), "less": {"FIRE": D("0.5")}},
                                                                       D("10005.00"),  B.STATUTORY,   None,            "shifted above its own maximum"),
    ({"request": replace(ASKS_ALL, over_levied=D("5.00")), "less": {"FIRE": D("0.5")}},
                                                                       D("9995.00"),   B.STATUTORY,   None,            "below its maximum after giving back"),
    ({"request": replace(ASKS_ALL, under_levied=D("5.00"), error_year=2024, error_by_district=False),
      "less": {"FIRE": D("0.5")}},                                     D("10005.00"),  B.STATUTORY,   None,            "a correction above the maximum"),
    ({"request": replace(ASKS_ALL, under_levied=D("5.00"), error_year=2023, error_by_district=False),
      "less": {"FIRE": D("0.5")}},                                     D("10000.00"),  B.STATUTORY,   "maximum_rate",  "the law of 2023 came later"),
    ({"lift": LIFT},                                                   D("10400.00"),  B.CERTIFIED,   None,            "asked for less than was voted"),
    ({"lift": LIFT, "request": ASKS_ALL},                              D("14000.00"),  B.LIMIT,       "voted_rate",    "the rate that was voted"),
    ({"lift": replace(LIFT, rate=D("1.6")), "request": ASKS_ALL},      D("15000.00"),  B.STATUTORY,   "maximum_rate",  "voted above the maximum"),
    ({"lift": replace(LIFT, rate=None), "request": ASKS_ALL},          D("10600.00"),  B.LIMIT,       None,            "a lift that states no rate sets none"),
    ({"limit": replace(LIMIT, limit_factor=D("1.06")), "request": ASKS_ALL},
                                                                       D("11100.00"),  B.LIMIT,       None,            "a multi-year lift is a factor"),
]
# fmt: on


@pytest.mark.parametrize("differs, levy, bound, at_maximum, because", CASES)
def test_regular_levy(differs, levy, bound, at_maximum, because):
    answer = computed(**differs)
    assert answer.worksheet.number("P2S") == levy, because
    assert (answer.binding, answer.at_maximum) == (bound, at_maximum), because
    assert_explained(answer.worksheet)


# fmt: off
BLANKS = [
    # what is blank                                             what is missing
    ({"levy": replace(LEVY, statutory_rate=None)},              "its statutory rate (levies.csv)"),
    ({"limit": replace(LIMIT, highest_lawful_levy=None)},       "its highest lawful levy (limits.csv)"),
    ({"limit": replace(LIMIT, limit_factor=None)},              "its limit factor (limits.csv)"),
    ({"limit": replace(LIMIT, last_levy=None)},                 "its levy of last year (limits.csv)"),
    ({"limit": replace(LIMIT, last_rate=None)},                 "its rate of last year (limits.csv)"),
    ({"limit": replace(LIMIT, new_construction=None)},          "its new construction (limits.csv)"),
    ({"limit": replace(LIMIT, state_assessed=D(1))},            "its state-assessed values of both years (limits.csv)"),
    ({"limit": replace(LIMIT, state_assessed_prior=D(1))},      "its state-assessed values of both years (limits.csv)"),
]
# fmt: on


@pytest.mark.parametrize("differs, missing", BLANKS)
def test_what_is_not_known_is_named(differs, missing):
    with pytest.raises(NotKnown) as error:
        computed(**differs)
    assert error.value.missing == missing


# fmt: off
LIFTS = [
    # what differs                                   found   because
    ({},                                             True,   "passed, for this year"),
    ({"first_year": None},                           True,   "a term not known is no expiry"),
    ({"first_year": 2024},                           False,  "in later years it lives on in the highest levy"),
    ({"first_year": 2026},                           False,  "not yet"),
    ({"first_year": None, "last_year": 2025},        True,   "its last year"),
    ({"first_year": None, "last_year": 2024},        False,  "its term has ended"),
    ({"levy": "OTHER"},                              False,  "somebody else's"),
    ({"kind": MeasureKind.LID_LIFT_MULTI_YEAR},      False,  "a factor, not a rate"),
    ({"outcome": Outcome.FAILED},                    False,  "voted down"),
    ({"outcome": Outcome.PENDING},                   False,  "not voted yet"),
    ({"rate": None},                                 False,  "states no rate"),
    ({"election": date(2024, 11, 5)},                True,   "the day does not matter"),
]
# fmt: on


@pytest.mark.parametrize("differs, found, because", LIFTS)
def test_lift_of(differs, found, because):
    measure = replace(LIFT, **differs)
    assert lift_of("PLAIN", (measure,), 2025) == (measure if found else None), because


def test_without_measures_there_is_no_lift():
    assert lift_of("PLAIN", (), 2025) is None


ASKED = st.builds(
    lambda certified, dollars, percent: Request(
        "PLAIN",
        certified_amount=certified,
        resolution_dollars=dollars,
        resolution_percent=percent,
    ),
    drawn.dollars,
    drawn.dollars,
    st.decimals(0, 1, places=4),
)


@given(ASKED, drawn.rates, st.none() | drawn.rates)
def test_a_regular_levy_is_never_above_any_of_its_limits(request, less, voted):
    lift = None if voted is None else replace(LIFT, rate=voted)
    levy = computed(request=request, less={"FIRE": less}, lift=lift)
    sheet = levy.worksheet
    amount = sheet.number("P2S")
    assert 0 <= amount <= min(sheet.number("P2H"), sheet.number("I"))
    assert amount <= sheet.number("H" if lift is None else "voted_levy")
    assert_explained(sheet)
