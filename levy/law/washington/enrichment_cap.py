"""The most that a school district may levy for enrichment, by its pupils.  RCW 84.52.0531.

The superintendent of public instruction publishes the amounts per pupil each year; the amount
of a large district is higher.
"""

from decimal import Decimal
from typing import NamedTuple

from levy.law.units import product, to_cents
from levy.law.worksheet import Working, Worksheet


class EnrichmentLaw(NamedTuple):
    """The published amounts of one tax year.

    large_district   full-time equivalent students of a large district, at least: 40,000
    per_pupil        dollars per student of a smaller district
    per_pupil_large  dollars per student of a large district
    """

    large_district: Decimal
    per_pupil: Decimal
    per_pupil_large: Decimal


def enrichment_cap(pupils: Decimal, law: EnrichmentLaw) -> Worksheet:
    """Return the amount per pupil as line `per_pupil`, and the maximum as line `pupil_maximum`.

    pupils  full-time equivalent students of the previous year
    """
    sheet = Working("RCW 84.52.0531")
    source = "letter of the superintendent of public instruction"
    sheet.input("pupils", "Full-time equivalent students", pupils, "number", source)
    sheet.input(
        "large_district",
        "A large district has at least",
        law.large_district,
        "number",
        sheet.statute,
    )
    small = pupils < law.large_district
    sheet.input(
        "published",
        "Per pupil, smaller district" if small else "Per pupil, large district",
        law.per_pupil if small else law.per_pupil_large,
        "dollars",
        source,
    )
    per_pupil = sheet.computed(
        "per_pupil",
        "Per pupil",
        law.per_pupil if small else law.per_pupil_large,
        "dollars",
        "published",
    )
    sheet.computed(
        "pupil_maximum",
        "Per pupil × students",
        to_cents(product(per_pupil, pupils)),
        "dollars",
        "cents(per_pupil * pupils)",
    )
    return sheet.worksheet()
