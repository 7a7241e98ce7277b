"""A county of one area and ten levies, small enough to compute in the head.

The area N has a million of value, 100,000 of it senior-exempt.  The city waits for the
library and the fire district; the county sets something aside for veterans; a school asks
for enrichment and a bond; the neighbouring county decides another school's rate.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

from levy.kinds import AreaStatus, Base, DistrictKind, LevyKind, LevyStatus
from levy.law.season import (
    Area,
    AreaLevy,
    AreaValues,
    District,
    Enrichment,
    Levy,
    Limit,
    ReceivedRate,
    Request,
    Season,
    SeasonFacts,
)


def _levy(code: str, kind: LevyKind, rate: str | None = None, base: Base = Base.REGULAR) -> Levy:
    return Levy(code, code, code, kind, base, statutory_rate=None if rate is None else D(rate))


LEVIES = (
    _levy("CITY", LevyKind.REGULAR, "3.60"),
    _levy("FIRE", LevyKind.REGULAR, "1.50"),
    _levy("LIB", LevyKind.REGULAR, "0.50"),
    _levy("COUNTY", LevyKind.REGULAR, "1.80"),
    replace(_levy("VETS", LevyKind.REGULAR), part_of="COUNTY"),
    _levy("SCHOOL", LevyKind.ENRICHMENT, base=Base.ENRICHMENT),
    _levy("BOND", LevyKind.BOND, base=Base.EXCESS),
    _levy("NEXT", LevyKind.BOND, base=Base.EXCESS),
    _levy("STATE", LevyKind.STATE_1, base=Base.STATE_1),
    replace(_levy("OLD", LevyKind.BOND, base=Base.EXCESS), status=LevyStatus.RETIRED),
)
KINDS = {
    "CITY": DistrictKind.CITY,
    "FIRE": DistrictKind.FIRE,
    "LIB": DistrictKind.LIBRARY,
    "COUNTY": DistrictKind.COUNTY,
    "VETS": DistrictKind.COUNTY,
    "STATE": DistrictKind.STATE,
}


def _limit(code: str, highest: str, less: tuple[str, ...] = ()) -> Limit:
    return Limit(
        code,
        highest_lawful_levy=D(highest),
        limit_factor=D("1.01"),
        last_levy=D(highest),
        last_rate=D(1),
        new_construction=D(0),
        statutory_less=less,
    )


SEASON = Season(
    SeasonFacts("Here", "WA", 2025, 10),
    districts=tuple(
        District(levy.levy, levy.name, KINDS.get(levy.levy, DistrictKind.SCHOOL)) for levy in LEVIES
    ),
    levies=LEVIES,
    areas=(Area("N", "North", AreaStatus.ACTIVE), Area("DEAD", "Gone", AreaStatus.INACTIVE)),
    area_levies=(*tuple(AreaLevy("N", levy.levy) for levy in LEVIES), AreaLevy("DEAD", "LIB")),
    values=(
        AreaValues(
            "N",
            regular=D(1_000_000),
            senior=D(100_000),
            farm=D(0),
            timber_full=D(0),
            timber_half=D(0),
        ),
    ),
    limits=(
        _limit("CITY", "2000.00", ("FIRE", "LIB")),
        _limit("FIRE", "1000.00"),
        _limit("LIB", "400.00"),
        _limit("COUNTY", "1000.00"),
    ),
    requests=tuple(
        Request(code, certified_amount=D(amount))
        for code, amount in (
            ("CITY", "9999.00"),
            ("FIRE", "9999.00"),
            ("LIB", "404.00"),
            ("COUNTY", "1000.00"),
            ("SCHOOL", "1800.00"),
            ("BOND", "450.00"),
        )
    ),
    enrichment=(Enrichment("SCHOOL", voter_approved=D(1800), per_pupil_maximum=D(5000)),),
    received=(
        ReceivedRate("VETS", rate=D("0.01125")),
        ReceivedRate("NEXT", rate=D("1.711832454575"), source="the next county"),
        ReceivedRate("STATE", amount=D("1474.00")),
    ),
)


def changed(file: str, levy: str, season: Season = SEASON, **differs: Any) -> Season:
    """Return a season with one levy's row of one file changed."""
    rows: Iterable[Any] = getattr(season, file)
    made = tuple(replace(row, **differs) if row.levy == levy else row for row in rows)
    return replace(season, **{file: made})


def without(file: str, levy: str, season: Season = SEASON) -> Season:
    """Return a season without one levy's row of one file."""
    rows: Iterable[Any] = getattr(season, file)
    return replace(season, **{file: tuple(row for row in rows if row.levy != levy)})
