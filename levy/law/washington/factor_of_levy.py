"""The limit factor of one levy: as the season gives it, or as the law has it.

A factor in limits.csv was decided by the county and is taken; one that is blank follows from
the district's population and the year's inflation.  RCW 84.55.005, 84.55.0101.
"""

from dataclasses import replace
from decimal import Decimal

from levy.kinds import FactorReason
from levy.law.not_known import NotKnown
from levy.law.season import District, Limit
from levy.law.washington.law import Law
from levy.law.washington.limit_factor import SubstantialNeed, limit_factor
from levy.law.worksheet import Worksheet


def with_factor(
    limit: Limit, district: District, *, inflation: Decimal | None, law: Law
) -> tuple[Limit, Worksheet | None]:
    """Return the limit with its factor, and the working of a factor that was blank.

    inflation  fraction, of the year

    Raises NotKnown where the factor is blank and cannot be computed either.
    """
    if limit.limit_factor is not None:
        return limit, None
    try:
        sheet = _factor(district, inflation, law)
    except NotKnown as error:
        raise NotKnown(f"its limit factor (limits.csv), or {error.what}") from error
    return replace(limit, limit_factor=sheet.known("limit_factor")), sheet


def lawful_factor(
    limit: Limit, district: District, *, inflation: Decimal | None, law: Law
) -> Decimal | None:
    """Return the factor that the law gives a levy, or None where that cannot be told.

    A lid lift's factor is its measure's, not the law's.
    """
    if limit.limit_factor is None or limit.limit_factor_reason is FactorReason.LID_LIFT:
        return None
    if district.population is None:
        return _beyond_cap(limit, law)
    need = None
    if limit.limit_factor_reason is FactorReason.SUBSTANTIAL_NEED:
        need = SubstantialNeed(limit.limit_factor)
    try:
        sheet = _factor(district, inflation, law, need)
    except NotKnown:
        return _beyond_cap(limit, law)
    return sheet.known("limit_factor")


def _factor(
    district: District, inflation: Decimal | None, law: Law, need: SubstantialNeed | None = None
) -> Worksheet:
    return limit_factor(
        district.population,
        inflation,
        cap=law.limit_factor_cap,
        small_district=law.small_district,
        need=need,
    )


def _beyond_cap(limit: Limit, law: Law) -> Decimal | None:
    """Return the cap where a factor passes it: whatever is not known, only a voted one may."""
    factor, cap = limit.limit_factor, law.limit_factor_cap
    above = limit.limit_factor_reason is not None and factor is not None and factor > cap
    return cap if above else None
