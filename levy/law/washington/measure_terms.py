"""Notices about the terms of measures: not known, ended, or not levied.

A measure has effect in the tax years of its term (RCW 84.55.050; 84.52.069).  A blank year is
not known; it is not an expiry.  A levy that voters approve for a term must end with the term.
After a lid lift ends, its levy continues without it, so only a limit factor that is still lifted
shows that the measure is still used.
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
            f"{'is' if len(blank) == 1 else 'are'} not known. "
            f"Write {'it' if len(blank) == 1 else 'them'} into measures.csv.",
        )


def _expired(measure: Measure, levy: Levy, season: Season) -> Iterator[Notice]:
    """Yield a notice if the term has ended but the levy still uses the measure."""
    if measure.last_year is None or measure.last_year >= season.facts.tax_year:
        return
    use = _remaining_use(measure, levy, season) if levy.status is LevyStatus.ACTIVE else ""
    if use:
        yield Notice(
            levy.levy,
            "expired_measure",
            f"The term of {measure.measure} ended in {measure.last_year}, but {use}. Remove "
            "that, or add the measure that continues it to measures.csv.",
        )


def _remaining_use(measure: Measure, levy: Levy, season: Season) -> str:
    """Return how a levy still uses a measure; blank if it does not."""
    if measure.kind not in _LIFTS or levy.kind is LevyKind.LID_LIFT:
        amounts = [row.certified_amount for row in season.requests if row.levy == levy.levy]
        amounts += [row.rate or row.amount for row in season.received if row.levy == levy.levy]
        if any(amounts):
            return "its levy still has an amount or a rate"
    if measure.kind in _LIFTS:
        for limit in season.limits:
            voted = limit.limit_factor is not None and limit.limit_factor == measure.factor
            reason = limit.limit_factor_reason
            lifted = reason is FactorReason.LID_LIFT or (reason is None and voted)
            if limit.levy == levy.levy and lifted:
                return f"limits.csv still lifts the limit factor to {limit.limit_factor}"
    return ""


def _not_levied(measure: Measure, levy: Levy, season: Season) -> Iterator[Notice]:
    """Yield a notice if the term covers the year but the levy is not in the season's figures."""
    why = _not_in_season(levy, season)
    if why:
        yield Notice(
            levy.levy,
            "measure_not_levied",
            f"{measure.measure} passed, and its term covers {season.facts.tax_year}, but {why}. "
            "Add what is missing, or correct its term in measures.csv.",
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
