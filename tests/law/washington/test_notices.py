from dataclasses import replace
from decimal import Decimal as D

import pytest

from levy.kinds import (
    Base,
    Binding,
    DistrictKind,
    FactorReason,
    LevyKind,
    MeasureKind,
    Outcome,
)
from levy.law.season import (
    District,
    Enrichment,
    Levy,
    LevyResult,
    Limit,
    Measure,
    Request,
    Season,
    SeasonFacts,
)
from levy.law.washington.notices import notices_of
from levy.law.worksheet import Line, Worksheet
from levy.params.washington import law

FACTS = SeasonFacts("Benton", "WA", 2025, 10)
LIFT = Measure(
    "LIFT", "FIRE", MeasureKind.LID_LIFT_MULTI_YEAR, Outcome.PASSED,
    first_year=2024, last_year=2029, factor=D("1.06"),
)  # fmt: skip
FIRE = Levy("FIRE", "1", "Fire", LevyKind.REGULAR, Base.REGULAR, statutory_rate=D("1.5"))


def told(results=(), **rows):
    season = Season(FACTS, **{name: tuple(of_kind) for name, of_kind in rows.items()})
    return [(n.subject, n.code, n.sentence) for n in notices_of(season, results, law(2025))]


def corrected(levy, after, under):
    lines = [("P2P", levy), ("P2N", after), ("under_levied", under)]
    sheet = Worksheet("", tuple(Line(key, key, value, "dollars") for key, value in lines))
    return LevyResult("EMS", Binding.STATUTORY, worksheet=sheet)


# fmt: off
CORRECTIONS = [
    # levied      after the correction  correction   left      because
    (D(1000),     D(1500),              D(800),      "500.00", "a part is left"),
    (D(1000),     D(5000),              D(800),      "800.00", "no more than the correction itself"),
    (D(1800),     D(1800),              D(800),      None,     "all of it was levied"),
    (D(1000),     D(1000),              None,        None,     "nothing to correct"),
    (D(900),      D(1000),              D(0),        None,     "a correction of nothing"),
]
# fmt: on


@pytest.mark.parametrize("levy, after, under, left, because", CORRECTIONS)
def test_a_correction_that_is_not_levied(levy, after, under, left, because):
    expected = [
        (
            "EMS",
            "correction_not_levied",
            f"${left} of the correction of ${under}.00 is not levied: "
            "the levy has reached its maximum.",
        )
    ]
    assert told([corrected(levy, after, under)]) == (expected if left else []), because


def test_a_levy_without_a_worksheet_does_not_end_the_list():
    results = [LevyResult("NEW", Binding.NONE), corrected(D(1000), D(1500), D(800))]
    assert [subject for subject, _, _ in told(results)] == ["EMS"]


def test_what_a_levy_waits_for():
    result = LevyResult("CITY", Binding.NONE, missing="its limit factor (limits.csv)")
    assert told([result]) == [
        ("CITY", "not_computed", "Not computed: it waits for its limit factor (limits.csv).")
    ]


# fmt: off
ENRICHMENTS = [
    # certified        refund          voter-approved   above       because
    (D("1030.50"),     D("30.50"),     D(1000),       None,       "refunds explain it"),
    (D("1030.50"),     None,           D(1000),       "30.50",    "nothing explains it"),
    (D("1030.50"),     D("10.00"),     D(1000),       "20.50",    "refunds explain a part"),
    (D("990.00"),      None,           D(1000),       None,       "less than approved"),
    (D("1000.00"),     None,           D(1000),       None,       "exactly what was approved"),
    (D("1000.01"),     None,           D(1000),       "0.01",     "one cent above it"),
    (None,             None,           D(1000),       None,       "not certified yet"),
    (D("990.00"),      None,           None,            None,       "nobody knows what was approved"),
]
# fmt: on


