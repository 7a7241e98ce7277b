from decimal import Decimal as D

import pytest

from levy.errors import ParameterMissing
from levy.kinds import DistrictKind, LevyKind
from levy.params.washington import law

# fmt: off
MAXIMA = [
    # district                levy                  rate       because
    (DistrictKind.COUNTY,     LevyKind.REGULAR,     D("1.80"), "RCW 84.52.043"),
    (DistrictKind.ROAD,       LevyKind.REGULAR,     D("2.25"), "RCW 36.82.040"),
    (DistrictKind.CITY,       LevyKind.REGULAR,     D("3.60"), "before fire and library"),
    (DistrictKind.FIRE,       LevyKind.REGULAR,     D("1.50"), "three levies of 0.50"),
    (DistrictKind.FIRE,       LevyKind.EMS,         D("0.50"), "the levy's kind comes first"),
    (DistrictKind.LIBRARY,    LevyKind.REGULAR,     D("0.50"), "RCW 27.12"),
    (DistrictKind.HOSPITAL,   LevyKind.REGULAR,     D("0.75"), "0.50 and 0.25"),
    (DistrictKind.PORT,       LevyKind.REGULAR,     D("0.45"), "RCW 53.36.020"),
    (DistrictKind.SCHOOL,     LevyKind.BOND,        None,      "voters set it"),
]
# fmt: on


@pytest.mark.parametrize("district, levy, rate, because", MAXIMA)
def test_maximum_rate(district, levy, rate, because):
    assert law(2025).maximum_rate(district, levy) == rate, because


def test_a_year_without_law_is_refused():
    with pytest.raises(ParameterMissing, match="No limit_factor_cap for tax year 2027"):
        law(2027)
