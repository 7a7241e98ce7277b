"""Proposes one levy: applies the rule for its kind to the figures of its season."""

from collections.abc import Mapping
from decimal import Decimal

from levy.kinds import Binding, LevyKind
from levy.law.not_known import NotKnown, blank_dependents
from levy.law.season import Levy, ReceivedRate, Request
from levy.law.units import WORKSHEET, rounded
from levy.law.washington.excess_levy import excess_levy
from levy.law.washington.factor_of_levy import with_factor
from levy.law.washington.law import Law
from levy.law.washington.levy_value import LevyValue
from levy.law.washington.proposal import Proposal
from levy.law.washington.received import received_rate
from levy.law.washington.regular_levy import KINDS, lift_of, regular_levy
from levy.law.washington.school_enrichment import enrichment_binding, school_enrichment
from levy.law.washington.season_figures import SeasonFigures
from levy.law.worksheet import Working, Worksheet


def proposed_levy(
    levy: Levy, figures: SeasonFigures, before: Mapping[str, Proposal], law: Law
) -> Proposal:
    """Return a levy's proposal; a part of another levy has none of its own.

    before  the proposals of the levies that come first in the lawful order

    Raises NotKnown if a figure that the levy needs is blank.
    """
    if levy.levy in figures.received:
        return _received(levy, figures, figures.received[levy.levy])
    if levy.kind in KINDS:
        return _regular(levy, figures, before, law)
    if levy.kind is LevyKind.ENRICHMENT:
        return _enrichment(levy, figures, law)
    return _excess(levy, figures)


def _received(levy: Levy, figures: SeasonFigures, row: ReceivedRate) -> Proposal:
    value = figures.values.of(levy)
    if row.amount is not None:
        source = row.source or "received_rates.csv"
        sheet = excess_levy(
            row.amount, value.whole, source=source, label="Amount decided elsewhere"
        )
    elif row.rate is not None:
        sheet = received_rate(row.rate, source=row.source)
    else:
        raise NotKnown("its rate or amount (received_rates.csv)")
    return Proposal(levy, value, sheet, Binding.RECEIVED)


def _regular(
    levy: Levy, figures: SeasonFigures, before: Mapping[str, Proposal], law: Law
) -> Proposal:
    limit = figures.limits.get(levy.levy)
    if limit is None:
        raise NotKnown("its row in limits.csv")
    request, value = figures.request(levy.levy), figures.values.of(levy)
    season = figures.season
    limit, factor = with_factor(
        limit, figures.districts[levy.district], inflation=season.facts.inflation, law=law
    )
    computed = regular_levy(
        levy,
        limit,
        request,
        value=value.whole,
        less={code: _working_rate(code, before) for code in limit.statutory_less},
        lift=lift_of(levy.levy, season.measures, season.facts.tax_year),
        law=law,
        factor=factor,
    )
    return Proposal(
        levy,
        value,
        computed.worksheet,
        computed.binding,
        computed.at_maximum,
        _certified(request, value, computed.worksheet, "P2H"),
        # A levy lifted to a voted rate carries that rate forward, not its cents over the value.
        "P2O" if computed.worksheet.has("P2O") else computed.at_maximum or "P2S_rate",
    )


def _certified(request: Request, value: LevyValue, sheet: Worksheet, line: str) -> Decimal:
    """Return the amount certified by the district; raises NotKnown while it is blank."""
    if request.certified_amount is not None:
        return request.certified_amount
    so_far = Working(sheet.statute, sheet)
    so_far.set_source("value", value.source)
    raise NotKnown(
        "the amount that the district certifies (requests.csv)",
        blank_dependents(so_far.worksheet(), line),
    )


def _working_rate(code: str, before: Mapping[str, Proposal]) -> Decimal:
    if code not in before:
        raise NotKnown(f"the rate of {code}, which is not computed yet")
    return rounded(before[code].working_rate, WORKSHEET)


def _enrichment(levy: Levy, figures: SeasonFigures, law: Law) -> Proposal:
    request, value = figures.request(levy.levy), figures.values.of(levy)
    sheet = school_enrichment(
        request.certified_amount,
        value.whole,
        maximum_rate=law.enrichment_rate,
        per_pupil=figures.per_pupil.get(levy.levy),
    )
    certified = _certified(request, value, sheet, "certified")
    bound = enrichment_binding(sheet)
    at_maximum = "maximum_rate" if bound is Binding.STATUTORY else None
    return Proposal(levy, value, sheet, bound, at_maximum, certified)


def _excess(levy: Levy, figures: SeasonFigures) -> Proposal:
    request, value = figures.request(levy.levy), figures.values.of(levy)
    sheet = excess_levy(
        request.certified_amount,
        value.whole,
        source="requests.csv",
        label="Amount certified by the district",
    )
    certified = _certified(request, value, sheet, "certified")
    return Proposal(levy, value, sheet, Binding.CERTIFIED, None, certified)
