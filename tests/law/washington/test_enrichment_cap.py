"""The most that a school district may levy by its pupils.  RCW 84.52.0531."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.enrichment_cap import EnrichmentLaw, enrichment_cap
from tests.law.reevaluation import assert_explained

LETTER = EnrichmentLaw(D(40_000), D("3247.33"), D("3896.80"))
# fmt: off
CASES = [
    # pupils          per pupil        maximum
    (D(1_000),      D("3247.33"),    D("3247330.00"),    "a smaller district, 2025"),
    (D("39999.99"), D("3247.33"),    D("129893167.53"),  "just below 40,000"),
    (D(40_000),     D("3896.80"),    D("155872000.00"),  "40,000 is large"),
    (D(50_000),     D("3896.80"),    D("194840000.00"),  "a large district, 2025"),
    (D("0.50"),     D("3247.33"),    D("1623.67"),       "half a cent rounds up"),
]
# fmt: on


@pytest.mark.parametrize("pupils, each, maximum, because", CASES)
def test_enrichment_cap(pupils, each, maximum, because):
    sheet = enrichment_cap(pupils, LETTER)
    assert sheet.number("per_pupil") == each, because
    assert sheet.number("pupil_maximum") == maximum, because
    assert_explained(sheet)


# fmt: off
SHOWN = [
    (D(39_999),  "Per pupil, smaller district",  "one pupil below"),
    (D(40_000),  "Per pupil, large district",    "a large one"),
]
# fmt: on


@pytest.mark.parametrize("pupils, label, because", SHOWN)
def test_the_working_says_which_of_the_two_amounts_it_is(pupils, label, because):
    sheet = enrichment_cap(pupils, LETTER)
    assert sheet.number("large_district") == 40_000, because
    assert sheet.line("published").label == label, because


@given(
    st.decimals(min_value=0, max_value=10**5, places=2),
    st.decimals(min_value=0, max_value=10**5, places=2),
)
def test_more_pupils_never_lower_the_maximum(pupils, more):
    sheet = enrichment_cap(pupils, LETTER)
    larger = enrichment_cap(pupils + more, LETTER)
    assert sheet.number("pupil_maximum") <= larger.number("pupil_maximum")
    assert_explained(sheet)
