"""Every table, in the order of the county's year; the columns are the season folder's.

The key of a season's row is the season and the county's own code.  Foreign keys use the same two
columns, so that PostgreSQL refuses a row that refers to another season.  A column's type (Dollars,
Value, Rate, …) defines its unit; `_add_checks` at the end of the file adds the CHECK of each unit,
kind and text.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from levy.db import db
from levy.kinds import (
    AreaStatus,
    Base,
    Binding,
    DistrictKind,
    FactorReason,
    LevyKind,
    LevyStatus,
    MeasureKind,
    Outcome,
    ParcelRate,
    ParcelRounding,
)

# ---- What a column can hold -------------------------------------------------------------------

# NUMERIC allows NaN and Infinity and sorts both above every number, so an upper bound refuses
# them.  min_scale counts decimals without trailing zeros.  The first text is the suffix of the
# constraint's name.
UNITS = {
    "dollars": ("is_dollars", "{0} >= 0 AND {0} < 1e16 AND min_scale({0}) <= 2"),
    "value": ("is_whole_dollars", "{0} >= 0 AND {0} < 1e18 AND min_scale({0}) = 0"),
    "whole": ("is_whole_dollars", "{0} BETWEEN 0 AND 999999999999999999"),
    "rate": ("is_rate", "{0} >= 0 AND {0} < 1000 AND min_scale({0}) <= 12"),
    # A bond levied on a dollar of timber value has a huge rate; that is odd, but correct.
    "computed_rate": ("is_rate", "{0} >= 0 AND {0} < 1e18 AND min_scale({0}) <= 12"),
    # Refuses one percent in the wrong unit: 101 and 0.01.
    "factor": ("is_factor", "{0} >= 0.5 AND {0} < 5 AND min_scale({0}) <= 14"),
    "fraction": ("is_fraction", "{0} >= 0 AND {0} <= 1 AND min_scale({0}) <= 14"),
    "growth": ("is_fraction", "{0} > -1 AND {0} < 1 AND min_scale({0}) <= 14"),
    "ratio": ("is_percent", "{0} > 1 AND {0} <= 200 AND min_scale({0}) <= 12"),
    "figure": ("is_figure", "{0} >= 0 AND {0} < 1e18"),
    "number": ("is_number", "{0} > '-Infinity' AND {0} < 'Infinity'"),
    "year": ("is_year", "{0} BETWEEN 1000 AND 2999"),  # four digits
    "count": ("is_count", "{0} >= 0"),
    "place": ("is_place", "{0} >= 1"),
    "name": ("is_not_blank", "btrim({0}) <> ''"),
    # statutory_less separates levies by spaces.
    "levy": ("has_no_space", r"{0} ~ '^\S+$'"),
    "state": ("is_state", "{0} ~ '^[A-Z]{{2}}$'"),
    "digest": ("is_sha256", "{0} ~ '^[0-9a-f]{{64}}$'"),
}


def _column(unit: str, **options: Any) -> Any:
    return mapped_column(info={"unit": unit}, **options)


Dollars = Annotated[Decimal, _column("dollars")]
Value = Annotated[Decimal, _column("value")]  # whole dollars
# A numeric that is assigned to a bigint is rounded silently; as text, as in COPY, it is refused.
WholeDollars = Annotated[int, _column("whole", type_=BigInteger)]
Rate = Annotated[Decimal, _column("rate")]  # dollars per $1,000
ComputedRate = Annotated[Decimal, _column("computed_rate")]
Factor = Annotated[Decimal, _column("factor")]
Fraction = Annotated[Decimal, _column("fraction")]
Ratio = Annotated[Decimal, _column("ratio")]  # percent
Year = Annotated[int, _column("year")]
Name = Annotated[str, _column("name")]
Words = Annotated[str, mapped_column(server_default="")]  # may be blank
Moment = Annotated[datetime, mapped_column(server_default=func.now())]

# Keys: the county's code of a levy, district or area; the row's place in the season folder, so
# that an export keeps the county's order; a generated number.
SeasonKey = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]
VersionKey = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]
LevyCode = Annotated[str, _column("levy", primary_key=True)]
OwnCode = Annotated[str, _column("name", primary_key=True)]
CodeKey = Annotated[
    str, mapped_column(primary_key=True)
]  # a foreign key; the other table checks it
Position = Annotated[int, _column("place")]
PositionKey = Annotated[int, _column("place", primary_key=True, autoincrement=False)]
Number = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]


def _to(table: str, *columns: str, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Return the foreign key of these columns to the table's key, within the season."""
    own = ["season_id", *columns]
    keys = {
        "levy": ["season_id", "levy"],
        "district": ["season_id", "district"],
        "tax_code_area": ["season_id", "area"],
        "levy_limit": ["season_id", "levy"],
        "value_snapshot": ["season_id", "version"],
        "calculation": ["season_id"],
        "worksheet": ["season_id", "levy"],
    }
    return ForeignKeyConstraint(own, [f"{table}.{key}" for key in keys[table]], ondelete=ondelete)


