"""Reads the published enrichment amounts of one tax year."""

from levy.errors import ParameterMissing
from levy.law.washington.enrichment_cap import EnrichmentLaw
from levy.params.reading import parameter

FILE = "washington/rcw_84_52_0531.toml"


def enrichment_law(tax_year: int) -> EnrichmentLaw:
    """Return a year's amounts; raises ParameterMissing for a year that the file does not have."""
    return EnrichmentLaw(
        large_district=parameter(FILE, "large_district", tax_year),
        per_pupil=parameter(FILE, "per_pupil", tax_year),
        per_pupil_large=parameter(FILE, "per_pupil_large", tax_year),
    )


def enrichment_law_if_published(tax_year: int) -> EnrichmentLaw | None:
    """Return a year's amounts, or None for a year that the file does not have."""
    try:
        return enrichment_law(tax_year)
    except ParameterMissing:
        return None
