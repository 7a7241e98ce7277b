"""Importing an export gives the same season, whatever the season."""

import tempfile
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levy.exporters.season_folder import write_season_folder
from levy.importers.season_column import Table
from levy.importers.season_folder import read_season_folder
from levy.importers.season_schema import FACTS, TABLES
from levy.importers.season_texts import guarded, unguarded
from levy.kinds import Base, LevyKind, LevyStatus
from levy.law.season import (
    AreaLevy,
    PublishedFigure,
    ReceivedRate,
    Season,
)

D = Decimal


def line_of_text(characters):
    return st.text(characters, min_size=1, max_size=12).filter(lambda text: text == text.strip())


ANY = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
DANGEROUS = st.sampled_from("='+-@\"\\,;# x")
TEXT = line_of_text(ANY) | line_of_text(DANGEROUS)
LEVY_CODE = TEXT.filter(lambda text: len(text.split()) == 1)
YEAR = st.integers(1000, 2999)


def number(places, least, most):
    return st.decimals(D(least), D(most), places=places)


OF_UNIT = {
    "text": TEXT,
    "dollars": number(2, "0", "999999999999.99"),
    "whole dollars": number(0, "0", "999999999999999"),
    "dollars per $1,000": number(12, "0", "100"),
    "factor": number(12, "0.8", "2"),
    "percent": number(12, "10", "200"),
    "people": st.integers(0, 999999999),
    "year": YEAR,
    "date": st.dates(),
    "true or false": st.booleans(),
    "code": TEXT,
    "levy code": LEVY_CODE,
} | {
    column.unit.name: st.sampled_from(
        [column.unit.read(word) for word in column.unit.name.removeprefix("one of: ").split(", ")]
    )
    for table in (FACTS, *TABLES)
    for column in table.columns
    if column.unit.name.startswith("one of: ")
}


def record(table: Table, **given_fields):
    """Any record of this table: what is not given is drawn from the column's unit."""
    drawn = {}
    for column in table.columns:
        if column.attribute not in given_fields:
            value = OF_UNIT[column.unit.name]
            drawn[column.attribute] = value if column.required else st.none() | value
    return st.builds(table.record, **(drawn | given_fields))


TABLE = {table.rows: table for table in TABLES}
FACTS_OF_ANY_SEASON = record(
    FACTS,
    state=st.just("WA"),
    rate_decimals=st.integers(1, 12),
    inflation=st.none() | number(12, "-0.2", "0.2"),
    sources=st.lists(TEXT, max_size=3).map(tuple),
)


def rows(strategy, key):
    """Any rows with different keys, in the order in which an import gives them."""
    return st.lists(strategy, max_size=4, unique_by=key).map(
        lambda drawn: tuple(sorted(drawn, key=lambda row: [str(part) for part in key(row)]))
    )


NOT_SUMMED = {
    "new_construction": st.none(),
    "state_assessed": st.none(),
    "state_assessed_prior": st.none(),
    "statutory_less": st.just(()),
}
UNTIED = {"part_of": st.none(), "status": st.just(LevyStatus.ACTIVE)}


@st.composite
def seasons(draw):
    """Any season that the format allows."""
    districts = draw(rows(record(TABLE["districts"]), lambda row: (row.district,)))
    owners = st.sampled_from([row.district for row in districts] or ["none"])
    levy = st.one_of(
        # A refund levy goes with every base; an enrichment levy may have its row in enrichment.csv.
        record(TABLE["levies"], district=owners, kind=st.just(LevyKind.REFUND), **UNTIED),
        record(
            TABLE["levies"],
            district=owners,
            kind=st.just(LevyKind.ENRICHMENT),
            base=st.just(Base.ENRICHMENT),
            **UNTIED,
        ),
    )
    levies = draw(rows(levy, lambda row: (row.levy,))) if districts else ()
    areas = draw(rows(record(TABLE["areas"]), lambda row: (row.area,)))
    season = Season(draw(FACTS_OF_ANY_SEASON), districts, levies, areas)
    return draw(with_figures(season))


