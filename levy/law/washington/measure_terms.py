"""What a person should look at in the terms of measures: not known, ended, or not levied.

A measure has effect in the tax years of its term (RCW 84.55.050; 84.52.069).  A blank year is a
term not known, never an expiry.  A levy that voters approve for a term has to end with it; a
lid lift that has ended leaves a levy that goes on without it, so that there only a limit factor
that is still lifted says that the measure is still used.
"""

from collections.abc import Iterator

from levy.kinds import FactorReason, LevyKind, LevyStatus, MeasureKind, Outcome
from levy.law.season import Levy, Measure, Notice, Season
from levy.law.washington.regular_levy import KINDS

_LIFTS = frozenset({MeasureKind.LID_LIFT_SINGLE_YEAR, MeasureKind.LID_LIFT_MULTI_YEAR})


def notices_of_measures(season: Season) -> Iterator[Notice]:
    """Yield the notices of every passed measure."""
    levies = {levy.levy: levy for levy in season.levies}
    passed = [measure for measure in season.measures if measure.outcome is Outcome.PASSED]
    in_force = [measure for measure in passed if _covers(measure, season.facts.tax_year)]
    for measure in passed:
        yield from _not_known(measure)
        if measure in in_force:
            yield from _not_levied(measure, levies[measure.levy], season)
        elif not any(_goes_on_from(measure, other) for other in in_force):
            yield from _expired(measure, levies[measure.levy], season)


def _covers(measure: Measure, tax_year: int) -> bool:
    begun = measure.first_year is None or measure.first_year <= tax_year
    return begun and (measure.last_year is None or measure.last_year >= tax_year)


def _goes_on_from(measure: Measure, other: Measure) -> bool:
    same = measure.kind is other.kind or {measure.kind, other.kind} <= _LIFTS
    return measure.levy == other.levy and same


def _not_known(measure: Measure) -> Iterator[Notice]:
    blank = [
        name
        for name, year in (("first", measure.first_year), ("last", measure.last_year))
        if year is None
    ]
    if blank:
        yield Notice(
            measure.levy,
            "term_not_known",
            f"The {' and '.join(blank)} year of {measure.measure} "
            f"{'is' if len(blank) == 1 else 'are'} not known; "
            f"measures.csv wants {'it' if len(blank) == 1 else 'them'}.",
        )


def _expired(measure: Measure, levy: Levy, season: Season) -> Iterator[Notice]:
    """Name a measure whose term has ended while its levy goes on as if it had not."""
    if measure.last_year is None or measure.last_year >= season.facts.tax_year:
        return
    how = _still_used(measure, levy, season) if levy.status is LevyStatus.ACTIVE else ""
    if how:
        yield Notice(
            levy.levy,
            "expired_measure",
            f"The term of {measure.measure} ended in {measure.last_year}, but {how}. Take that "
            "out, or write the measure that goes on from it into measures.csv.",
        )


def _still_used(measure: Measure, levy: Levy, season: Season) -> str:
    """Return how a levy still uses a measure; blank where it does not."""
    if measure.kind not in _LIFTS or levy.kind is LevyKind.LID_LIFT:
        asked = [row.certified_amount for row in season.requests if row.levy == levy.levy]
        asked += [row.rate or row.amount for row in season.received if row.levy == levy.levy]
        if any(asked):
            return "its levy still asks for money"
    if measure.kind in _LIFTS:
        for limit in season.limits:
            voted = limit.limit_factor is not None and limit.limit_factor == measure.factor
            told = limit.limit_factor_reason
            lifted = told is FactorReason.LID_LIFT or (told is None and voted)
            if limit.levy == levy.levy and lifted:
                return f"limits.csv still lifts the limit factor to {limit.limit_factor}"
    return ""


def _not_levied(measure: Measure, levy: Levy, season: Season) -> Iterator[Notice]:
    """Name a measure whose term covers the year and whose levy is not in the season's figures."""
    why = _not_in_season(levy, season)
    if why:
        yield Notice(
            levy.levy,
            "measure_not_levied",
            f"{measure.measure} passed, and its term covers {season.facts.tax_year}, but {why}. "
            "Add what is missing, or mend its term in measures.csv.",
        )


def _not_in_season(levy: Levy, season: Season) -> str:
    if levy.status is LevyStatus.RETIRED:
        return "its levy is retired"
    if levy.levy in [row.levy for row in season.received]:
        return ""
    missing = []
    if levy.levy not in [row.levy for row in season.requests]:
        missing.append("requests.csv")
    if levy.kind in KINDS and levy.levy not in [row.levy for row in season.limits]:
        missing.append("limits.csv")
    return f"its levy has no row in {' and '.join(missing)}" if missing else ""