@pytest.mark.parametrize("certified, refund, approved, above, because", ENRICHMENTS)
def test_more_than_voters_approved(certified, refund, approved, above, because):
    found = told(
        requests=[Request("SCHOOL", certified_amount=certified, refund=refund)],
        enrichment=[Enrichment("SCHOOL", voter_approved=approved)],
    )
    expected = [
        (
            "SCHOOL",
            "above_voter_approved",
            f"The amount certified is ${above} above what voters approved ($1,000.00). "
            "Only refunds can explain that: write them into requests.csv, column refund.",
        )
    ]
    assert found == (expected if above else []), because


def test_an_enrichment_levy_that_nobody_requested_does_not_end_the_list():
    found = told(
        requests=[Request("SCHOOL", certified_amount=D(2))],
        enrichment=[Enrichment(code, voter_approved=D(1)) for code in ("NEW", "SCHOOL")],
    )
    assert [subject for subject, _, _ in found] == ["SCHOOL"]


def test_an_enrichment_levy_that_nobody_requested():
    assert told(enrichment=[Enrichment("SCHOOL", voter_approved=D(1))]) == []


# fmt: off
FACTORS = [
    # measure                                       factor used   told     because
    ({},                                            D("1.06"),    False,   "as voted"),
    ({},                                            D("1.01"),    True,    "voters stated another"),
    ({},                                            None,         False,   "no factor is known yet"),
    ({"factor": None},                              D("1.01"),    False,   "the measure states none"),
    ({"levy": "OTHER"},                             D("1.01"),    False,   "somebody else's measure"),
    ({"outcome": Outcome.FAILED},                   D("1.01"),    False,   "voted down"),
    ({"kind": MeasureKind.LID_LIFT_SINGLE_YEAR},    D("1.01"),    False,   "a single year states a rate"),
]
# fmt: on


@pytest.mark.parametrize("differs, used, is_told, because", FACTORS)
def test_a_factor_that_voters_did_not_state(differs, used, is_told, because):
    found = told(
        levies=[FIRE, replace(FIRE, levy="OTHER")],
        districts=[District("1", "Fire", DistrictKind.FIRE)],
        measures=[replace(LIFT, **differs)],
        limits=[Limit("FIRE", limit_factor=used), Limit("OTHER")],
        requests=[Request("FIRE"), Request("OTHER")],
    )
    expected = [
        (
            "FIRE",
            "factor_not_voted",
            "The limit factor used is 1.01; LIFT states 1.06. Correct limits.csv or measures.csv.",
        )
    ]
    assert found == (expected if is_told else []), because


# fmt: off
LAWFUL = [
    # people    inflation      factor      reason                          lawful   because
    ( 9_999,    D("0.004"),    D("1.01"),  FactorReason.STATUTE,           None,    "a small district takes the cap"),
    (10_000,    D("0.004"),    D("1.01"),  FactorReason.STATUTE,           "1.004", "a larger one takes inflation"),
    (10_000,    D("0.0257"),   D("1.01"),  FactorReason.STATUTE,           None,    "inflation above the cap"),
    (10_000,    D("0.004"),    D("1.01"),  FactorReason.SUBSTANTIAL_NEED,  None,    "need was found up to the cap"),
    (10_000,    D("0.004"),    D("1.02"),  FactorReason.SUBSTANTIAL_NEED,  "1.01",  "need cannot pass the cap"),
    (10_000,    D("0.004"),    D("1.06"),  FactorReason.LID_LIFT,          None,    "voters decide their own"),
    (10_000,    D("0.004"),    None,       None,                           None,    "the law's own is computed"),
    (None,      D("0.004"),    D("1.01"),  FactorReason.STATUTE,           None,    "the population is not known"),
    (10_000,    None,          D("1.005"), FactorReason.STATUTE,           None,    "the inflation is not known"),
    (None,      None,          D("1.5"),   FactorReason.STATUTE,           "1.01",  "nobody's factor passes the cap"),
]
# fmt: on


