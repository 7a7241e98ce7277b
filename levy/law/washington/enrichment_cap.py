"""The most that a school district may levy for enrichment, by its pupils.  RCW 84.52.0531.

The superintendent of public instruction publishes the amount per pupil each year; a larger
district has a higher one.
"""

from decimal import Decimal

from levy.law.units import product, to_cents
from levy.law.worksheet import Working, Worksheet


def enrichment_cap(
    pupils: Decimal, *, large_district: Decimal, per_pupil: Decimal, per_pupil_large: Decimal
) -> Worksheet:
    """Return the amount per pupil as line `per_pupil`, and the maximum as line `pupil_maximum`.

    pupils           full-time equivalent students of the year before
    large_district   students from which on a district is large: 40,000
    per_pupil        dollars per student, of a smaller district
    per_pupil_large  dollars per student, of a large one
    """
    sheet = Working("RCW 84.52.0531")
    sheet.given(
        "pupils",
        "Full-time equivalent students",
        pupils,
        "value",
        "superintendent of public instruction",
    )
    sheet.given(
        "large_district", "A large district has at least", large_district, "value", sheet.statute
    )
    source = "letter of the superintendent of public instruction"
    sheet.given("per_pupil_small", "Per pupil, smaller district", per_pupil, "dollars", source)
    sheet.given("per_pupil_large", "Per pupil, large district", per_pupil_large, "dollars", source)
    small = pupils < large_district
    each = sheet.computed(
        "per_pupil",
        "Per pupil",
        per_pupil if small else per_pupil_large,
        "dollars",
        "per_pupil_small" if small else "per_pupil_large",
    )
    sheet.computed(
        "pupil_maximum",
        "Per pupil × students",
        to_cents(product(each, pupils)),
        "dollars",
        "cents(per_pupil * pupils)",
    )
    return sheet.worksheet()
