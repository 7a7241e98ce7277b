"""Reads Washington's law for one tax year from the files in this folder."""

from decimal import Decimal

from levy.kinds import DistrictKind
from levy.law.washington.law import Law
from levy.params.reading import parameter
from levy.params.washington.enrichment_law import enrichment_law_if_published
from levy.params.washington.limit_law import limit_law

_MAXIMUM_RATES = {
    DistrictKind.COUNTY: ("rcw_84_52_043", "county"),
    DistrictKind.ROAD: ("rcw_84_52_043", "road"),
    DistrictKind.CITY: ("rcw_27_12_390", "city"),
    DistrictKind.FIRE: ("rcw_52_16", "fire"),
    DistrictKind.RFA: ("rcw_52_26_140", "rfa"),
    DistrictKind.LIBRARY: ("rcw_27_12", "library"),
    DistrictKind.HOSPITAL: ("rcw_70_44_060", "hospital"),
    DistrictKind.PORT: ("rcw_53_36_020", "port"),
    DistrictKind.PUD: ("rcw_54_16_080", "pud"),
    DistrictKind.METROPOLITAN_PARK: ("rcw_35_61_210", "metropolitan_park"),
    DistrictKind.CEMETERY: ("rcw_68_52_310", "cemetery"),
    DistrictKind.PARK: ("rcw_36_69_145", "park"),
    DistrictKind.PARK_SERVICE_AREA: ("rcw_36_68_525", "park_service_area"),
    DistrictKind.FLOOD: ("rcw_86_15_160", "flood"),
    DistrictKind.FERRY: ("rcw_36_54_130", "ferry"),
    DistrictKind.TRANSIT: ("rcw_84_52_140", "transit"),
    DistrictKind.RTA: ("rcw_81_104_175", "rta"),
    DistrictKind.CULTURAL_ARTS: ("rcw_67_38_130", "cultural_arts"),
    DistrictKind.AIRPORT: ("rcw_14_08_290", "airport"),
}


def law(tax_year: int) -> Law:
    """Return the law of a tax year; raises ParameterMissing if a file does not have that year."""

    def number(statute: str, name: str) -> Decimal:
        return parameter(f"washington/{statute}.toml", name, tax_year)

    return Law(
        tax_year=tax_year,
        limit_factor_cap=number("rcw_84_55_005", "limit_factor_cap"),
        small_district=number("rcw_84_55_005", "small_district"),
        enrichment_rate=number("rcw_84_52_0531", "enrichment_rate"),
        error_beyond_maximum_after=number("rcw_84_52_085", "error_beyond_maximum_after"),
        ems_rate=number("rcw_84_52_069", "ems"),
        limits=limit_law(tax_year),
        enrichment=enrichment_law_if_published(tax_year),
        maximum_rates={kind: number(*entry) for kind, entry in _MAXIMUM_RATES.items()},
    )