@pytest.mark.parametrize("people, inflation, factor, reason, lawful, because", LAWFUL)
def test_a_factor_that_is_not_the_laws(people, inflation, factor, reason, lawful, because):
    season = Season(
        replace(FACTS, inflation=inflation),
        levies=(FIRE,),
        districts=(District("1", "Fire", DistrictKind.FIRE, people),),
        limits=(Limit("FIRE", limit_factor=factor, limit_factor_reason=reason),),
    )
    told = [(notice.code, notice.sentence) for notice in notices_of(season, (), law(2025))]
    assert told == (
        []
        if lawful is None
        else [
            (
                "factor_not_lawful",
                f"The limit factor used is {factor}; RCW 84.55.005 gives {lawful}. "
                "Correct limits.csv, or the population in districts.csv.",
            )
        ]
    ), because


# fmt: off
RATES = [
    # levy                                                               told    because
    (FIRE,                                                               False,  "at the maximum"),
    (replace(FIRE, statutory_rate=D("1.51")),                            True,   "above it"),
    (replace(FIRE, statutory_rate=D("0.51"), kind=LevyKind.EMS),         True,   "an EMS levy has its own"),
    (replace(FIRE, statutory_rate=D(9), kind=LevyKind.LID_LIFT),       False,  "voters set it"),
    (replace(FIRE, statutory_rate=None),                                 False,  "not known"),
    (replace(FIRE, statutory_rate=D(9), district="2"),                 False,  "the law here has no maximum"),
]
# fmt: on


@pytest.mark.parametrize("levy, is_told, because", RATES)
def test_a_statutory_rate_above_the_law(levy, is_told, because):
    found = told(
        levies=[levy],
        districts=[
            District("1", "Fire", DistrictKind.FIRE),
            District("2", "School", DistrictKind.SCHOOL),
        ],
    )
    allowed = "0.50" if levy.kind is LevyKind.EMS else "1.50"
    expected = [
        (
            "FIRE",
            "statutory_rate_above_law",
            f"Its statutory_rate (levies.csv) is {levy.statutory_rate}; the law allows at most "
            f"{allowed}.",
        )
    ]
    assert found == (expected if is_told else []), because


def test_a_levy_without_a_statutory_rate_does_not_end_the_list():
    found = told(
        levies=[
            replace(FIRE, levy="NEW", statutory_rate=None),
            replace(FIRE, statutory_rate=D("1.51")),
        ],
        districts=[District("1", "Fire", DistrictKind.FIRE)],
    )
    assert [subject for subject, _, _ in found] == ["FIRE"]


def test_notices_come_by_levy():
    results = [LevyResult(code, Binding.NONE, missing="x") for code in ("B", "A")]
    bond = replace(FIRE, levy="A", kind=LevyKind.BOND, base=Base.EXCESS)
    measures = [replace(LIFT, levy="A", kind=MeasureKind.BOND, factor=None, last_year=None)]
    found = told(
        results,
        levies=[bond],
        districts=[District("1", "Fire", DistrictKind.FIRE)],
        measures=measures,
    )
    assert [(subject, code) for subject, code, _ in found] == [
        ("A", "measure_not_levied"),
        ("A", "not_computed"),
        ("A", "term_not_known"),
        ("B", "not_computed"),
    ]


def test_a_levy_with_nothing_to_correct_does_not_end_the_list():
    results = [corrected(D(1000), D(1000), None), corrected(D(1000), D(1500), D(800))]
    assert [code for _, code, _ in told(results)] == ["correction_not_levied"]


def test_a_factor_above_the_cap_is_named_where_the_inflation_is_not_known():
    limit = Limit("A", limit_factor=D("1.02"), limit_factor_reason=FactorReason.STATUTE)
    levies = [replace(FIRE, levy="A")]
    districts = [District("1", "Fire", DistrictKind.FIRE, population=50_000)]
    season = Season(
        replace(FACTS, inflation=None),
        levies=tuple(levies), districts=tuple(districts), limits=(limit,),
    )  # fmt: skip
    found = notices_of(season, (), law(2025))
    assert [notice.code for notice in found] == ["factor_not_lawful"]
