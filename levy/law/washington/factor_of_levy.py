"""The limit factor of one levy: from limits.csv, or computed from the law.

A factor in limits.csv is the county's decision and is used.  A blank factor is computed from the
district's population and the year's inflation.  RCW 84.55.005, 84.55.0101.
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
    """Return the limit with its factor, and the worksheet of the factor if it was blank.

    inflation  fraction, of the year

    Raises NotKnown if the factor is blank and cannot be computed, either.
    """
    if limit.limit_factor is not None:
        return limit, None
    try:
        sheet = _factor(district, inflation, law)
    except NotKnown as error:
        raise NotKnown(f"its limit factor (limits.csv), or {error.missing}") from error
    return replace(limit, limit_factor=sheet.number("limit_factor")), sheet


def lawful_factor(
    limit: Limit, district: District, *, inflation: Decimal | None, law: Law
) -> Decimal | None:
    """Return the factor that the law gives a levy, or None if it cannot be determined.

    A lid lift's factor comes from its measure, not from the law.
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
    return sheet.number("limit_factor")


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
    """Return the cap if the factor exceeds it: only a factor that voters approved may do so."""
    factor, cap = limit.limit_factor, law.limit_factor_cap
    above = limit.limit_factor_reason is not None and factor is not None and factor > cap
    return cap if above else None
