"""Every table of a levy season, from the county to the audit trail.

Revision ID: 0001
Revises:
Create Date: 2026-12-01 03:40:00

A revision does not import the models, because they change later.  The functions below name a
column's unit (dollars, value, rate, …) and add the CHECK of that unit.  NUMERIC has no precision:
NUMERIC(18, 2) would round a third decimal before the CHECK can refuse it.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
phase = "expand"

# migrate: allow STYLE402: counties and tax years are few, and written by hand

# A part of a table: a function that takes the table's name and returns a column, key or check.
Part = Callable[[str], sa.schema.SchemaItem]

PARCEL_ROUNDING = "half_down half_up"
PARCEL_RATE = "levy consolidated"
DISTRICT_KIND = (
    "county road city fire rfa library hospital port pud school ems cemetery park "
    "park_service_area metropolitan_park flood ferry transit rta cultural_arts "
    "cultural_access city_transport mosquito airport other_junior state"
)
LEVY_KIND = (
    "regular lid_lift ems bond capital enrichment transport non_voted_bond state_1 state_2 refund"
)
BASE = "regular excess enrichment state_1 state_2"
LEVY_STATUS = "active retired"
AREA_STATUS = "active inactive"
MEASURE_KIND = "lid_lift_single_year lid_lift_multi_year ems bond capital enrichment transport"
OUTCOME = "passed failed pending"
FACTOR_REASON = "statute substantial_need lid_lift"
BINDING = "limit resolution certified statutory aggregate one_percent buy_down received none"

UNITS = {
    "dollars": ("is_dollars", "{0} >= 0 AND {0} < 1e16 AND min_scale({0}) <= 2"),
    "value": ("is_whole_dollars", "{0} >= 0 AND {0} < 1e18 AND min_scale({0}) = 0"),
    "whole": ("is_whole_dollars", "{0} BETWEEN 0 AND 999999999999999999"),
    "rate": ("is_rate", "{0} >= 0 AND {0} < 1000 AND min_scale({0}) <= 12"),
    "computed_rate": ("is_rate", "{0} >= 0 AND {0} < 1e18 AND min_scale({0}) <= 12"),
    "factor": ("is_factor", "{0} >= 0.5 AND {0} < 5 AND min_scale({0}) <= 14"),
    "fraction": ("is_fraction", "{0} >= 0 AND {0} <= 1 AND min_scale({0}) <= 14"),
    "growth": ("is_fraction", "{0} > -1 AND {0} < 1 AND min_scale({0}) <= 14"),
    "ratio": ("is_percent", "{0} > 1 AND {0} <= 200 AND min_scale({0}) <= 12"),
    "figure": ("is_figure", "{0} >= 0 AND {0} < 1e18"),
    "finite": ("is_number", "{0} > '-Infinity' AND {0} < 'Infinity'"),
    "year": ("is_year", "{0} BETWEEN 1000 AND 2999"),
    "count": ("is_count", "{0} >= 0"),
    "place": ("is_place", "{0} >= 1"),
    "name": ("is_not_blank", "btrim({0}) <> ''"),
    "levy_code": ("has_no_space", r"{0} ~ '^\S+$'"),
    "state": ("is_state", "{0} ~ '^[A-Z]{{2}}$'"),
    "digest": ("is_sha256", "{0} ~ '^[0-9a-f]{{64}}$'"),
}

TABLES = (
    "county",
    "tax_year",
    "district",
    "levy",
    "tax_code_area",
    "area_levy",
    "measure",
    "value_snapshot",
    "area_value",
    "levy_value",
    "levy_limit",
    "statutory_subtraction",
    "enrichment_limit",
    "levy_request",
    "received_rate",
    "protection",
    "buy_down",
    "calculation",
    "levy_rate",
    "worksheet",
    "worksheet_line",
    "area_total",
    "notice",
    "published_figure",
    "property",
    "season_import",
    "import_problem",
    "import_undo",
    "season_upload",
    "scenario",
    "scenario_change",
    "audit_entry",
)


def column(
    name: str,
    type_: sa.types.TypeEngine[Any],
    *checks: tuple[str, str],
    required: bool = False,
    default: str | sa.TextClause | None = None,
) -> Part:
    """Return a column with a CHECK for each (suffix, condition)."""

    def part(table: str) -> sa.Column[Any]:
        constraints = [
            sa.CheckConstraint(condition.format(name), name=op.f(f"ck_{table}_{name}_{suffix}"))
            for suffix, condition in checks
        ]
        return sa.Column(name, type_, *constraints, nullable=not required, server_default=default)

    return part


def measured(unit: str, type_: sa.types.TypeEngine[Any]) -> Callable[..., Part]:
    """Return a function that returns a column of this unit."""

    def of_unit(name: str, *, required: bool = False) -> Part:
        return column(name, type_, UNITS[unit], required=required)

    return of_unit


dollars = measured("dollars", sa.Numeric())
value = measured("value", sa.Numeric())
whole = measured("whole", sa.BigInteger())
rate = measured("rate", sa.Numeric())
computed_rate = measured("computed_rate", sa.Numeric())
factor = measured("factor", sa.Numeric())
fraction = measured("fraction", sa.Numeric())
growth = measured("growth", sa.Numeric())
ratio = measured("ratio", sa.Numeric())
figure = measured("figure", sa.Numeric())
finite = measured("finite", sa.Numeric())
year = measured("year", sa.Integer())
count = measured("count", sa.Integer())
name = measured("name", sa.Text())
levy_code = measured("levy_code", sa.Text())
state = measured("state", sa.Text())
digest = measured("digest", sa.Text())


def place(name: str, *, required: bool = True) -> Part:
    return column(name, sa.Integer(), UNITS["place"], required=required)


def season() -> Part:
    return column("season_id", sa.Integer(), required=True)


def code(name: str, *, required: bool = True) -> Part:
    """Return a text column; a foreign key or a CHECK of the table limits its values."""
    return column(name, sa.Text(), required=required)


def words(name: str) -> Part:
    return column(name, sa.Text(), required=True, default="")


def moment(name: str) -> Part:
    return column(name, sa.DateTime(timezone=True), required=True, default=sa.func.now())


def kind(name: str, values: str, *, required: bool = False) -> Part:
    """Return a column that holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values.split())
    return column(name, sa.String(32), ("is_known", f"{{0}} IN ({listed})"), required=required)


