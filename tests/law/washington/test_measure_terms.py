from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import Base, FactorReason, LevyKind, LevyStatus, MeasureKind, Outcome
from levy.law.season import Levy, Limit, Measure, ReceivedRate, Request, Season, SeasonFacts
from levy.law.washington.measure_terms import notices_of_measures

FACTS = SeasonFacts("Benton", "WA", 2025, 10)
LIFT = Measure(
    "LIFT", "FIRE", MeasureKind.LID_LIFT_MULTI_YEAR, Outcome.PASSED,
    first_year=2020, last_year=2025, factor=D("1.06"),
)  # fmt: skip
FIRE = Levy("FIRE", "1", "Fire", LevyKind.REGULAR, Base.REGULAR, statutory_rate=D("1.5"))
BOND = replace(LIFT, measure="BONDS", levy="BOND", kind=MeasureKind.BOND, factor=None)
BONDS = Levy("BOND", "1", "Bond", LevyKind.BOND, Base.EXCESS)
EMS = replace(LIFT, measure="MEDICS", levy="EMS", kind=MeasureKind.EMS, factor=None)
MEDICS = Levy("EMS", "1", "Medics", LevyKind.EMS, Base.REGULAR)
ASKED = (
    Request("FIRE", certified_amount=D(100)),
    Request("BOND", certified_amount=D(100)),
    Request("EMS", certified_amount=D(100)),
)
LIMITS = (Limit("FIRE", limit_factor=D("1.01")), Limit("EMS", limit_factor=D("1.01")))


def told(measures, **rows):
    season = Season(
        FACTS,
        **{"levies": (FIRE, BONDS, MEDICS), "requests": ASKED, "limits": LIMITS} | rows,
        measures=tuple(measures),
    )
    return [(n.subject, n.code, n.sentence) for n in notices_of_measures(season)]


# fmt: off
TERMS = [
    # measure                                         blank                           wants   because
    ({},                                              None,                           "",     "both years are known"),
    ({"first_year": None},                            "first year of LIFT is",        "it",   "when did it begin?"),
    ({"last_year": None},                             "last year of LIFT is",         "it",   "when does it end?"),
    ({"first_year": None, "last_year": None},         "first and last year of LIFT are", "them", "neither"),
    ({"last_year": None, "outcome": Outcome.PENDING}, None,                           "",     "not passed: no term yet"),
]
# fmt: on


@pytest.mark.parametrize("differs, blank, wants, because", TERMS)
def test_a_term_that_is_not_known(differs, blank, wants, because):
    sentence = f"The {blank} not known. Write {wants} into measures.csv."
    expected = [("FIRE", "term_not_known", sentence)]
    assert told([replace(LIFT, **differs)]) == (expected if blank else []), because


def ended(measure, **differs):
    return replace(measure, last_year=2024, **differs)


def lifted(factor, reason=None):
    return {"limits": (Limit("FIRE", limit_factor=factor, limit_factor_reason=reason),)}


VOTED = "limits.csv still lifts the limit factor to 1.06"
MONEY = "its levy still has an amount or a rate"
LIFT_LEVY = {"levies": (replace(FIRE, kind=LevyKind.LID_LIFT),)}
ONE_YEAR = MeasureKind.LID_LIFT_SINGLE_YEAR

# fmt: off
EXPIRED = [
    # measures                                  the season                                     how it is still used    because
    ([ended(BOND)],                             {},                                            MONEY,  "a bond that is paid"),
    ([ended(EMS)],                              {},                                            MONEY,  "a levy that voters allowed until 2024"),
    ([ended(BOND)],                             {"requests": ()},                              None,   "nobody asks for it"),
    ([ended(BOND)],                             {"requests": (Request("BOND"),)},              None,   "nothing is known yet"),
    ([ended(BOND)],                             {"requests": (Request("BOND", D(0)),)},        None,   "it asks for nothing"),
    ([ended(BOND)],     {"requests": (), "received": (ReceivedRate("BOND", rate=D(1)),)},          MONEY,  "another county gives its rate"),
    ([ended(BOND)],     {"requests": (), "received": (ReceivedRate("BOND", amount=D(1)),)},        MONEY,  "or its amount"),
    ([ended(BOND)],     {"requests": (), "received": (ReceivedRate("BOND", rate=D(0)),)},          None,   "a rate of nothing"),
    ([ended(BOND)],     {"levies": (replace(BONDS, status=LevyStatus.RETIRED),)},              None,   "a retired levy"),
    ([BOND],                                    {},                                            None,   "2025 is its last year"),
    ([ended(BOND, outcome=Outcome.FAILED)],     {},                                            None,   "it never passed"),
    ([replace(BOND, first_year=2026, last_year=2030)], {},                                     None,   "its term has not begun"),
    ([ended(EMS), replace(EMS, measure="AGAIN", first_year=2025, last_year=2030)], {},         None,   "renewed without a break"),
    ([ended(EMS), replace(EMS, measure="AGAIN", outcome=Outcome.FAILED)], {},                  MONEY,  "the renewal failed"),
    ([ended(EMS), replace(EMS, measure="AGAIN", first_year=2026, last_year=2030)], {},         MONEY,  "the renewal begins too late"),
    ([ended(EMS), replace(LIFT, levy="EMS")],   {},                                            MONEY,  "a lift renews no levy"),
    ([ended(EMS), replace(EMS, measure="AGAIN", levy="FIRE")], {},                             MONEY,  "another levy's measure"),
    ([ended(LIFT)],                             {},                                            None,   "the levy goes on without the lift"),
    ([ended(LIFT)],                             lifted(D("1.06")),                             VOTED,  "with the factor that was voted"),
    ([ended(LIFT)],     {"limits": (Limit("EMS", limit_factor=D("1.06")),)},                   None,   "another levy's limit is lifted"),
    ([ended(BOND)],     {"requests": ASKED[:1]},                                               None,   "another levy asks for money"),
    ([ended(BOND)],     {"requests": (), "received": (ReceivedRate("EMS", rate=D(1)),)},           None,   "another levy's rate was received"),
    ([ended(LIFT)],                             lifted(D("1.06"), FactorReason.LID_LIFT),      VOTED,  "and says so"),
    ([ended(LIFT, factor=None)],                lifted(D("1.06"), FactorReason.LID_LIFT),      VOTED,  "the measure states no factor"),
    ([ended(LIFT)],                             lifted(D("1.06"), FactorReason.STATUTE),       None,   "for another reason"),
    ([ended(LIFT, factor=None)],                lifted(None),                                  None,   "no factor is known"),
    ([ended(LIFT, kind=ONE_YEAR)],              lifted(D("1.06"), FactorReason.LID_LIFT),      VOTED,  "one year is over"),
    ([ended(LIFT, kind=ONE_YEAR)],              {},                                            None,   "the lift lives on in the highest lawful levy"),
    ([ended(LIFT, kind=ONE_YEAR), LIFT],        lifted(D("1.06"), FactorReason.LID_LIFT),      None,   "a later lift goes on from it"),
    ([ended(LIFT)],                             LIFT_LEVY,                                     MONEY,  "a levy that is nothing but the lift"),
]
# fmt: on


