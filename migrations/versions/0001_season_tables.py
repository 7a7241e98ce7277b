"""Every table of a levy season, from the county to the audit trail.

Revision ID: 0001
Revises:
Create Date: 2026-11-22 22:00:00

A revision never imports the models: it says what was true on its day.  Each column is written by
what it holds (dollars, value, rate, …), which gives it the CHECK of its unit; NUMERIC has no
precision, because NUMERIC(18, 2) would round a third decimal where the CHECK refuses it.
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

# migrate: allow STYLE402: counties, tax years and users are few, and written by hand
# A part of a table: given the table's name, a column, a key or a check.
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
ROLE = "administrator assessor read_only"

UNITS = {
    "dollars": ("is_dollars", "{0} >= 0 AND {0} < 1e16 AND min_scale({0}) <= 2"),
    "value": ("is_whole_dollars", "{0} >= 0 AND {0} < 1e18 AND min_scale({0}) = 0"),
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
    "app_user",
    "audit_entry",
)


def column(
    name: str,
    type_: sa.types.TypeEngine[Any],
    *checked: tuple[str, str],
    required: bool = False,
    default: str | sa.TextClause | None = None,
) -> Part:
    """Return a column, with a CHECK for each (name, condition)."""

    def part(table: str) -> sa.Column[Any]:
        checks = [
            sa.CheckConstraint(condition.format(name), name=op.f(f"ck_{table}_{name}_{ends}"))
            for ends, condition in checked
        ]
        return sa.Column(name, type_, *checks, nullable=not required, server_default=default)

    return part


def measured(unit: str, type_: sa.types.TypeEngine[Any]) -> Callable[..., Part]:
    """Return the function that makes a column of this unit."""

    def of_unit(name: str, *, required: bool = False) -> Part:
        return column(name, type_, UNITS[unit], required=required)

    return of_unit


dollars = measured("dollars", sa.Numeric())
value = measured("value", sa.Numeric())
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


def place(name: str) -> Part:
    return column(name, sa.Integer(), UNITS["place"], required=True)


def season() -> Part:
    return column("season_id", sa.Integer(), required=True)


def words(name: str) -> Part:
    return column(name, sa.Text(), required=True, default="")


def moment(name: str) -> Part:
    return column(name, sa.DateTime(timezone=True), required=True, default=sa.func.now())


def kind(name: str, values: str, *, required: bool = False) -> Part:
    """Return a column that holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values.split())
    return column(name, sa.String(32), ("is_known", f"{{0}} IN ({listed})"), required=required)


def number(name: str, type_: sa.types.TypeEngine[Any]) -> Part:
    """Return a key that PostgreSQL counts up."""
    return lambda table: sa.Column(name, type_, sa.Identity(always=True), nullable=False)


def key(*columns: str) -> Part:
    return lambda table: sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def unique(*columns: str) -> Part:
    return lambda table: sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def check(ends: str, condition: str) -> Part:
    return lambda table: sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{ends}"))


def points(columns: list[str], other: str, key: list[str], *, ondelete: str | None = None) -> Part:
    """Return a foreign key to another table's key."""
    return lambda table: sa.ForeignKeyConstraint(
        columns,
        [f"{other}.{column}" for column in key],
        name=op.f(f"fk_{table}_{'_'.join(columns)}_{other}"),
        ondelete=ondelete,
    )


def create(table: str, *parts: Part, **options: str) -> None:
    op.create_table(table, *(part(table) for part in parts), **options)


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    the_county()
    districts_levies_and_areas()
    measures()
    values()
    limits()
    requests()
    results()
    parcels()
    imports()
    people()
    locks()


def downgrade() -> None:
    # Children first; a table takes its indexes, its triggers and its partitions with it.
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP SCHEMA property_partition")


def the_county() -> None:
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
        points(["county_id"], "county", ["id"]),
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
        points(["season_id"], "tax_year", ["id"]),
    )
    create(
        "levy",
        season(),
        levy_code("levy", required=True),
        column("district", sa.Text(), required=True),
        name("name", required=True),
        name("fund"),
        kind("kind", LEVY_KIND, required=True),
        kind("base", BASE, required=True),
        rate("statutory_rate"),
        column("part_of", sa.Text()),
        kind("status", LEVY_STATUS, required=True),
        place("position"),
        key("season_id", "levy"),
        points(["season_id", "district"], "district", ["season_id", "district"]),
        points(["season_id", "part_of"], "levy", ["season_id", "levy"]),
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
        points(["season_id"], "tax_year", ["id"]),
    )
    create(
        "area_levy",
        season(),
        column("area", sa.Text(), required=True),
        column("levy", sa.Text(), required=True),
        place("position"),
        key("season_id", "area", "levy"),
        points(["season_id", "area"], "tax_code_area", ["season_id", "area"]),
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
    )
    index("area_levy", "season_id", "levy")


def measures() -> None:
    create(
        "measure",
        season(),
        name("measure", required=True),
        column("levy", sa.Text(), required=True),
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
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
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
        points(["season_id"], "tax_year", ["id"]),
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
        points(["season_id", "version"], "value_snapshot", ["season_id", "version"]),
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
        points(["season_id", "version"], "value_snapshot", ["season_id", "version"]),
    )


def limits() -> None:
    create(
        "levy_limit",
        season(),
        column("levy", sa.Text(), required=True),
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
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
    )
    create(
        "statutory_subtraction",
        season(),
        column("levy", sa.Text(), required=True),
        column("less", sa.Text(), required=True),
        place("position"),
        key("season_id", "levy", "less"),
        points(["season_id", "levy"], "levy_limit", ["season_id", "levy"]),
        points(["season_id", "less"], "levy", ["season_id", "levy"]),
        check("is_of_another_levy", "less <> levy"),
    )
    index("statutory_subtraction", "season_id", "less")
    create(
        "enrichment_limit",
        season(),
        column("levy", sa.Text(), required=True),
        dollars("voter_approved"),
        dollars("per_pupil_maximum"),
        place("position"),
        key("season_id", "levy"),
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
    )