# ---- The county and its season ----------------------------------------------------------------


class County(db.Model):
    """A county; two states may each have a Benton."""

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    state: Mapped[str] = _column("state")
    name: Mapped[Name]

    __table_args__ = (
        UniqueConstraint("state", "name"),
        # Refuses "benton" if there is "Benton": nobody could tell the two counties apart.
        Index("uq_county_state_lower_name", "state", text("lower(name)"), unique=True),
    )


class TaxYear(db.Model):
    """A season: one county's levies of one tax year, and the facts that apply to all of them."""

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    county_id: Mapped[int] = mapped_column(ForeignKey("county.id"))
    year: Mapped[Year]
    rate_decimals: Mapped[int]
    real_ratio: Mapped[Ratio | None]
    personal_ratio: Mapped[Ratio | None]
    inflation: Mapped[Decimal | None] = _column("growth")  # prices can fall
    parcel_rounding: Mapped[ParcelRounding | None]
    parcel_rate: Mapped[ParcelRate | None]
    sources: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")

    __table_args__ = (
        UniqueConstraint("county_id", "year"),
        CheckConstraint("rate_decimals BETWEEN 0 AND 12", name="rate_decimals_up_to_twelve"),
        CheckConstraint("array_position(sources, NULL) IS NULL", name="sources_are_known"),
    )


# ---- January: districts, their levies, and the areas that pay them ----------------------------


class District(db.Model):
    """A taxing district."""

    season_id: Mapped[int] = mapped_column(ForeignKey("tax_year.id"), primary_key=True)
    district: Mapped[OwnCode]
    name: Mapped[Name]
    kind: Mapped[DistrictKind]
    population: Mapped[int | None] = _column("count")
    lead_county: Mapped[Name | None]
    position: Mapped[Position]