def number(name: str, type_: sa.types.TypeEngine[Any]) -> Part:
    """Return an identity column."""
    return lambda table: sa.Column(name, type_, sa.Identity(always=True), nullable=False)


def key(*columns: str) -> Part:
    return lambda table: sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def unique(*columns: str) -> Part:
    return lambda table: sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def check(suffix: str, condition: str) -> Part:
    return lambda table: sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{suffix}"))


def foreign_key(
    columns: list[str], other: str, key: list[str], *, ondelete: str | None = None
) -> Part:
    return lambda table: sa.ForeignKeyConstraint(
        columns,
        [f"{other}.{column}" for column in key],
        name=op.f(f"fk_{table}_{'_'.join(columns)}_{other}"),
        ondelete=ondelete,
    )


def within_season(
    own: str, other: str, key: str | None = None, *, ondelete: str | None = None
) -> Part:
    """Return a foreign key to a row of the same season; by default to the column of this name."""
    return foreign_key(["season_id", own], other, ["season_id", key or own], ondelete=ondelete)


def create(table: str, *parts: Part, **options: str) -> None:
    op.create_table(table, *(part(table) for part in parts), **options)


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    county_and_seasons()
    districts_levies_and_areas()
    measures()
    values()
    limits()
    requests()
    results()
    parcels()
    imports()
    scenarios()
    audit()
    locks()


def downgrade() -> None:
    # Children first; dropping a table drops its indexes, triggers and partitions, too.
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP SCHEMA property_partition")


def county_and_seasons() -> None:
    create(
        "county",
        number("id", sa.Integer()),
        state("state", required=True),
        name("name", required=True),
        key("id"),
        unique("state", "name"),
    )
    op.create_index(
        "uq_county_state_lower_name", "county", ["state", sa.text("lower(name)")], unique=True
    )
    create(
        "tax_year",
        number("id", sa.Integer()),
        column("county_id", sa.Integer(), required=True),
        year("year", required=True),
        column("rate_decimals", sa.Integer(), required=True),
        ratio("real_ratio"),
        ratio("personal_ratio"),
        growth("inflation"),
        kind("parcel_rounding", PARCEL_ROUNDING),
        kind("parcel_rate", PARCEL_RATE),
        column("sources", sa.ARRAY(sa.Text()), default="{}", required=True),
        key("id"),
        unique("county_id", "year"),
        check("rate_decimals_up_to_twelve", "rate_decimals BETWEEN 0 AND 12"),
        check("sources_are_known", "array_position(sources, NULL) IS NULL"),
        foreign_key(["county_id"], "county", ["id"]),
    )


