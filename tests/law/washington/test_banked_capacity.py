"""Banked capacity, by the statute and as counties report it.  RCW 84.55.092."""

from decimal import Decimal as D

import pytest
from hypothesis import given

from levy.law.washington.banked_capacity import banked_capacity
from tests.law.reevaluation import assert_explained
from tests.law.washington import drawn

# fmt: off
CASES = [
    # line J             line P2L            refund           line P2P            banked            reported          (Benton 2025, as its report to the state has it)
    (D("29926527.34"), D("27212485.29"), None,            D("27212485.29"), D("2714042.05"), D("2714042.05"), "county general as reported: the linked base, the unlinked levy"),
    (D("29953172.11"), D("28521608.90"), D("18715.26"),   D("28529511.36"), D("1450278.47"), D("1423660.75"), "county general with its earmarks"),
    (D("9005040.89"),  D("7861451.23"),  D("14657.58"),   D("7861451.23"),  D("1158247.24"), D("1143589.66"), "county road"),
    (D("281160.24"),   D("281160.24"),   None,            D("281160.24"),   D("0.00"),       D("0.00"),       "Benton City levies its limit"),
    (D("15969258.39"), D("15800172.00"), D("11321.00"),   D("15800172.00"), D("180407.39"),  D("169086.39"),  "Kennewick: the refund is not under the limit"),
    (D("1780786.52"),  D("1687195.61"),  D("1044.26"),    D("1687195.61"),  D("94635.17"),   D("93590.91"),   "Prosser"),
    (D("22900292.24"), D("21476557.61"), None,            D("21493574.11"), D("1423734.63"), D("1406718.13"), "Richland: nor is its correction"),
    (D("3232916.29"),  D("3239203.52"),  D("7340.73"),    D("3239203.52"),  D("1053.50"),    D("0.00"),       "West Richland: above the limit by its refund"),
    (D("4970398.67"),  D("4985755.42"),  D("15356.75"),   D("4985755.42"),  D("0.00"),       D("0.00"),       "Fire 1 levies its limit, and a refund"),
    (D("439999.92"),   D("441072.41"),   D("1072.49"),    D("431428.01"),   D("0.00"),       D("8571.91"),    "Fire 2 EMS: the report shows its correction, nothing is banked"),
    (D("4779058.99"),  D("4785435.02"),  D("6376.03"),    D("4785435.02"),  D("0.00"),       D("0.00"),       "Fire 4"),
    (D("1661167.75"),  D("1663286.17"),  D("2118.42"),    D("1799258.05"),  D("0.00"),       D("0.00"),       "Fire 4 EMS: a correction banks nothing"),
    (D("99467.22"),    D("99467.22"),    None,            D("99467.22"),    D("0.00"),       D("0.00"),       "Fire 5"),
    (D("1117460.17"),  D("976630.32"),   D("20.07"),      D("976630.32"),   D("140849.92"),  D("140829.85"),  "Fire 6"),
    (D("2461969.93"),  D("2463420.10"),  D("1450.17"),    D("2463420.10"),  D("0.00"),       D("0.00"),       "West Benton fire authority"),
    (D("1865029.97"),  D("1733065.56"),  D("1894.95"),    D("1733065.56"),  D("133859.36"),  D("131964.41"),  "Kennewick hospital"),
    (D("1030310.85"),  D("1025079.16"),  D("241.38"),     D("1025079.16"),  D("5473.07"),    D("5231.69"),    "Prosser hospital"),
    (D("3165447.01"),  D("3165675.47"),  D("867.00"),     D("3165675.47"),  D("638.54"),     D("0.00"),       "port of Benton"),
    (D("5211350.43"),  D("5217255.43"),  D("5905.00"),    D("5217255.43"),  D("0.00"),       D("0.00"),       "port of Kennewick"),
    (D("100.00"),      D("30.00"),       D("40.00"),      D("30.00"),       D("100.00"),     D("70.00"),      "all of the levy is refund: nothing was levied under the limit, and no more than it is banked"),
    (D("100.00"),      D("40.00"),       D("40.00"),      D("40.00"),       D("100.00"),     D("60.00"),      "exactly the refund"),
    (D("100.00"),      D("0.00"),        None,            D("0.00"),        D("100.00"),     D("100.00"),     "a district that does not levy banks all of it"),
]
# fmt: on


@pytest.mark.parametrize("lawful, before, refund, levied, banked, reported, because", CASES)
def test_banked_capacity(lawful, before, refund, levied, banked, reported, because):
    sheet = banked_capacity(lawful, before_correction=before, refund=refund, levied=levied)
    assert sheet.number("banked") == banked, because
    assert sheet.number("banked_reported") == reported, because
    assert_explained(sheet)


@given(drawn.dollars, drawn.dollars, drawn.dollars, drawn.dollars)
def test_what_is_banked_and_what_was_levied_never_pass_the_limit(lawful, before, refund, levied):
    sheet = banked_capacity(lawful, before_correction=before, refund=refund, levied=levied)
    assert 0 <= sheet.number("banked") <= lawful
    if sheet.number("banked"):
        assert sheet.number("banked") + sheet.number("levied_under_limit") == lawful
    if sheet.number("banked_reported"):
        assert sheet.number("banked_reported") + levied == lawful
    assert_explained(sheet)
