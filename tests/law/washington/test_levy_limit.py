"""REV 64 0007, page 1."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.season import Limit
from levy.law.washington.levy_limit import levy_limit
from levy.law.washington.statutory_maximum import statutory_maximum
from tests.law.reevaluation import assert_explained

# A district of ten million: last year it might have levied 10,000.00 at 1.000 per $1,000.
PLAIN = Limit(
    "PLAIN",
    highest_lawful_levy=D("10000.00"),
    limit_factor=D("1.01"),
    last_levy=D("9000.00"),
    last_rate=D("1.000000000000"),
    new_construction=D(0),
)
VALUE, MAXIMUM = D(10_000_000), D("1.5")

# fmt: off
CASES = [
    # what differs                                        line  value                because
    ({},                                                  "A",  D("10100.00"),       "the highest levy grows by the factor"),
    ({"limit_factor": D("1.06")},                         "A",  D("10600.00"),       "voters allowed six percent"),
    ({"limit_factor": D("0.992")},                        "A",  D("9920.00"),        "falling prices shrink it"),
    ({"highest_lawful_levy": D("3107600.56")},            "A",  D("3138676.57"),     "3,138,676.5656 to cents"),
    ({"highest_lawful_levy": D("10000.50"), "limit_factor": D("1.01")},
                                                          "A",  D("10100.51"),       "half a cent goes up"),
    ({"new_construction": D(500_000)},                    "B",  D("500.00"),         "taxed at last year's rate"),
    ({"new_construction": None},                          "B",  D("0.00"),           "a blank adds nothing"),
    ({"new_construction": D(1), "last_rate": D(5)},     "B",  D("0.01"),           "half a cent goes up here too"),
    ({"tif_increment": D(200_000)},                       "C",  D("200.00"),         "an increment counts once"),
    ({"state_assessed": D(300_000), "state_assessed_prior": D(100_000)},
                                                          "D",  D("200.00"),         "a rise is added"),
    ({"state_assessed": D(100_000), "state_assessed_prior": D(300_000)},
                                                          "D",  D("0.00"),           "a fall never subtracts"),
    ({"state_assessed": D(100_000), "state_assessed_prior": D(300_000), "last_rate": D(10)},
                                                          "D",  D("0.00"),           "not a cent of it at a rate of 10 either"),
    ({"state_assessed": D(100_000)},                      "D",  D("100.00"),         "no value last year"),
    ({"new_construction": D(500_000), "tif_increment": D(200_000),
      "state_assessed": D(300_000), "state_assessed_prior": D(100_000)},
                                                          "E",  D("11000.00"),       "the four together"),
    ({},                                                  "F",  D("1.010000000000"), "nothing annexed: the limit's rate"),
    ({"annexed_value": D(2_000_000)},                     "F",  D("1.262500000000"), "10,100 on the eight millions before"),
    ({"annexed_value": D(2_000_000)},                     "G",  D("2525.00"),        "the annexed land pays that rate"),
    ({"annexed_value": D(2_000_000)},                     "H",  D("12625.00"),       "on top of the limit"),
    ({"annexed_value": VALUE},                            "F",  D(0),              "no land was there before"),
    ({"annexed_value": VALUE},                            "H",  D("10100.00"),       "and no rate to tax it at"),
    ({},                                                  "I",  D("15000.00"),       "1.50 on ten million"),
    ({},                                                  "J",  D("10100.00"),       "the limit is less"),
    ({"limit_factor": D("2.0")},                          "J",  D("15000.00"),       "the maximum is less"),
    ({},                                                  "K",  D("10100.00"),       "next year starts here"),
    ({"limit_factor": D("2.0")},                          "K",  D("15000.00"),       "but never above the maximum"),
    ({"limit_factor": D("0.992")},                        "K",  D("10000.00"),       "and never below where it was"),
    ({"highest_lawful_levy": D("20000.00")},              "K",  D("20000.00"),       "even above the maximum"),
    ({"tif_increment": D(200_000)},                       "H",  D("10300.00"),       "the increment lifts this year"),
    ({"tif_increment": D(200_000)},                       "K",  D("10100.00"),       "and is taken out of next year's start"),
]
# fmt: on


@pytest.mark.parametrize("differs, line, value, because", CASES)
def test_page_1(differs, line, value, because):
    sheet = levy_limit(replace(PLAIN, **differs), value=VALUE, maximum_rate=MAXIMUM)
    assert sheet.number(line) == value, because


def test_a_district_without_value_has_no_rate():
    sheet = levy_limit(PLAIN, value=D(0), maximum_rate=MAXIMUM)
    assert (sheet.number("F"), sheet.number("G"), sheet.number("I")) == (0, 0, 0)
    assert sheet.number("K") == D("10000.00")


@pytest.mark.parametrize("blank", ["highest_lawful_levy", "limit_factor"])
def test_a_limit_is_never_computed_from_a_blank(blank):
    limit = replace(PLAIN, **{blank: None})
    with pytest.raises(ValueError, match="needs a highest lawful levy and a limit factor"):
        levy_limit(limit, value=VALUE, maximum_rate=MAXIMUM)


def test_what_was_blank_stays_blank_on_the_worksheet():
    sheet = levy_limit(PLAIN, value=VALUE, maximum_rate=MAXIMUM)
    blank = [line.key for line in sheet.lines if line.value is None]
    assert blank == ["tif_increment", "state_assessed", "state_assessed_prior", "annexed_value"]


DOLLARS = st.integers(0, 10**10).map(lambda cents: D(cents).scaleb(-2))
VALUES = st.integers(0, 10**10).map(D)
BLANK_OR_VALUE = st.none() | VALUES
LIMITS = st.builds(
    Limit,
    levy=st.just("L"),
    highest_lawful_levy=DOLLARS,
    limit_factor=st.integers(99_000, 106_000).map(lambda n: D(n).scaleb(-5)),
    last_rate=st.integers(0, 5 * 10**12).map(lambda n: D(n).scaleb(-12)),
    new_construction=BLANK_OR_VALUE,
    tif_increment=BLANK_OR_VALUE,
    state_assessed=BLANK_OR_VALUE,
    state_assessed_prior=BLANK_OR_VALUE,
    annexed_value=st.none() | st.integers(0, 10**6).map(D),
)


def page_1(limit, value):
    maximum = statutory_maximum(MAXIMUM, {}, None)
    return maximum.followed_by(levy_limit(limit, value=value, maximum_rate=MAXIMUM))


@given(LIMITS, st.integers(10**6 + 1, 10**11).map(D))
def test_every_line_follows_from_the_others(limit, value):
    assert_explained(page_1(limit, value))


@given(LIMITS, st.integers(10**6 + 1, 10**11).map(D))
def test_the_highest_lawful_levy_never_falls_and_never_passes_the_maximum_by_growing(limit, value):
    sheet = page_1(limit, value)
    assert sheet.number("K") >= limit.highest_lawful_levy
    assert sheet.number("K") <= max(limit.highest_lawful_levy, sheet.number("I"))
    assert sheet.number("J") <= min(sheet.number("H"), sheet.number("I"))


@given(
    LIMITS,
    st.integers(10**6 + 1, 10**11).map(D),
    st.sampled_from(["new_construction", "tif_increment", "state_assessed"]),
    st.integers(1, 10**9).map(D),
)
def test_more_value_never_lowers_a_limit(limit, value, field, more):
    richer = replace(limit, **{field: (getattr(limit, field) or D(0)) + more})
    assert page_1(richer, value).number("H") >= page_1(limit, value).number("H")


@given(LIMITS, st.integers(10**6 + 1, 10**11).map(D), st.integers(1, 10**9).map(D))
def test_more_value_never_lowers_the_maximum(limit, value, more):
    assert page_1(limit, value + more).number("I") >= page_1(limit, value).number("I")


@given(LIMITS, st.integers(10**6 + 1, 10**11).map(D), DOLLARS)
def test_a_higher_levy_of_before_never_lowers_the_limit(limit, value, more):
    higher = replace(limit, highest_lawful_levy=limit.highest_lawful_levy + more)
    assert page_1(higher, value).number("H") >= page_1(limit, value).number("H")