def districts_levies_and_areas() -> None:
    create(
        "district",
        season(),
        name("district", required=True),
        name("name", required=True),
        kind("kind", DISTRICT_KIND, required=True),
        count("population"),
        name("lead_county"),
        place("position"),
        key("season_id", "district"),
        foreign_key(["season_id"], "tax_year", ["id"]),
    )
    create(
        "levy",
        season(),
        levy_code("levy", required=True),
        code("district"),
        name("name", required=True),
        name("fund"),
        kind("kind", LEVY_KIND, required=True),
        kind("base", BASE, required=True),
        rate("statutory_rate"),
        code("part_of", required=False),
        kind("status", LEVY_STATUS, required=True),
        place("position"),
        key("season_id", "levy"),
        within_season("district", "district"),
        within_season("part_of", "levy", "levy"),
        check("is_not_part_of_itself", "part_of <> levy"),
    )
    index("levy", "season_id", "district")
    index("levy", "season_id", "part_of")
    create(
        "tax_code_area",
        season(),
        name("area", required=True),
        name("name", required=True),
        kind("status", AREA_STATUS, required=True),
        place("position"),
        key("season_id", "area"),
        foreign_key(["season_id"], "tax_year", ["id"]),
    )
    create(
        "area_levy",
        season(),
        code("area"),
        code("levy"),
        place("position"),
        key("season_id", "area", "levy"),
        within_season("area", "tax_code_area"),
        within_season("levy", "levy"),
    )
    index("area_levy", "season_id", "levy")


def measures() -> None:
    create(
        "measure",
        season(),
        name("measure", required=True),
        code("levy"),
        kind("kind", MEASURE_KIND, required=True),
        column("election", sa.Date()),
        kind("outcome", OUTCOME, required=True),
        year("first_year"),
        year("last_year"),
        rate("rate"),
        factor("factor"),
        name("document"),
        place("position"),
        key("season_id", "measure"),
        within_season("levy", "levy"),
        check("ends_after_it_begins", "first_year <= last_year"),
        check(
            "factor_is_of_a_lid_lift",
            "factor IS NULL OR kind IN ('lid_lift_single_year', 'lid_lift_multi_year')",
        ),
    )
    index("measure", "season_id", "levy")


def values() -> None:
    create(
        "value_snapshot",
        season(),
        place("version"),
        column("as_of", sa.Date()),
        name("reason", required=True),
        moment("created_at"),
        key("season_id", "version"),
        foreign_key(["season_id"], "tax_year", ["id"]),
    )
    create(
        "area_value",
        season(),
        column("version", sa.Integer(), required=True),
        name("area", required=True),
        value("regular"),
        value("senior"),
        value("farm"),
        value("timber_full"),
        value("timber_half"),
        value("timber_roll"),
        value("tif_increment"),
        value("new_construction"),
        value("real"),
        value("personal"),
        value("state_assessed"),
        place("position"),
        key("season_id", "version", "area"),
        within_season("version", "value_snapshot"),
    )
    create(
        "levy_value",
        season(),
        column("version", sa.Integer(), required=True),
        name("levy", required=True),
        name("county", required=True),
        value("base", required=True),
        value("new_construction"),
        value("state_assessed"),
        value("state_assessed_prior"),
        name("reason"),
        place("position"),
        key("season_id", "version", "levy", "county"),
        within_season("version", "value_snapshot"),
    )


def limits() -> None:
    create(
        "levy_limit",
        season(),
        code("levy"),
        dollars("highest_lawful_levy"),
        factor("limit_factor"),
        kind("limit_factor_reason", FACTOR_REASON),
        dollars("last_levy"),
        rate("last_rate"),
        value("new_construction"),
        value("tif_increment"),
        value("state_assessed"),
        value("state_assessed_prior"),
        value("annexed_value"),
        rate("statutory_plus"),
        place("position"),
        key("season_id", "levy"),
        within_season("levy", "levy"),
    )
    create(
        "statutory_subtraction",
        season(),
        code("levy"),
        code("less"),
        place("position"),
        key("season_id", "levy", "less"),
        within_season("levy", "levy_limit"),
        within_season("less", "levy", "levy"),
        check("is_of_another_levy", "less <> levy"),
    )
    index("statutory_subtraction", "season_id", "less")
    create(
        "enrichment_limit",
        season(),
        code("levy"),
        dollars("voter_approved"),
        dollars("per_pupil_maximum"),
        place("position"),
        key("season_id", "levy"),
        within_season("levy", "levy"),
    )


