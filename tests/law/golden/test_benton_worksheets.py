"""Worksheets of Benton County's 2025 season: the county's own lines, and each line explained."""

from decimal import Decimal as D

import pytest

from tests.law.golden import benton
from tests.law.reevaluation import assert_explained

# fmt: off
CASES = [
    # levy      line            value                 because
    ("KENN",    "A",            D("15679901.56"),     "15,524,655.01 x 1.01"),
    ("KENN",    "B",            D("274558.86"),       "new construction at last year's rate"),
    ("KENN",    "C",            D("0.00"),            "no tax increment"),
    ("KENN",    "D",            D("12610.58"),        "state-assessed value rose by 9,520,604"),
    ("KENN",    "E",            D("15967071.00"),     "the four together"),
    ("KENN",    "F",            D("1.318655486200"),  "the value without the annexed land"),
    ("KENN",    "G",            D("2187.39"),         "1,658,800 of annexed value"),
    ("KENN",    "H",            D("15969258.39"),     "the levy limit"),
    ("KENN",    "maximum_rate", D("3.586953659325"),  "3.60 - library + pension"),
    ("KENN",    "I",            D("43438934.89"),     "on the value with the annexed land"),
    ("KENN",    "K",            D("15969258.39"),     "next year starts from the limit"),
    ("KENN",    "P2A1",         D("15554312.73"),     "in dollars"),
    ("KENN",    "P2A2",         D("15554312.73"),     "1.01 percent says the same"),
    ("KENN",    "P2F",          D("15843669.56"),     "with the additions of page 1"),
    ("KENN",    "P2G",          D("15854990.56"),     "the refund comes on top"),
    ("KENN",    "P2I",          D("15980579.39"),     "on top of the limit as well"),
    ("KENN",    "P2L",          D("15800172.00"),     "but not on top of what was certified"),
    ("KENN",    "P2S_rate",     D("1.304693241694"),  "shown with 15 digits first: not ...693"),
    ("RICH",    "D",            D("0.00"),            "a fall of state-assessed value takes nothing"),
    ("PROSSER", "maximum_rate", D("2.484505791048"),  "3.60 - the fire authority's rate"),
    ("WRICH",   "A",            D("3138676.57"),      "3,138,676.5656: one report prints ...56"),
    ("WRICH",   "maximum_rate", D("2.270164346901"),  "3.60 - the fire district's rate"),
    ("BNTCTY",  "maximum_rate", D("1.861953659325"),  "the fire district at its voted 1.50"),
    ("FIRE1",   "maximum_rate", D("1.481669448854"),  "1.50 - its non-voted bond"),
    ("COUNTY",  "H",            D("29953172.11"),     "one limit for the county and its earmarks"),
    ("COUNTY",  "P2L",          D("28521608.90"),     "no increase taken, the refund added"),
    ("COUNTY",  "P2N",          D("28529511.36"),     "and 7,902.46 of an earlier error"),
    ("COUNTY",  "P2S_rate",     D("0.785250052571"),  "before the earmarks are set apart"),
    ("COUNTY",  "part_CNYVET",  D("408732.23"),       "cents of 0.01125 on the whole value"),
    ("COUNTY",  "rest",         D("27212485.29"),     "what the levy keeps"),
    ("FIR004E", "P2N",          D("1820116.33"),      "the correction goes above the maximum"),
    ("FIR004E", "P2P",          D("1799258.05"),      "an error of 2022 is capped at it"),
    ("FIR004E", "P2S_rate",     D("0.499999998749"),  "certified is 0.5 itself"),
    ("FIRE2EMS","P2N",          D("431428.01"),       "a third of 28,933.20 levied too much"),
    ("FIRE2",   "voted_levy",   D("1717078.03"),      "1.50 on the whole value"),
    ("MCLIB",   "P2L",          D("6000000.00"),      "certified binds although above line H"),
    ("PORTBNT", "H",            D("3165447.01"),      "from the corrected base"),
    ("SD116MO", "P2S_rate",     D("1.750843738831"),  "cut, not rounded to ...832"),
    ("SD17MO",  "per_pupil",    D(60990703),        "60,990,702.59 to whole dollars"),
]
# fmt: on


@pytest.mark.parametrize("levy, line, value, because", CASES)
def test_a_line_is_what_the_county_wrote(levy, line, value, because):
    assert benton.levy(levy).worksheet.line(line).value == value, because


@pytest.mark.parametrize("levy", [result.levy for result in benton.result().levies])
def test_every_line_follows_from_the_others(levy):
    assert_explained(benton.levy(levy).worksheet)


def test_every_line_is_read_by_a_person():
    lines = [line for result in benton.result().levies for line in result.worksheet.lines]
    assert len(lines) > 1000
    assert all(line.label and line.unit for line in lines)