@pytest.mark.parametrize("measures, rows, how, because", EXPIRED)
def test_a_measure_that_has_ended_and_is_still_used(measures, rows, how, because):
    found = [each for each in told(measures, **rows) if each[1] == "expired_measure"]
    first = measures[0]
    sentence = (
        f"The term of {first.measure} ended in 2024, but {how}. Remove that, or add the measure "
        "that continues it to measures.csv."
    )
    assert found == ([(first.levy, "expired_measure", sentence)] if how else []), because


@pytest.mark.parametrize("year", ["first_year", "last_year"])
def test_a_blank_year_never_expires(year):
    open_ended = replace(EMS, **{"first_year": 2010, "last_year": 2024} | {year: None})
    codes = [code for _, code, _ in told([open_ended])]
    assert codes == (
        ["term_not_known"] if year == "last_year" else ["term_not_known", "expired_measure"]
    )


# fmt: off
NOT_LEVIED = [
    # measures                             the season                                          why    because
    ([LIFT],                               {},                                                 None,  "levied"),
    ([LIFT],                               {"requests": ()},                                   "its levy has no row in requests.csv", "nobody asked"),
    ([LIFT],                               {"limits": ()},                                     "its levy has no row in limits.csv",   "no limit to lift"),
    ([EMS],                                {"limits": (), "requests": ()},                     "its levy has no row in requests.csv and limits.csv", "neither"),
    ([EMS],                                {"limits": LIMITS[:1], "requests": ASKED[:1]},       "its levy has no row in requests.csv and limits.csv", "only another levy has"),
    ([EMS],                                {"limits": LIMITS[1:], "requests": ASKED[2:]},       None,  "its own rows are enough"),
    ([BOND],                               {"limits": ()},                                     None,  "a bond has no limit"),
    ([BOND],                               {"requests": ()},                                   "its levy has no row in requests.csv", "a bond asks too"),
    ([BOND],    {"requests": (), "received": (ReceivedRate("BOND", rate=D(1)),)},                  None,  "another county asks"),
    ([BOND],    {"requests": (), "received": (ReceivedRate("EMS", rate=D(1)),)},                   "its levy has no row in requests.csv", "for another levy"),
    ([BOND],    {"levies": (replace(BONDS, status=LevyStatus.RETIRED),)},                      "its levy is retired", "retired too early"),
    ([replace(LIFT, outcome=Outcome.PENDING)], {"requests": ()},                               None,  "not decided"),
    ([ended(LIFT)],                        {"requests": ()},                                   None,  "its term is over"),
    ([replace(LIFT, first_year=2026, last_year=2030)], {"requests": ()},                       None,  "its term has not begun"),
]
# fmt: on


@pytest.mark.parametrize("measures, rows, why, because", NOT_LEVIED)
def test_a_measure_that_is_not_levied(measures, rows, why, because):
    sentence = (
        f"{measures[0].measure} passed, and its term covers 2025, but {why}. "
        "Add what is missing, or correct its term in measures.csv."
    )
    expected = [(measures[0].levy, "measure_not_levied", sentence)]
    assert told(measures, **rows) == (expected if why else []), because


def test_a_measure_that_has_not_begun_and_whose_end_is_not_known_has_not_ended():
    future = replace(LIFT, first_year=2026, last_year=None)
    assert [code for _, code, _ in told([future])] == ["term_not_known"]