def requests() -> None:
    create(
        "levy_request",
        season(),
        code("levy"),
        dollars("certified_amount"),
        column("certified_on", sa.Date()),
        dollars("resolution_dollars"),
        fraction("resolution_percent"),
        name("resolution_number"),
        dollars("refund"),
        dollars("abeyance"),
        dollars("over_levied"),
        dollars("under_levied"),
        year("error_year"),
        column("error_by_district", sa.Boolean()),
        dollars("shift_to"),
        dollars("shift_from"),
        place("position"),
        key("season_id", "levy"),
        within_season("levy", "levy"),
    )
    create(
        "received_rate",
        season(),
        code("levy"),
        rate("rate"),
        dollars("amount"),
        name("source"),
        place("position"),
        key("season_id", "levy"),
        within_season("levy", "levy"),
        check("rate_or_amount", "num_nonnulls(rate, amount) = 1"),
    )
    create(
        "protection",
        season(),
        code("levy"),
        rate("rate", required=True),
        name("document"),
        place("position"),
        key("season_id", "levy"),
        within_season("levy", "levy"),
    )
    create(
        "buy_down",
        season(),
        code("seller"),
        code("buyer"),
        rate("rate", required=True),
        name("document"),
        place("position"),
        key("season_id", "seller", "buyer"),
        within_season("seller", "levy", "levy"),
        within_season("buyer", "levy", "levy"),
        check("is_between_two_levies", "seller <> buyer"),
        check("lowers_the_seller", "rate <> 0"),
    )
    index("buy_down", "season_id", "buyer")


def results() -> None:
    create(
        "calculation",
        season(),
        column("version", sa.Integer(), required=True),
        moment("computed_at"),
        key("season_id"),
        within_season("version", "value_snapshot"),
    )
    index("calculation", "season_id", "version")
    create(
        "levy_rate",
        season(),
        code("levy"),
        kind("binding", BINDING, required=True),
        value("base"),
        value("county_base"),
        dollars("amount"),
        computed_rate("uncapped_rate"),
        computed_rate("rate"),
        dollars("tax"),
        dollars("next_highest_lawful_levy"),
        computed_rate("next_rate"),
        words("missing"),
        place("position"),
        key("season_id", "levy"),
        foreign_key(["season_id"], "calculation", ["season_id"], ondelete="CASCADE"),
        within_season("levy", "levy"),
    )
    create(
        "worksheet",
        season(),
        code("levy"),
        words("statute"),
        key("season_id", "levy"),
        within_season("levy", "levy_rate", ondelete="CASCADE"),
    )
    create(
        "worksheet_line",
        season(),
        code("levy"),
        place("position"),
        name("key", required=True),
        name("label", required=True),
        finite("value"),
        code("unit"),
        words("formula"),
        words("statute"),
        words("source"),
        key("season_id", "levy", "position"),
        within_season("levy", "worksheet", ondelete="CASCADE"),
        check(
            "unit_is_known",
            "unit IN ('dollars', 'value', 'rate', 'factor', 'fraction', 'percent', 'years',"
            " 'number')",
        ),
    )
    create(
        "area_total",
        season(),
        code("area"),
        computed_rate("total_rate"),
        computed_rate("senior_rate"),
        computed_rate("aggregate_590"),
        computed_rate("one_percent"),
        dollars("tax"),
        place("position"),
        key("season_id", "area"),
        foreign_key(["season_id"], "calculation", ["season_id"], ondelete="CASCADE"),
        within_season("area", "tax_code_area"),
    )
    create(
        "notice",
        season(),
        place("position"),
        words("subject"),
        name("code", required=True),
        name("sentence", required=True),
        key("season_id", "position"),
        foreign_key(["season_id"], "calculation", ["season_id"], ondelete="CASCADE"),
    )
    create(
        "published_figure",
        season(),
        place("position"),
        name("source", required=True),
        code("item"),
        code("levy", required=False),
        code("area", required=False),
        figure("value", required=True),
        column("as_of", sa.Date()),
        key("season_id", "position"),
        within_season("levy", "levy"),
        within_season("area", "tax_code_area"),
        check(
            "item_is_known",
            "item IN ('rate', 'amount', 'base', 'area_total', 'aggregate_590', 'one_percent')",
        ),
        check("levy_or_area", "num_nonnulls(levy, area) >= 1"),
    )
    index("published_figure", "season_id", "area")
    index("published_figure", "season_id", "levy")


