"""The numbers of Washington's levy law for one tax year, which the rules get as arguments."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from levy.kinds import DistrictKind, LevyKind
from levy.law.washington.enrichment_cap import EnrichmentLaw
from levy.law.washington.limit_levels import LimitLaw


@dataclass(frozen=True, slots=True)
class Law:
    """One tax year's parameters; `levy.params.washington` reads them from their files.

    limit_factor_cap            factor: 1.01                                RCW 84.55.005
    small_district              people; a smaller district takes the cap    RCW 84.55.005
    enrichment_rate             highest rate of a school's enrichment levy  RCW 84.52.0531
    error_beyond_maximum_after  year: the correction of a later error that the district did not
                                cause may exceed the statutory maximum      RCW 84.52.085
    maximum_rates               rate by kind of district, except EMS        RCW 84.52.043
    enrichment                  amounts per pupil, None until published     RCW 84.52.0531
    limits                      the $5.90 and 1 % limits, level by level    RCW 84.52.010
    ems_rate                    highest rate of an emergency medical levy   RCW 84.52.069
    """

    tax_year: int
    limit_factor_cap: Decimal
    small_district: Decimal
    enrichment_rate: Decimal
    error_beyond_maximum_after: Decimal
    ems_rate: Decimal
    maximum_rates: Mapping[DistrictKind, Decimal]
    limits: LimitLaw
    enrichment: EnrichmentLaw | None

    def maximum_rate(self, district: DistrictKind, levy: LevyKind) -> Decimal | None:
        """Return the statutory maximum rate of a levy, or None if the parameters have none."""
        if levy is LevyKind.EMS:
            return self.ems_rate
        return self.maximum_rates.get(district)
