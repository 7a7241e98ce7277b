"""Every levy of Benton County's 2025 season, as the county certified it on 2025-01-15."""

from decimal import Decimal as D

import pytest

from levy.kinds import Binding as B
from tests.law.golden import benton

# fmt: off
CASES = [
    # levy         rate               value in the county  tax in the county   bound by
    ("BNTCTY",      D("0.7143547026"), D(393586322),   D("281160.24"), B.LIMIT),
    ("KENN",        D("1.3046932417"), D(12110258178), D("15800172.00"), B.CERTIFIED),
    ("PROSSER",     D("1.8112974033"), D(931484585),   D("1687195.61"), B.RESOLUTION),
    ("RICH",        D("1.7581796528"), D(12224902089), D("21493574.11"), B.RESOLUTION),
    ("RICHLIB",     D("0.1382492291"), D(12172219770), D("1682800.00"), B.CERTIFIED),
    ("WRICH",       D("1.1419540122"), D(2836544629),  D("3239203.52"), B.CERTIFIED),
    ("WRPOLICE",    D("0.1912012621"), D(2819019048),  D("539000.00"), B.CERTIFIED),
    ("CNYHMNSVCS",  D("0.0250000001"), D(36331753518), D("908293.84"), B.RECEIVED),
    ("CNYVET",      D("0.0112500001"), D(36331753518), D("408732.23"), B.RECEIVED),
    ("COUNTY",      D("0.7490000524"), D(36331753518), D("27212485.29"), B.RESOLUTION),
    ("ROAD",        D("1.0033788884"), D(7834977715),  D("7861451.23"), B.RESOLUTION),
    ("FIRE1",       D("1.2780547163"), D(3901050054),  D("4985755.42"), B.LIMIT),
    ("FIRE119VGO",  D("0.0461675195"), D(3891645078),  D("179667.60"), B.CERTIFIED),
    ("FIRE1BD",     D("0.0183305511"), D(4024565296),  D("73772.50"), B.CERTIFIED),
    ("FIRE2",       D("1.5000000000"), D(1144718684),  D("1717078.03"), B.STATUTORY),
    ("FIRE2BD",     D("0.1091939176"), D(1137192462),  D("124174.50"), B.CERTIFIED),
    ("FIRE2EMS",    D("0.3768856192"), D(1144718684),  D("431428.01"), B.LIMIT),
    ("FIR004E",     D("0.5000000000"), D(3598516109),  D("1799258.05"), B.STATUTORY),
    ("FIRE4",       D("1.3298356531"), D(3598516109),  D("4785435.02"), B.LIMIT),
    ("FIRE4LTDBD",  D("0.1413713997"), D(3577533725),  D("505760.95"), B.CERTIFIED),
    ("FIRE5",       D("0.6707591876"), D(148290507),   D("99467.22"), B.LIMIT),
    ("FIRE6",       D("1.2273099493"), D(795748719),   D("976630.32"), B.RESOLUTION),
    ("KENNHOSP",    D("0.0798820492"), D(21695306734), D("1733065.56"), B.RESOLUTION),
    ("PROHOSP",     D("0.2556013208"), D(4010461122),  D("1025079.16"), B.CERTIFIED),
    ("MCLIB",       D("0.2380463407"), D(20338822215), D("4841582.20"), B.CERTIFIED),
    ("PORTBNT",     D("0.3051815336"), D(10373089855), D("3165675.47"), B.RESOLUTION),
    ("PTKEN",       D("0.2009832054"), D(25958663663), D("5217255.43"), B.LIMIT),
    ("SD116CP",     D("0.3050718012"), D(2317136610),  D("706893.04"), B.CERTIFIED),
    ("SD116DS",     D("1.8668340716"), D(2317136610),  D("4325709.57"), B.CERTIFIED),
    ("SD116MO",     D("1.7508437388"), D(2317136610),  D("4056944.13"), B.CERTIFIED),
    ("SD17",        D("1.2111804062"), D(15769739918), D("19100000.00"), B.CERTIFIED),
    ("SD17CP",      D("0.3012097869"), D(15769739918), D("4750000.00"), B.CERTIFIED),
    ("SD17MO",      D("1.5206942870"), D(15769739918), D("23980953.40"), B.CERTIFIED),
    ("SD200BD",     D("1.7118324546"), D(105698256),   D("180937.71"), B.RECEIVED),
    ("SD200CP",     D("0.0000000000"), D(105698256),   D("0.00"),     B.RECEIVED),
    ("SD200MO",     D("1.3739893970"), D(105698256),   D("145228.28"), B.RECEIVED),
    ("SD400",       D("1.1749453353"), D(15021975465), D("17650000.00"), B.CERTIFIED),
    ("SD400CP",     D("0.6784430599"), D(15021975465), D("10191555.00"), B.CERTIFIED),
    ("SD400MO",     D("2.1032036108"), D(15021975465), D("31594273.04"), B.CERTIFIED),
    ("SD50",        D("0.6294092558"), D(586920190),   D("369413.00"), B.CERTIFIED),
    ("SD50BD",      D("0.0834866492"), D(586920190),   D("49000.00"), B.CERTIFIED),
    ("SD52",        D("0.0000000000"), D(1458023827),  D("0.00"),     B.CERTIFIED),
    ("SD52MO",      D("1.2869933298"), D(1458023827),  D("1876466.94"), B.CERTIFIED),
    ("SD53DS",      D("0.7784211200"), D(855372475),   D("665840.00"), B.CERTIFIED),
    ("SD53MO",      D("1.7591875165"), D(855372475),   D("1504760.58"), B.CERTIFIED),
    ("STATE",       D("1.4743934020"), D(36237869708), D("53428876.00"), B.RECEIVED),
    ("STATE2",      D("0.7936316745"), D(36020982931), D("28587393.00"), B.RECEIVED),
    ("WBNTFIRE",    D("1.1154942090"), D(2208366552),  D("2463420.10"), B.LIMIT),
]
# fmt: on