class Levy(db.Model):
    """A levy of a district; `part_of` is the levy that this one is an earmarked part of."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[LevyCode]
    district: Mapped[str]
    name: Mapped[Name]
    fund: Mapped[Name | None]
    kind: Mapped[LevyKind]
    base: Mapped[Base]
    statutory_rate: Mapped[Rate | None]
    part_of: Mapped[str | None]
    status: Mapped[LevyStatus]
    position: Mapped[Position]

    __table_args__ = (
        _to("district", "district"),
        _to("levy", "part_of"),
        CheckConstraint("part_of <> levy", name="is_not_part_of_itself"),
        Index(None, "season_id", "district"),
        Index(None, "season_id", "part_of"),
    )


class TaxCodeArea(db.Model):
    """A tax code area: the parcels that pay exactly the same levies."""

    season_id: Mapped[int] = mapped_column(ForeignKey("tax_year.id"), primary_key=True)
    area: Mapped[OwnCode]
    name: Mapped[Name]
    status: Mapped[AreaStatus]
    position: Mapped[Position]


class AreaLevy(db.Model):
    """A levy that an area pays; areas belong to levies, not to districts."""

    season_id: Mapped[SeasonKey]
    area: Mapped[CodeKey]
    levy: Mapped[CodeKey]
    position: Mapped[Position]

    __table_args__ = (
        _to("tax_code_area", "area"),
        _to("levy", "levy"),
        Index(None, "season_id", "levy"),
    )


# ---- Measures that voters decided -------------------------------------------------------------


class Measure(db.Model):
    """A measure that voters decided; a blank year is not known, not an expiry."""

    season_id: Mapped[SeasonKey]
    measure: Mapped[OwnCode]
    levy: Mapped[str]
    kind: Mapped[MeasureKind]
    election: Mapped[date | None]
    outcome: Mapped[Outcome]
    first_year: Mapped[Year | None]
    last_year: Mapped[Year | None]
    rate: Mapped[Rate | None]
    factor: Mapped[Factor | None]
    document: Mapped[Name | None]
    position: Mapped[Position]

    __table_args__ = (
        _to("levy", "levy"),
        CheckConstraint("first_year <= last_year", name="ends_after_it_begins"),
        CheckConstraint(
            "factor IS NULL OR kind IN ('lid_lift_single_year', 'lid_lift_multi_year')",
            name="factor_is_of_a_lid_lift",
        ),
        Index(None, "season_id", "levy"),
    )


# ---- Summer and autumn: values ----------------------------------------------------------------


class ValueSnapshot(db.Model):
    """The season's values on one day: locked, and numbered 1, 2, 3, …"""

    season_id: Mapped[int] = mapped_column(ForeignKey("tax_year.id"), primary_key=True)
    version: Mapped[PositionKey]
    as_of: Mapped[date | None]
    reason: Mapped[Name]
    created_at: Mapped[Moment]


# The values of a snapshot have codes but no foreign keys to areas and levies: if an area is merged
# into another in November, October's values of it remain.


class AreaValue(db.Model):
    """Taxable values of one area in one snapshot."""

    season_id: Mapped[SeasonKey]
    version: Mapped[VersionKey]
    area: Mapped[OwnCode]
    regular: Mapped[Value | None]
    senior: Mapped[Value | None]
    farm: Mapped[Value | None]
    timber_full: Mapped[Value | None]
    timber_half: Mapped[Value | None]
    timber_roll: Mapped[Value | None]
    tif_increment: Mapped[Value | None]
    new_construction: Mapped[Value | None]
    real: Mapped[Value | None]
    personal: Mapped[Value | None]
    state_assessed: Mapped[Value | None]
    position: Mapped[Position]

    __table_args__ = (_to("value_snapshot", "version"),)


class LevyValue(db.Model):
    """One county's value of a levy whose base is not the sum of its areas, in one snapshot."""

    season_id: Mapped[SeasonKey]
    version: Mapped[VersionKey]
    levy: Mapped[OwnCode]
    county: Mapped[OwnCode]
    base: Mapped[Value]
    new_construction: Mapped[Value | None]
    state_assessed: Mapped[Value | None]
    state_assessed_prior: Mapped[Value | None]
    reason: Mapped[Name | None]
    position: Mapped[Position]

    __table_args__ = (_to("value_snapshot", "version"),)


# ---- October: limits --------------------------------------------------------------------------


class LevyLimit(db.Model):
    """Inputs of one levy's levy limit."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    highest_lawful_levy: Mapped[Dollars | None]
    limit_factor: Mapped[Factor | None]
    limit_factor_reason: Mapped[FactorReason | None]
    last_levy: Mapped[Dollars | None]
    last_rate: Mapped[Rate | None]
    new_construction: Mapped[Value | None]
    tif_increment: Mapped[Value | None]
    state_assessed: Mapped[Value | None]
    state_assessed_prior: Mapped[Value | None]
    annexed_value: Mapped[Value | None]
    statutory_plus: Mapped[Rate | None]
    position: Mapped[Position]

    __table_args__ = (_to("levy", "levy"),)


class StatutorySubtraction(db.Model):
    """A levy whose rate lowers another levy's statutory maximum (statutory_less)."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    less: Mapped[CodeKey]
    position: Mapped[Position]

    __table_args__ = (
        _to("levy_limit", "levy"),
        _to("levy", "less"),
        CheckConstraint("less <> levy", name="is_of_another_levy"),
        Index(None, "season_id", "less"),
    )