def with_figures(season):
    codes = st.sampled_from([row.levy for row in season.levies] or ["none"])

    def one_levy(row):
        return (row.levy,)

    by_levy = {
        "levy_values": (record(TABLE["levy_values"], levy=codes), lambda r: (r.levy, r.county)),
        "requests": (
            record(
                TABLE["requests"],
                levy=codes,
                certified_on=st.none() | days_for(season.facts.tax_year),
                resolution_percent=st.none() | number(14, "0", "0.99"),
            ),
            one_levy,
        ),
        "received": (received(codes), one_levy),
        "measures": (
            record(TABLE["measures"], levy=codes, last_year=st.none()),
            lambda row: (row.measure,),
        ),
        "protections": (
            record(TABLE["protections"], levy=codes, rate=number(12, "0", "0.25")),
            one_levy,
        ),
        "published": (published(codes), lambda r: (r.source, r.item, r.levy, "", r.as_of or "")),
    }
    if len(season.levies) > 1:
        by_levy["buy_downs"] = (buy_downs(codes), lambda row: (row.seller, row.buyer))
    school = [row.levy for row in season.levies if row.kind is LevyKind.ENRICHMENT]
    if school:
        enrichment = record(TABLE["enrichment"], levy=st.sampled_from(school))
        by_levy["enrichment"] = (enrichment, one_levy)
    limited = [row.levy for row in season.levies if row.kind is LevyKind.REFUND]
    if limited:
        limit = record(TABLE["limits"], levy=st.sampled_from(limited), **NOT_SUMMED)
        by_levy["limits"] = (limit, one_levy)
    active = [row.area for row in season.areas]
    drawn = {name: rows(*made) if season.levies else st.just(()) for name, made in by_levy.items()}
    if season.levies and active:
        areas = st.sampled_from(active)
        drawn["area_levies"] = rows(
            st.builds(AreaLevy, area=areas, levy=codes), lambda row: (row.area, row.levy)
        )
    if active:
        values = record(
            TABLE["values"],
            area=st.sampled_from(active),
            regular=st.just(D(0)) | st.none(),
            senior=st.none(),
            farm=st.none() | st.just(D(0)),
        )
        drawn["values"] = rows(values, lambda row: (row.area,))
    parts = {field.name: st.just(getattr(season, field.name)) for field in fields(Season)}
    return st.builds(Season, **(parts | drawn))


def received(codes):
    rate, amount = OF_UNIT["dollars per $1,000"], OF_UNIT["dollars"]
    source = st.none() | TEXT
    return st.builds(ReceivedRate, levy=codes, rate=rate, source=source) | st.builds(
        ReceivedRate, levy=codes, amount=amount, source=source
    )


def days_for(tax_year):
    """Any day on which a levy of this year can be certified."""
    return st.dates(date(tax_year - 1, 1, 1), date(tax_year, 12, 31))


def buy_downs(codes):
    rate = number(12, "0.000000000001", "100")
    drawn = record(TABLE["buy_downs"], seller=codes, buyer=codes, rate=rate)
    return drawn.filter(lambda row: row.seller != row.buyer)


def published(codes):
    return st.builds(
        PublishedFigure,
        source=TEXT,
        item=st.just("rate"),
        value=OF_UNIT["dollars per $1,000"],
        levy=codes,
        as_of=st.none() | st.dates(),
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seasons())
def test_importing_an_export_gives_the_same_season(season):
    with tempfile.TemporaryDirectory() as scratch:
        first, second = Path(scratch) / "first", Path(scratch) / "second"
        write_season_folder(first, season)
        assert read_season_folder(first) == (season, ())
        write_season_folder(second, read_season_folder(first)[0])
        assert [(path.name, path.read_bytes()) for path in sorted(first.iterdir())] == [
            (path.name, path.read_bytes()) for path in sorted(second.iterdir())
        ]


@given(TEXT)
def test_text_is_guarded_and_comes_back(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[0] not in "=+-@"
