"""Notices about a computed season: what a person should check, one sentence for each case."""

from collections.abc import Iterable, Iterator

from levy.kinds import LevyKind, MeasureKind, Outcome
from levy.law.season import LevyResult, Notice, Season
from levy.law.washington.factor_of_levy import lawful_factor
from levy.law.washington.law import Law
from levy.law.washington.measure_terms import notices_of_measures

_WITH_MAXIMUM = frozenset({LevyKind.REGULAR, LevyKind.EMS})


def notices_of(season: Season, results: Iterable[LevyResult], law: Law) -> tuple[Notice, ...]:
    """Return the notices of a season, by levy."""
    notices = [
        *_missing(results),
        *_uncorrected(results),
        *_unexplained_enrichment(season),
        *_factors(season),
        *_lawful_factors(season, law),
        *notices_of_measures(season),
        *_statutory_rates(season, law),
    ]
    return tuple(sorted(notices, key=lambda notice: (notice.subject, notice.code)))


def _missing(results: Iterable[LevyResult]) -> Iterator[Notice]:
    for result in results:
        if result.missing:
            yield Notice(
                result.levy, "not_computed", f"Not computed: it waits for {result.missing}."
            )


def _uncorrected(results: Iterable[LevyResult]) -> Iterator[Notice]:
    """Yield a notice for each correction that the limits leave partly unlevied.  RCW 84.52.085."""
    for result in results:
        sheet = result.worksheet
        if sheet is None or result.missing or not sheet.has("under_levied"):
            continue
        under = sheet.value("under_levied")
        if not under:
            continue
        corrected, levy = sheet.number("P2N"), sheet.number("P2P")
        if levy < corrected:
            unlevied = min(corrected - levy, under)
            yield Notice(
                result.levy,
                "correction_not_levied",
                f"${unlevied:,.2f} of the correction of ${under:,.2f} is not levied: "
                "the levy has reached its maximum.",
            )


def _unexplained_enrichment(season: Season) -> Iterator[Notice]:
    requests = {row.levy: row for row in season.requests}
    for row in season.enrichment:
        request = requests.get(row.levy)
        if request is None or request.certified_amount is None or row.voter_approved is None:
            continue
        above = request.certified_amount - row.voter_approved - (request.refund or 0)
        if above > 0:
            yield Notice(
                row.levy,
                "above_voter_approved",
                f"The amount certified is ${above:,.2f} above what voters approved "
                f"(${row.voter_approved:,.2f}). Only refunds can explain that: "
                "write them into requests.csv, column refund.",
            )


def _factors(season: Season) -> Iterator[Notice]:
    """Yield a notice for each limit factor that differs from the factor of its measure."""
    voted = {
        measure.levy: measure
        for measure in season.measures
        if measure.kind is MeasureKind.LID_LIFT_MULTI_YEAR
        and measure.outcome is Outcome.PASSED
        and measure.factor is not None
    }
    for limit in season.limits:
        measure = voted.get(limit.levy)
        if measure and limit.limit_factor is not None and limit.limit_factor != measure.factor:
            yield Notice(
                limit.levy,
                "factor_not_voted",
                f"The limit factor used is {limit.limit_factor}; {measure.measure} states "
                f"{measure.factor}. Correct limits.csv or measures.csv.",
            )


def _lawful_factors(season: Season, law: Law) -> Iterator[Notice]:
    """Yield a notice for each limit factor that differs from the law's, if that can be computed."""
    districts = {row.district: row for row in season.districts}
    of_levy = {levy.levy: districts[levy.district] for levy in season.levies}
    for limit in season.limits:
        inflation = season.facts.inflation
        lawful = lawful_factor(limit, of_levy[limit.levy], inflation=inflation, law=law)
        if lawful is not None and limit.limit_factor != lawful:
            yield Notice(
                limit.levy,
                "factor_not_lawful",
                f"The limit factor used is {limit.limit_factor}; RCW 84.55.005 gives {lawful:f}. "
                "Correct limits.csv, or the population in districts.csv.",
            )


def _statutory_rates(season: Season, law: Law) -> Iterator[Notice]:
    kinds = {row.district: row.kind for row in season.districts}
    for levy in season.levies:
        if levy.statutory_rate is None or levy.kind not in _WITH_MAXIMUM:
            continue
        maximum = law.maximum_rate(kinds[levy.district], levy.kind)
        if maximum is not None and levy.statutory_rate > maximum:
            yield Notice(
                levy.levy,
                "statutory_rate_above_law",
                f"Its statutory_rate (levies.csv) is {levy.statutory_rate}; the law allows at most "
                f"{maximum}.",
            )