class EnrichmentLimit(db.Model):
    """The two caps of a school enrichment levy that others set."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    voter_approved: Mapped[Dollars | None]
    per_pupil_maximum: Mapped[Dollars | None]
    position: Mapped[Position]

    __table_args__ = (_to("levy", "levy"),)


# ---- November: requests, and rates that somebody else decided ---------------------------------


class LevyRequest(db.Model):
    """A district's request: dollars, except resolution_percent, a fraction."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    certified_amount: Mapped[Dollars | None]
    certified_on: Mapped[date | None]
    resolution_dollars: Mapped[Dollars | None]
    resolution_percent: Mapped[Fraction | None]
    resolution_number: Mapped[Name | None]
    refund: Mapped[Dollars | None]
    abeyance: Mapped[Dollars | None]
    over_levied: Mapped[Dollars | None]
    under_levied: Mapped[Dollars | None]
    error_year: Mapped[Year | None]
    error_by_district: Mapped[bool | None]
    shift_to: Mapped[Dollars | None]
    shift_from: Mapped[Dollars | None]
    position: Mapped[Position]

    __table_args__ = (_to("levy", "levy"),)


class ReceivedRate(db.Model):
    """A rate or an amount, not both, that somebody else decided; 0 counts as one."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    rate: Mapped[Rate | None]
    amount: Mapped[Dollars | None]
    source: Mapped[Name | None]
    position: Mapped[Position]

    __table_args__ = (
        _to("levy", "levy"),
        CheckConstraint("num_nonnulls(rate, amount) = 1", name="rate_or_amount"),
    )


class Protection(db.Model):
    """A rate that a district levies outside the $5.90 limit instead of losing it."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    rate: Mapped[Rate]
    document: Mapped[Name | None]
    position: Mapped[Position]

    __table_args__ = (_to("levy", "levy"),)


class BuyDown(db.Model):
    """An agreement by which the seller's levy is lowered so that the buyer's loses less."""

    season_id: Mapped[SeasonKey]
    seller: Mapped[CodeKey]
    buyer: Mapped[CodeKey]
    rate: Mapped[Rate]
    document: Mapped[Name | None]
    position: Mapped[Position]

    __table_args__ = (
        _to("levy", "seller"),
        _to("levy", "buyer"),
        CheckConstraint("seller <> buyer", name="is_between_two_levies"),
        CheckConstraint("rate <> 0", name="lowers_the_seller"),
        Index(None, "season_id", "buyer"),
    )


# ---- December: the calculation ----------------------------------------------------------------


class Calculation(db.Model):
    """The season's current results: the values that they were computed from, and when.

    New inputs delete it and, with it, all results, so that no result outlives its inputs.
    """

    season_id: Mapped[SeasonKey]
    version: Mapped[int]
    computed_at: Mapped[Moment]

    __table_args__ = (_to("value_snapshot", "version"), Index(None, "season_id", "version"))


class LevyRate(db.Model):
    """The result of one levy; a figure that is not known yet is NULL, and `missing` says why."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    binding: Mapped[Binding]
    base: Mapped[Value | None]
    county_base: Mapped[Value | None]
    amount: Mapped[Dollars | None]
    uncapped_rate: Mapped[ComputedRate | None]
    rate: Mapped[ComputedRate | None]
    tax: Mapped[Dollars | None]
    next_highest_lawful_levy: Mapped[Dollars | None]
    next_rate: Mapped[ComputedRate | None]
    missing: Mapped[Words]
    position: Mapped[Position]

    __table_args__ = (_to("calculation", ondelete="CASCADE"), _to("levy", "levy"))


class Worksheet(db.Model):
    """A levy's answer with its working."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    statute: Mapped[Words]

    __table_args__ = (
        ForeignKeyConstraint(
            ["season_id", "levy"], ["levy_rate.season_id", "levy_rate.levy"], ondelete="CASCADE"
        ),
    )


