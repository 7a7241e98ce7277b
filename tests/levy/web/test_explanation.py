"""Why a levy is what it is: the sentence for each thing that can decide."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from levy.kinds import Binding
from levy.law.season import Levy
from levy.law.worksheet import Worksheet
from levy.services.jurisdiction import jurisdiction
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import levy_named, result_of_levy
from levy.web.bars import bars
from levy.web.explanation import explanation
from tests.levy.web.page_reading import Page

FORM = jurisdiction("WA").form

# fmt: off
CASES = [
    # levy       why                                                                   because
    ("FIRE1",    "Fire Dist #1 asked for $5,515,356.75. The law allows $4,985,755.42, because the "
                 "levy limit allows that much.",                                       "limit"),
    ("PROSSER",  "Prosser asked for $3,344,173.00. The law allows $1,687,195.61, because the "
                 "resolution allows that much.",                                      "resolution"),
    ("KENN",    "Kennewick General asked for $15,800,172.00. The law allows that: the next lowest, "
                 "resolution + refund, is $15,854,990.56.",                            "request"),
    ("FIRE2",    "Fire Dist #2 asked for $1,775,588.10. The law allows $1,717,078.03, because the "
                 "statutory maximum rate allows that much.",                           "statutory"),
    ("FIR004E",  "Fire Dist #4 Ems asked for $2,000,000.00. The lowest, levy limit + refund, is "
                 "$1,663,286.17; what was levied too little before is added, up to what the "
                 "statutory maximum rate allows: $1,799,258.05.",                     "correction"),
    ("COUNTY",   "County asked for $28,674,893.74. The law allows $28,521,608.90, because the "
                 "resolution allows that much. That, plus $7,902.46 (levied too little before), "
                 "less $908,293.84 (set aside for CNYHMNSVCS) and less $408,732.23 (set aside for "
                 "CNYVET), makes the levy $27,212,485.29.",            "parts"),
    ("SD17",     "School Dist 17 Debt Service asked for $19,100,000.00. The levy is that amount: "
                 "$19,100,000.00.",                                                    "a bond"),
    ("SD200BD",  "Yakima County decided the rate, 1.7118324546; this county only applies it.",
                                                                                       "a rate"),
    ("STATE",    "Department of Revenue decided the amount, $53,428,876.00.",          "dollars"),
    ("CNYVET",   "The law sets it aside from COUNTY, at its own rate.",           "a part"),
]
# fmt: on


def why(view: OpenedSeason, code: str, **changed: object) -> str:
    assert view.result is not None
    levy: Levy = levy_named(view.season, code)
    result = result_of_levy(view.result, code)._replace(**changed)
    request = next((row for row in view.season.requests if row.levy == code), None)
    received = next((row for row in view.season.received if row.levy == code), None)
    return explanation(levy, result, request, received, FORM)


@pytest.mark.parametrize("levy, sentence, because", CASES)
def test_why(view: OpenedSeason, levy: str, sentence: str, because: str) -> None:
    assert why(view, levy) == sentence, because


def test_why_where_another_levy_decided(view: OpenedSeason) -> None:
    cut = why(view, "KENN", binding=Binding.AGGREGATE)
    assert cut == (
        "Kennewick General asked for $15,800,172.00. "
        "The $5.90 limit allows a rate of 1.3046932417, so the levy is $15,800,172.00."
    )


def test_why_where_only_a_rate_was_received_and_a_limit_cut_it(view: OpenedSeason) -> None:
    cut = why(view, "SD200MO", binding=Binding.ONE_PERCENT)
    assert cut == "The 1 % limit allows a rate of 1.3739893970."


def test_why_where_the_change_does_not_add_up_by_itself(view: OpenedSeason) -> None:
    changed = why(view, "PROSSER", amount=Decimal(0))
    assert changed.endswith("After corrections the levy is $0.00.")


def test_every_levy_is_explained(site: FlaskClient, view: OpenedSeason) -> None:
    assert view.result is not None
    for result in view.result.levies:
        text = Page(site.get(f"/benton/2025/levies/{result.levy}").text).text
        assert why(view, result.levy) in text, result.levy


def test_what_was_compared_comes_lowest_first(view: OpenedSeason) -> None:
    assert view.result is not None
    compared = bars(FORM.candidates(result_of_levy(view.result, "PROSSER")))
    assert [(bar.candidate.label, bar.candidate.decides, bar.length) for bar in compared] == [
        ("Resolution + refund", True, 504),
        ("Levy limit + refund", False, 532),
        ("Statutory maximum", False, 692),
        ("Request", False, 1000),
    ]


def test_a_blank_binds_nothing_and_comes_last(view: OpenedSeason) -> None:
    assert view.result is not None
    result = result_of_levy(view.result, "PROSSER")
    assert result.worksheet is not None
    lines = tuple(
        line._replace(value=None) if line.key == "P2G" else line for line in result.worksheet.lines
    )
    changed = result._replace(worksheet=Worksheet(result.worksheet.statute, lines))
    last = bars(FORM.candidates(changed))[-1]
    assert (last.candidate.label, last.candidate.amount, last.length) == (
        "Resolution + refund",
        None,
        0,
    )


def test_one_amount_is_nothing_to_compare(view: OpenedSeason) -> None:
    assert view.result is not None
    lengths = {row.levy: len(FORM.candidates(row)) for row in view.result.levies}
    assert (lengths["SD17"], lengths["SD17MO"], lengths["FIRE2"], lengths["KENN"]) == (0, 3, 3, 4)
