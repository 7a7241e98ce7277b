"""Tax code areas of Benton County's 2025 season, as the county reported them to the state."""

from decimal import Decimal as D

import pytest

from tests.law.golden import benton

# fmt: off
CASES = [
    # area       total rate          a senior-exempt parcel's
    ("1210",     D("6.1424765424"),  D("4.0618515381")),
    ("1212",     D("8.1285560792"),  D("5.9387371573")),
    ("1225",     D("6.453436081"),   D("4.3728110767")),
    ("1226",     D("7.7687564302"),  D("5.5789375083")),
    ("1227",     D("7.7538839462"),  D("5.5318875422")),
    ("1228",     D("6.453436081"),   D("4.3728110767")),
    ("1231",     D("7.2051117295"),  D("5.0783192057")),
    ("1400",     D("8.5564738978"),  D("3.8062502173")),
    ("1404",     D("10.5276809506"), D("5.6360858704")),
    ("1410",     D("8.8120752186"),  D("4.0618515381")),
    ("1412",     D("10.7981547554"), D("5.9387371573")),
    ("1424",     D("10.4234826224"), D("5.5318875422")),
    ("1431",     D("9.8747104057"),  D("5.0783192057")),
    ("1432",     D("7.4649620265"),  D("3.3991761029")),
    ("1444",     D("10.5276809506"), D("5.6360858704")),
    ("1516",     D("6.7956890669"),  D("5.2891614874")),
    ("1600",     D("8.5226315034"),  D("3.8062502173")),
    ("1610",     D("8.7782328242"),  D("4.0618515381")),
    ("1612",     D("10.764312361"),  D("5.9387371573")),
    ("1616",     D("10.0055427735"), D("5.2891614874")),
    ("1715",     D("8.5593268803"),  D("4.7326107257")),
    ("1716",     D("9.115877642"),   D("5.2891614874")),
    ("1736",     D("8.8359600422"),  D("5.0092438876")),
    ("1810",     D("4.8880299351"),  D("1.8022080835")),
    ("B1",       D("7.8395318934"),  D("5.6497129715")),
    ("B3",       D("3.7919844619"),  D("2.3957972145")),
    ("B4",       D("7.4797322444"),  D("5.2899133225")),
    ("K0",       D("7.830082397"),   D("4.0033662424")),
    ("K1",       D("7.9099644462"),  D("4.0832482916")),
    ("K19",      D("3.3139497347"),  D("0.2808652546")),
    ("K21",      D("3.3139497347"),  D("0.2808652546")),
    ("K22",      D("3.5519960754"),  D("0.5189115953")),
    ("K23",      D("3.5519960754"),  D("0.5189115953")),
    ("K24",      D("7.9099644462"),  D("4.0832482916")),
    ("K24 RA1",  D("7.9099644462"),  D("4.0832482916")),
    ("K26",      D("7.9282949973"),  D("4.1015788427")),
    ("K27",      D("7.9744625168"),  D("4.1015788427")),
    ("K7",       D("5.8200211519"),  D("1.9933049973")),
    ("P2",       D("5.599026675"),   D("1.6762770634")),
    ("P4",       D("5.599026675"),   D("1.6762770634")),
    ("P5",       D("3.7321926034"),  D("1.6762770634")),
    ("R 7",      D("5.5819748112"),  D("1.7552586566")),
    ("R 8",      D("6.5175625954"),  D("4.298688362")),
    ("R1 RA1",   D("9.2114775506"),  D("4.323004641")),
    ("R1 RA2",   D("2.2680250765"),  D("1.474393402")),
    ("R10",      D("6.5054823371"),  D("1.7552586566")),
    ("R11",      D("9.2054918227"),  D("4.3170189131")),
    ("R13",      D("9.2516593422"),  D("4.3170189131")),
    ("R14",      D("9.2486506221"),  D("4.2188063128")),
    ("R2",       D("8.2636537457"),  D("4.298688362")),
    ("R4",       D("4.2374572606"),  D("0.2808652546")),
    ("R5",       D("9.1072792224"),  D("4.2188063128")),
    ("R6",       D("6.5054823371"),  D("1.7552586566")),
    ("R9",       D("5.5819748112"),  D("1.7552586566")),
    ("W1",       D("10.5152126676"), D("5.4324163253")),
    ("W1A",      D("5.3089678046"),  D("2.0308188585")),
    ("W6",       D("7.8456139914"),  D("5.4324163253")),
]
# fmt: on


def area(code):
    return next(computed for computed in benton.result().areas if computed.area == code)


@pytest.mark.parametrize("code, total, senior", CASES)
def test_an_area_is_the_sum_of_its_levies(code, total, senior):
    assert (area(code).total_rate, area(code).senior_rate) == (total, senior)


def test_tax_of_an_area_is_summed_unrounded():
    # Adding the twelve rounded levies would give 54,507.63.
    assert area("B4").tax == D("54507.64")


def test_what_counts_against_the_limits():
    # B1: county 0.7852500526, city 0.7143547026, fire 1.50, library 0.2380463407, hospital
    # 0.2556013208; for the 1 % limit the two state levies and the EMS levy besides.
    assert area("B1").aggregate_590 == D("3.4932524167")
    assert area("B1").one_percent == D("6.1381631124")


def test_no_area_comes_near_the_limit():
    highest = max(
        (a for a in benton.result().areas if a.aggregate_590 is not None),
        key=lambda a: a.aggregate_590,
    )
    assert (highest.area, highest.aggregate_590) == ("P1", D("3.9676429857"))


def test_every_area_has_its_totals():
    assert len(benton.result().areas) == 76
    assert all(a.total_rate is not None for a in benton.result().areas)


def test_an_area_without_value_has_no_tax():
    without = [a.area for a in benton.result().areas if a.tax is None]
    assert len(without) == 20


def test_a_retired_levy_counts_in_no_total():
    assert all(computed.levy != "BNTCTYLIB" for computed in benton.result().levies)