class WorksheetLine(db.Model):
    """One line of a worksheet, in the order in which a person reads them."""

    season_id: Mapped[SeasonKey]
    levy: Mapped[CodeKey]
    position: Mapped[PositionKey]
    key: Mapped[Name]
    label: Mapped[Name]
    value: Mapped[Decimal | None] = _column("number")  # a difference may be below zero
    unit: Mapped[str]
    formula: Mapped[Words]
    statute: Mapped[Words]
    source: Mapped[Words]

    __table_args__ = (
        _to("worksheet", "levy", ondelete="CASCADE"),
        CheckConstraint(
            "unit IN ('dollars', 'value', 'rate', 'factor', 'fraction', 'percent', 'years',"
            " 'number')",
            name="unit_is_known",
        ),
    )


class AreaTotal(db.Model):
    """The result of one area."""

    season_id: Mapped[SeasonKey]
    area: Mapped[CodeKey]
    total_rate: Mapped[ComputedRate | None]
    senior_rate: Mapped[ComputedRate | None]
    aggregate_590: Mapped[ComputedRate | None]
    one_percent: Mapped[ComputedRate | None]
    tax: Mapped[Dollars | None]
    position: Mapped[Position]

    __table_args__ = (_to("calculation", ondelete="CASCADE"), _to("tax_code_area", "area"))


class Notice(db.Model):
    """A warning of the calculation for a person."""

    season_id: Mapped[SeasonKey]
    position: Mapped[PositionKey]
    subject: Mapped[Words]
    code: Mapped[Name]
    sentence: Mapped[Name]

    __table_args__ = (_to("calculation", ondelete="CASCADE"),)


class PublishedFigure(db.Model):
    """A figure that someone published, for comparison with the results."""

    season_id: Mapped[SeasonKey]
    position: Mapped[PositionKey]
    source: Mapped[Name]
    item: Mapped[str]
    levy: Mapped[str | None]
    area: Mapped[str | None]
    value: Mapped[Decimal] = _column("figure")
    as_of: Mapped[date | None]

    __table_args__ = (
        _to("levy", "levy"),
        _to("tax_code_area", "area"),
        CheckConstraint(
            "item IN ('rate', 'amount', 'base', 'area_total', 'aggregate_590', 'one_percent')",
            name="item_is_known",
        ),
        CheckConstraint("num_nonnulls(levy, area) >= 1", name="levy_or_area"),
        Index(None, "season_id", "levy"),
        Index(None, "season_id", "area"),
    )


# ---- February: the tax on every parcel --------------------------------------------------------


class Property(db.Model):
    """A parcel of one county in one tax year, and the values that its levies are computed on.

    regular            value for regular levies
    excess             the same without the senior exemption: for voted and enrichment levies
    state_1, state_2   values for the two parts of the state levy

    Partitioned by county, then tax year, so that a county's year is loaded, read, replaced and
    dropped separately.  There is no DEFAULT partition: it would silently accept a misdirected row,
    and creating a partition would scan it under a lock that blocks all writers.  The store creates
    the partitions together with a season (levy/store/partitions.py); PostgreSQL refuses a parcel
    of a season that does not exist.  The area is not a foreign key: the import of the roll reports
    every parcel with an unknown area, but the database would stop at the first.
    """

    county_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tax_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parcel: Mapped[OwnCode]
    area: Mapped[Name]
    land: Mapped[Value]
    improvement: Mapped[Value]
    personal_property: Mapped[Value]
    exemption: Mapped[WholeDollars]
    regular: Mapped[Value]
    excess: Mapped[Value]
    state_1: Mapped[Value]
    state_2: Mapped[Value]

    __table_args__ = (
        ForeignKeyConstraint(["county_id", "tax_year"], ["tax_year.county_id", "tax_year.year"]),
        CheckConstraint(
            "exemption <= land + improvement + personal_property",
            name="values_exemption_within_total",
        ),
        CheckConstraint(
            "regular <= land + improvement + personal_property", name="values_regular_within_total"
        ),
        CheckConstraint("excess <= regular", name="values_excess_within_regular"),
        CheckConstraint("state_1 <= regular", name="values_state_1_within_regular"),
        CheckConstraint("state_2 <= state_1", name="values_state_2_within_state_1"),
        {"postgresql_partition_by": "LIST (county_id)"},
    )