def parcels() -> None:
    """Parcels, partitioned by county; each county's partition is partitioned by tax year.

    Importing a season creates its partitions.  They are in a separate schema, so that autogenerate,
    or a person who lists the tables, does not mistake them for tables of the application.
    """
    op.execute("CREATE SCHEMA property_partition")
    create(
        "property",
        column("county_id", sa.Integer(), required=True),
        column("tax_year", sa.Integer(), required=True),
        name("parcel", required=True),
        name("area", required=True),
        value("land", required=True),
        value("improvement", required=True),
        value("personal_property", required=True),
        whole("exemption", required=True),
        value("regular", required=True),
        value("excess", required=True),
        value("state_1", required=True),
        value("state_2", required=True),
        key("county_id", "tax_year", "parcel"),
        foreign_key(["county_id", "tax_year"], "tax_year", ["county_id", "year"]),
        check(
            "values_exemption_within_total", "exemption <= land + improvement + personal_property"
        ),
        check("values_regular_within_total", "regular <= land + improvement + personal_property"),
        check("values_excess_within_regular", "excess <= regular"),
        check("values_state_1_within_regular", "state_1 <= regular"),
        check("values_state_2_within_state_1", "state_2 <= state_1"),
        postgresql_partition_by="LIST (county_id)",
    )


def imports() -> None:
    create(
        "season_import",
        number("id", sa.BigInteger()),
        column("season_id", sa.Integer()),
        column("version", sa.Integer()),
        name("folder", required=True),
        digest("content", required=True),
        column("rows", JSONB(), required=True),
        name("who", required=True),
        moment("at"),
        key("id"),
        within_season("version", "value_snapshot"),
        check("season_has_version", "num_nulls(season_id, version) IN (0, 2)"),
    )
    index("season_import", "season_id", "version")
    create(
        "import_problem",
        column("import_id", sa.BigInteger(), required=True),
        place("position"),
        name("file", required=True),
        place("row", required=False),
        words("column"),
        name("what", required=True),
        name("to_do", required=True),
        key("import_id", "position"),
        foreign_key(["import_id"], "season_import", ["id"], ondelete="CASCADE"),
    )
    create(
        "import_undo",
        column("import_id", sa.BigInteger(), required=True),
        column("content", sa.LargeBinary()),
        name("undone_by"),
        column("undone_at", sa.DateTime(timezone=True)),
        key("import_id"),
        foreign_key(["import_id"], "season_import", ["id"], ondelete="CASCADE"),
        check("who", "num_nulls(undone_by, undone_at) IN (0, 2)"),
    )
    create(
        "season_upload",
        name("token", required=True),
        name("name", required=True),
        column("content", sa.LargeBinary(), required=True),
        digest("before", required=True),
        name("who", required=True),
        moment("at"),
        key("token"),
    )


def scenarios() -> None:
    create(
        "scenario",
        number("id", sa.BigInteger()),
        season(),
        name("name", required=True),
        name("who", required=True),
        moment("at"),
        key("id"),
        unique("season_id", "name"),
        foreign_key(["season_id"], "tax_year", ["id"]),
    )
    create(
        "scenario_change",
        column("scenario_id", sa.BigInteger(), required=True),
        name("file", required=True),
        name("code", required=True),
        name("field", required=True),
        words("text"),
        key("scenario_id", "file", "code", "field"),
        foreign_key(["scenario_id"], "scenario", ["id"], ondelete="CASCADE"),
    )


def audit() -> None:
    create(
        "audit_entry",
        number("id", sa.BigInteger()),
        moment("at"),
        name("who", required=True),
        name("what", required=True),
        name("subject", required=True),
        column("before", JSONB()),
        column("after", JSONB()),
        key("id"),
    )
    index("audit_entry", "subject", "at")


def locks() -> None:
    """Create triggers that refuse to change or delete an audit entry, or to change a snapshot."""
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% of % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
                USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END
        $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER audit_entry_is_append_only
            BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('an audit entry stays as it is')
        """
    )
    for table in ("value_snapshot", "area_value", "levy_value"):
        op.execute(
            f"""
            CREATE TRIGGER {table}_is_locked
                BEFORE UPDATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('new values are a new snapshot')
            """
        )
