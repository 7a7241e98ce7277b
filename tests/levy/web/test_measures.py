"""The register of measures: the word that says the status of each in the season's year."""

from dataclasses import replace

import pytest

from levy.kinds import MeasureKind, Outcome
from levy.law.season import Measure, Notice
from levy.services.measure_register import measure_register
from levy.services.opened_season import OpenedSeason


def test_a_notice_is_of_the_measure_that_it_names(view: OpenedSeason) -> None:
    assert view.result is not None
    names = ("M1", "M10", "M1-b", "aM1")
    measures = tuple(Measure(name, "KENN", MeasureKind.EMS, Outcome.PASSED) for name in names)
    notice = Notice("KENN", "expired_measure", "Measure M1 ended in 2024.")
    with_notice = view._replace(
        season=replace(view.season, measures=measures),
        result=replace(view.result, notices=(notice,)),
    )
    told = {row.measure.measure for row in measure_register(with_notice) if row.notices}
    assert told == {"M1"}


# fmt: off
STANDING = [
    # outcome,          first, last,  standing,                        because
    (Outcome.PASSED,    2020,  2025,  "in force",                      "through its last year"),
    (Outcome.PASSED,    2019,  2024,  "ended",                         "the year after its last"),
    (Outcome.PASSED,    2025,  2030,  "in force",                      "from its first year"),
    (Outcome.PASSED,    2026,  2030,  "not begun",                     "before its first year"),
    (Outcome.PASSED,    None,  2024,  "ended",                         "its end alone is known"),
    (Outcome.PASSED,    2020,  None,  "in force, as far as known",   "its end is not known"),
    (Outcome.PASSED,    None,  None,  "in force, as far as known",   "nothing is known of its term"),
    (Outcome.FAILED,    2020,  2025,  "failed",                        "voters said no"),
]
# fmt: on


@pytest.mark.parametrize("outcome, first, last, standing, because", STANDING)
def test_where_a_measure_stands(
    view: OpenedSeason,
    outcome: Outcome,
    first: int | None,
    last: int | None,
    standing: str,
    because: str,
) -> None:
    measure = Measure("Prop 1", "KENN", MeasureKind.EMS, outcome, first_year=first, last_year=last)
    of_2025 = view._replace(season=replace(view.season, measures=(measure,)))
    assert [row.status for row in measure_register(of_2025)] == [standing], because