# ---- All year: imports, what-ifs, and who did what --------------------------------------------


class SeasonImport(db.Model):
    """A season folder that someone imported; if it was refused, season_id is NULL.

    rows     number of rows read from each file
    content  SHA-256 of the folder's files
    """

    id: Mapped[Number]
    season_id: Mapped[int | None]
    version: Mapped[int | None]
    folder: Mapped[Name]
    content: Mapped[str] = _column("digest")
    rows: Mapped[dict[str, Any]]
    who: Mapped[Name]
    at: Mapped[Moment]

    __table_args__ = (
        _to("value_snapshot", "version"),
        CheckConstraint("num_nulls(season_id, version) IN (0, 2)", name="season_has_version"),
        Index(None, "season_id", "version"),
    )


class ImportProblem(db.Model):
    """A problem in a file; row is NULL for the whole file, column is blank for the whole row."""

    import_id: Mapped[int] = mapped_column(
        ForeignKey("season_import.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[PositionKey]
    file: Mapped[Name]
    row: Mapped[int | None] = _column("place")
    column: Mapped[Words]
    what: Mapped[Name]
    to_do: Mapped[Name]


class ImportUndo(db.Model):
    """The inputs that an import replaced, so that it can be undone.

    content     the season before the import, as a packed season folder; NULL if there was none
    undone_by   who undid the import; NULL if nobody did
    """

    import_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("season_import.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    content: Mapped[bytes | None]
    undone_by: Mapped[Name | None]
    undone_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("num_nulls(undone_by, undone_at) IN (0, 2)", name="who"),)


class SeasonUpload(db.Model):
    """Files that somebody uploaded and has not loaded yet.

    token    identifies the upload in the page's address; nobody can guess it
    content  the files as a packed season folder
    before   SHA-256 of the season that they would replace, at the time of the upload
    """

    token: Mapped[Name] = mapped_column(primary_key=True)
    name: Mapped[Name]
    content: Mapped[bytes]
    before: Mapped[str] = _column("digest")
    who: Mapped[Name]
    at: Mapped[Moment]


class Scenario(db.Model):
    """A what-if: a season with changes; the season itself does not change."""

    id: Mapped[Number]
    season_id: Mapped[int] = mapped_column(ForeignKey("tax_year.id"))
    name: Mapped[Name]
    who: Mapped[Name]
    at: Mapped[Moment]

    __table_args__ = (UniqueConstraint("season_id", "name"),)


class ScenarioChange(db.Model):
    """One input that a scenario changes: a cell of a season folder.

    code   the levy or the area
    field  the column
    text   the cell's text; blank if the scenario makes it blank
    """

    scenario_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("scenario.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    file: Mapped[OwnCode]
    code: Mapped[OwnCode]
    field: Mapped[OwnCode]
    text: Mapped[Words]


class AuditEntry(db.Model):
    """Who did what and when; a trigger refuses to change or delete an entry.

    who      a username
    what     the service that ran: season.import
    subject  the season that it changed: Benton 2025
    """

    id: Mapped[Number]
    at: Mapped[Moment]
    who: Mapped[Name]
    what: Mapped[Name]
    subject: Mapped[Name]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]

    __table_args__ = (Index(None, "subject", "at"),)


# ---- A CHECK for every unit, kind and text ----------------------------------------------------


def _add_checks(table: Table) -> None:
    """Add the CHECK of its unit or kind to each column of the table."""
    for column in table.columns:
        if isinstance(column.type, Enum):
            values = ", ".join(f"'{value}'" for value in column.type.enums)
            name, condition = "is_known", f"{{0}} IN ({values})"
        elif "unit" in column.info:
            name, condition = UNITS[column.info["unit"]]
        else:
            continue
        check = CheckConstraint(condition.format(column.name), name=f"{column.name}_{name}")
        table.append_constraint(check)


for _table in db.metadata.sorted_tables:
    _add_checks(_table)