@pytest.mark.parametrize("levy, rate, county_base, tax, bound", CASES)
def test_a_levy_is_what_the_county_certified(levy, rate, county_base, tax, bound):
    computed = benton.levy(levy)
    assert (computed.rate, computed.county_base, computed.tax) == (rate, county_base, tax)
    assert computed.rate.as_tuple().exponent == -10, "a certified rate shows all its decimals"
    assert computed.binding is bound


def test_nothing_is_left_out_or_added():
    assert sorted(c.levy for c in benton.result().levies) == sorted(case[0] for case in CASES)


def test_the_certification_to_the_treasurer():
    assert sum(computed.tax for computed in benton.result().levies) == D("318402817.30")


# fmt: off
NEXT_YEAR = [
    # levy      highest lawful levy    rate without correction  because
    ("KENN",    D("15969258.39"),      D("1.304693241694"),     "the whole limit, not what was certified"),
    ("COUNTY",  D("29953172.11"),      D("0.785032544214"),     "before the correction and the earmarks"),
    ("FIR004E", D("1661167.75"),       D("0.462214457187"),     "the rate without the correction"),
    ("MCLIB",   D("5996591.93"),       D("0.238046340675"),     "the library asked for more than its limit"),
    ("SD17MO",  None,                  None,                    "a school levy starts from scratch each year"),
]
# fmt: on


@pytest.mark.parametrize("levy, highest, rate, because", NEXT_YEAR)
def test_what_next_year_starts_from(levy, highest, rate, because):
    computed = benton.levy(levy)
    assert (computed.next_highest_lawful_levy, computed.next_rate) == (highest, rate), because


# fmt: off
UNCAPPED = [
    # levy      rate that the request alone would need   because
    ("FIRE2",   D("1.5511130593"),                       "asked for more than the voted rate"),
    ("FIR004E", D("0.5557846455"),                       "asked for more than the statutory rate"),
    ("PROSSER", D("3.5901538832"),                       "certified twice what any limit allows"),
    ("SD200BD", None,                                    "nobody here certified an amount"),
]
# fmt: on


@pytest.mark.parametrize("levy, rate, because", UNCAPPED)
def test_the_uncapped_rate(levy, rate, because):
    assert benton.levy(levy).uncapped_rate == rate, because


def test_a_part_left_unlevied_is_told():
    told = [n for n in benton.result().notices if n.code == "correction_not_levied"]
    assert [(n.subject, n.sentence) for n in told] == [
        (
            "FIR004E",
            "$20,858.28 of the correction of $156,830.16 is not levied: "
            "the levy has reached its maximum.",
        )
    ]