def requests() -> None:
    create(
        "levy_request",
        season(),
        column("levy", sa.Text(), required=True),
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
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
    )
    create(
        "received_rate",
        season(),
        column("levy", sa.Text(), required=True),
        rate("rate"),
        dollars("amount"),
        name("source"),
        place("position"),
        key("season_id", "levy"),
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
        check("rate_or_amount", "num_nonnulls(rate, amount) = 1"),
    )
    create(
        "protection",
        season(),
        column("levy", sa.Text(), required=True),
        rate("rate", required=True),
        name("document"),
        place("position"),
        key("season_id", "levy"),
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
    )
    create(
        "buy_down",
        season(),
        column("seller", sa.Text(), required=True),
        column("buyer", sa.Text(), required=True),
        rate("rate", required=True),
        name("document"),
        place("position"),
        key("season_id", "seller", "buyer"),
        points(["season_id", "seller"], "levy", ["season_id", "levy"]),
        points(["season_id", "buyer"], "levy", ["season_id", "levy"]),
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
        points(["season_id", "version"], "value_snapshot", ["season_id", "version"]),
    )
    index("calculation", "season_id", "version")
    create(
        "levy_rate",
        season(),
        column("levy", sa.Text(), required=True),
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
        points(["season_id"], "calculation", ["season_id"], ondelete="CASCADE"),
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
    )
    create(
        "worksheet",
        season(),
        column("levy", sa.Text(), required=True),
        words("statute"),
        key("season_id", "levy"),
        points(["season_id", "levy"], "levy_rate", ["season_id", "levy"], ondelete="CASCADE"),
    )
    create(
        "worksheet_line",
        season(),
        column("levy", sa.Text(), required=True),
        place("position"),
        name("key", required=True),
        name("label", required=True),
        finite("value"),
        column("unit", sa.Text(), required=True),
        words("formula"),
        words("statute"),
        words("source"),
        key("season_id", "levy", "position"),
        points(["season_id", "levy"], "worksheet", ["season_id", "levy"], ondelete="CASCADE"),
        check(
            "unit_is_known",
            "unit IN ('dollars', 'value', 'rate', 'factor', 'fraction', 'percent', 'years',"
            " 'number')",
        ),
    )
    create(
        "area_total",
        season(),
        column("area", sa.Text(), required=True),
        computed_rate("total_rate"),
        computed_rate("senior_rate"),
        computed_rate("aggregate_590"),
        computed_rate("one_percent"),
        dollars("tax"),
        place("position"),
        key("season_id", "area"),
        points(["season_id"], "calculation", ["season_id"], ondelete="CASCADE"),
        points(["season_id", "area"], "tax_code_area", ["season_id", "area"]),
    )
    create(
        "notice",
        season(),
        place("position"),
        words("subject"),
        name("code", required=True),
        name("sentence", required=True),
        key("season_id", "position"),
        points(["season_id"], "calculation", ["season_id"], ondelete="CASCADE"),
    )
    create(
        "published_figure",
        season(),
        place("position"),
        name("source", required=True),
        column("item", sa.Text(), required=True),
        column("levy", sa.Text()),
        column("area", sa.Text()),
        figure("value", required=True),
        column("as_of", sa.Date()),
        key("season_id", "position"),
        points(["season_id", "levy"], "levy", ["season_id", "levy"]),
        points(["season_id", "area"], "tax_code_area", ["season_id", "area"]),
        check(
            "item_is_known",
            "item IN ('rate', 'amount', 'base', 'area_total', 'aggregate_590', 'one_percent')",
        ),
        check("levy_or_area", "num_nonnulls(levy, area) >= 1"),
    )
    index("published_figure", "season_id", "area")
    index("published_figure", "season_id", "levy")


def parcels() -> None:
    """Parcels, partitioned by county; each county's partition is divided by tax year.

    Partitions come with their season and stand in a schema of their own, where neither
    autogenerate nor a person who lists the tables takes them for tables of the application.
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
        value("personal", required=True),
        value("exemption", required=True),
        value("regular", required=True),
        value("excess", required=True),
        value("state_1", required=True),
        value("state_2", required=True),
        key("county_id", "tax_year", "parcel"),
        points(["county_id", "tax_year"], "tax_year", ["county_id", "year"]),
        check("values_exemption_within_total", "exemption <= land + improvement + personal"),
        check("values_regular_within_total", "regular <= land + improvement + personal"),
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
        points(["season_id", "version"], "value_snapshot", ["season_id", "version"]),
        check("season_has_version", "num_nulls(season_id, version) IN (0, 2)"),
    )
    index("season_import", "season_id", "version")
    create(
        "import_problem",
        column("import_id", sa.BigInteger(), required=True),
        place("position"),
        name("file", required=True),
        count("row", required=True),
        words("column"),
        name("what", required=True),
        name("to_do", required=True),
        key("import_id", "position"),
        points(["import_id"], "season_import", ["id"], ondelete="CASCADE"),
    )


def people() -> None:
    create(
        "app_user",
        number("id", sa.Integer()),
        name("username", required=True),
        name("name", required=True),
        kind("role", ROLE, required=True),
        column("active", sa.Boolean(), default="true", required=True),
        key("id"),
        check("username_is_lower_case", "username = lower(username)"),
        unique("username"),
    )
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
    """An audit entry stays for ever; the values of a snapshot stay as they were."""
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
