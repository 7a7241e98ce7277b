"""Saves and loads everything that a season is computed from."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import delete, select

from levy import models
from levy.db import db
from levy.law.season import (
    Area,
    AreaLevy,
    BuyDown,
    District,
    Enrichment,
    Levy,
    Limit,
    Measure,
    Protection,
    PublishedFigure,
    ReceivedRate,
    Request,
    Season,
    SeasonFacts,
)
from levy.models import StatutorySubtraction
from levy.store.copying import copy_in, copy_records, field_names, records_of
from levy.store.counties import save_county
from levy.store.partitions import make_partitions
from levy.store.results import remove_results
from levy.store.seasons import OWN_FACTS, save_season_facts, season_named
from levy.store.values import latest_snapshot, save_values, values_of

# Season's field, its record and its table; each after the parts that it references.
PARTS = (
    ("districts", District, models.District),
    ("levies", Levy, models.Levy),
    ("areas", Area, models.TaxCodeArea),
    ("area_levies", AreaLevy, models.AreaLevy),
    ("measures", Measure, models.Measure),
    ("limits", Limit, models.LevyLimit),
    ("requests", Request, models.LevyRequest),
    ("enrichment", Enrichment, models.EnrichmentLimit),
    ("received", ReceivedRate, models.ReceivedRate),
    ("published", PublishedFigure, models.PublishedFigure),
    ("protections", Protection, models.Protection),
    ("buy_downs", BuyDown, models.BuyDown),
)


@dataclass(frozen=True, slots=True)
class SavedInputs:
    """The outcome of saving a season's inputs.

    version          version of the values: one more than before if they differ
    new_values       whether the values differ from before
    results_removed  whether results of the replaced inputs were removed
    """

    season_id: int
    version: int
    new_values: bool
    results_removed: bool


def save_inputs(season: Season, *, reason: str) -> SavedInputs:
    """Replace the county's inputs of that year with a season's, and remove its results.

    reason  why the values may have changed, for the clerk to read
    """
    county = save_county(season.facts.county, state=season.facts.state)
    season_id = save_season_facts(county, facts=season.facts)
    make_partitions(county.id, year=season.facts.tax_year)
    results_removed = remove_results(season_id)
    remove_inputs(season_id)
    for field, _, model in PARTS:
        records = getattr(season, field)
        copy_records(model.__tablename__, records, without="statutory_less", season_id=season_id)
    copy_subtractions(season_id, season.limits)
    before = latest_snapshot(season_id)
    version = save_values(season_id, season=season, reason=reason)
    return SavedInputs(
        season_id,
        version,
        new_values=before is None or before.version != version,
        results_removed=results_removed,
    )


def load_season(county: str | None, *, year: int) -> Season:
    """Return the season as it was saved, with its latest values."""
    row = season_named(county, year=year)
    parts = {
        field: records_of(record, model=model, of=model.season_id == row.id)
        for field, record, model in PARTS
        if record is not Limit
    }
    snapshot = latest_snapshot(row.id)
    values = values_of(row.id, version=snapshot.version)
    return Season(
        facts=_facts(row, snapshot),
        values=values.areas,
        levy_values=values.levies,
        limits=_limits(row.id),
        **parts,
    )


def _facts(row: models.TaxYear, snapshot: models.ValueSnapshot) -> SeasonFacts:
    county = db.session.get_one(models.County, row.county_id)
    return SeasonFacts(
        county=county.name,
        state=county.state,
        tax_year=row.year,
        values_as_of=snapshot.as_of,
        sources=tuple(row.sources),
        **{name: getattr(row, name) for name in OWN_FACTS},
    )


def remove_inputs(season_id: int) -> None:
    """Remove everything that the season is computed from, except its values."""
    children_first = [StatutorySubtraction, *(model for _, _, model in reversed(PARTS))]
    for model in children_first:
        db.session.execute(delete(model).where(model.season_id == season_id))


def copy_subtractions(season_id: int, limits: tuple[Limit, ...]) -> None:
    """Write which levies reduce which limits."""
    copy_in(
        "statutory_subtraction",
        ["season_id", "levy", "position", "less"],
        (
            (season_id, limit.levy, position, less)
            for limit in limits
            for position, less in enumerate(limit.statutory_less, start=1)
        ),
    )


def _limits(season_id: int) -> tuple[Limit, ...]:
    pairs = db.session.execute(
        select(StatutorySubtraction.levy, StatutorySubtraction.less)
        .where(StatutorySubtraction.season_id == season_id)
        .order_by(StatutorySubtraction.levy, StatutorySubtraction.position)
    )
    less = {
        levy: tuple(other for _, other in group) for levy, group in groupby(pairs, itemgetter(0))
    }
    table = models.LevyLimit
    names = field_names(Limit, without="statutory_less")
    rows = db.session.execute(
        select(*(getattr(table, name) for name in names))
        .where(table.season_id == season_id)
        .order_by(table.position)
    )
    return tuple(Limit(**row._mapping, statutory_less=less.get(row.levy, ())) for row in rows)
