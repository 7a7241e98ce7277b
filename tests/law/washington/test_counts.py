"""Counts of people, votes, pupils and days are numbers, shown without a dollar sign."""

from decimal import Decimal as D

import pytest

from levy.law.washington.ems import ems_vote
from levy.law.washington.enrichment_cap import EnrichmentLaw, enrichment_cap
from levy.law.washington.late_certification import usable_amount
from levy.law.washington.limit_factor import SubstantialNeed, limit_factor
from levy.services.figures import figure

NEED = SubstantialNeed(D("1.01"), members=7, votes=5)
LAW = EnrichmentLaw(D(40_000), D("3247.33"), D("3896.80"))

# fmt: off
CASES = [
    # worksheet                                                       its counts
    (limit_factor(10_000, D("0.004"), cap=D("1.01"), small_district=D(10_000), need=NEED),
                                                                      {"population", "small_district", "members", "votes", "votes_needed"}),
    (ems_vote(60, 40, share_needed=D("0.6")),                         {"yes", "no", "yes_needed"}),
    (enrichment_cap(D(1000), LAW),                                    {"pupils", "large_district"}),
    (usable_amount(D(2), last_year=D(1), working_days=3, days_needed=D(12)), {"working_days", "days_needed"}),
]
# fmt: on


@pytest.mark.parametrize("sheet, counts", CASES)
def test_what_is_counted_has_no_price(sheet, counts):
    assert {line.key for line in sheet.lines if line.unit == "number"} == counts
    assert not any("$" in figure(sheet.number(key), sheet.line(key).unit) for key in counts)
