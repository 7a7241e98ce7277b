"""Bad rows, one for each way in which a season cannot be: the database refuses each by name."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from levy.db import db
from levy.store.partitions import make_partitions
from localpg.server import Server
from tests.levy.conftest import application, migrated
from tests.levy.rows import GOOD, PRESENT, Row

# What a column holds, by table; a column that is missing here fails the last test.
# fmt: off
UNITS = {
    "is_dollars": {
        "levy_limit": "highest_lawful_levy last_levy",
        "levy_request": "certified_amount resolution_dollars refund abeyance over_levied "
                        "under_levied shift_to shift_from",
        "enrichment_limit": "voter_approved per_pupil_maximum",
        "received_rate": "amount",
        "levy_rate": "amount tax next_highest_lawful_levy",
        "area_total": "tax",
    },
    "is_whole_dollars": {
        "area_value": "regular senior farm timber_full timber_half timber_roll tif_increment "
                      "new_construction real personal state_assessed",
        "levy_value": "base new_construction state_assessed state_assessed_prior",
        "levy_limit": "new_construction tif_increment state_assessed state_assessed_prior "
                      "annexed_value",
        "levy_rate": "base county_base",
        "property": "land improvement personal_property regular excess state_1 state_2",
    },
    "is_rate": {
        "levy": "statutory_rate",
        "measure": "rate",
        "levy_limit": "last_rate statutory_plus",
        "received_rate": "rate",
        "protection": "rate",
        "buy_down": "rate",
    },
    "is_computed_rate": {
        "levy_rate": "uncapped_rate rate next_rate",
        "area_total": "total_rate senior_rate aggregate_590 one_percent",
    },
    "is_factor": {"levy_limit": "limit_factor", "measure": "factor"},
    "is_fraction": {"levy_request": "resolution_percent"},
    "is_growth": {"tax_year": "inflation"},
    "is_percent": {"tax_year": "real_ratio personal_ratio"},
    "is_figure": {"published_figure": "value"},
    "is_number": {"worksheet_line": "value"},
    "is_year": {"tax_year": "year", "measure": "first_year last_year",
                "levy_request": "error_year"},
    "is_count": {"district": "population"},
    "is_place": {
        "district": "position", "levy": "position", "tax_code_area": "position",
        "area_levy": "position", "measure": "position", "value_snapshot": "version",
        "area_value": "position", "levy_value": "position", "levy_limit": "position",
        "statutory_subtraction": "position", "enrichment_limit": "position",
        "levy_request": "position", "received_rate": "position", "levy_rate": "position",
        "protection": "position", "buy_down": "position",
        "worksheet_line": "position", "area_total": "position", "notice": "position",
        "published_figure": "position", "import_problem": "position row",
    },
    "is_not_blank": {
        "county": "name", "district": "district name lead_county", "levy": "name fund",
        "tax_code_area": "area name", "measure": "measure document", "value_snapshot": "reason",
        "area_value": "area", "levy_value": "levy county reason",
        "levy_request": "resolution_number", "received_rate": "source",
        "protection": "document", "buy_down": "document",
        "worksheet_line": "key label", "notice": "code sentence", "published_figure": "source",
        "property": "parcel area", "season_import": "folder who",
        "import_problem": "file what to_do", "import_undo": "undone_by",
        "season_upload": "token name who", "scenario": "name who",
        "scenario_change": "file code field",
        "audit_entry": "who what subject",
    },
    "has_no_space": {"levy": "levy"},
    "is_state": {"county": "state"},
    "is_sha256": {"season_import": "content", "season_upload": "before"},
    "is_known": {
        "tax_year": "parcel_rounding parcel_rate", "district": "kind", "levy": "kind base status",
        "tax_code_area": "status", "measure": "kind outcome",
        "levy_limit": "limit_factor_reason", "levy_rate": "binding", "worksheet_line": "unit",
        "published_figure": "item",
    },
}

# What each unit refuses, and what it takes at its edges.
NOT_NUMBERS = ["NaN", "Infinity"]
BAD: dict[str, list[Any]] = {
    "is_dollars":       ["-0.01", "0.001", "10000000000000000", *NOT_NUMBERS],
    "is_whole_dollars": ["-1", "0.5", "1000000000000000000", *NOT_NUMBERS],
    "is_rate":          ["-0.1", "1000", "0.0000000000001", *NOT_NUMBERS],
    "is_computed_rate": ["-0.1", "1000000000000000000", "0.0000000000001", *NOT_NUMBERS],
    "is_factor":        ["0.01", "101", "1.000000000000001", *NOT_NUMBERS],
    "is_fraction":      ["-0.01", "1.01", "0.000000000000001", *NOT_NUMBERS],
    "is_growth":        ["-1", "2.57", "0.000000000000001", *NOT_NUMBERS, "-Infinity"],
    "is_percent":       ["0.958", "200.1", "95.0000000000001", *NOT_NUMBERS],
    "is_figure":        ["-1", "1000000000000000000", *NOT_NUMBERS],
    "is_number":        [*NOT_NUMBERS, "-Infinity"],
    "is_year":          [25, 999, 3000],
    "is_count":         [-1],
    "is_place":         [0, -1],
    "is_not_blank":     ["", "   "],
    "has_no_space":     ["", " ", "TWO WORDS", "TAB\tBED"],
    "is_state":         ["Wa", "W", "WAS", "", "ÄÖ"],
    "is_sha256":        ["", "0" * 63, "0" * 65, "G" * 64],
    "is_known":         ["other", ""],
}
EDGES: list[tuple[str, str, list[Any]]] = [
    ("levy_limit", "highest_lawful_levy", ["0", "9999999999999999.99", "1.500"]),
    ("levy_limit", "new_construction", ["0", "999999999999999999", "12.00"]),
    ("levy_limit", "last_rate", ["0", "999.999999999999"]),
    ("levy_limit", "limit_factor", ["0.8", "1.01", "2"]),
    ("levy_request", "resolution_percent", ["0", "0.16077115254801", "1"]),
    ("levy_rate", "uncapped_rate", ["0", "999999999999999999.999999999999"]),
    ("tax_year", "inflation", ["-0.2", "0", "0.0257"]),
    ("tax_year", "real_ratio", ["10", "95.8", "200"]),
    ("tax_year", "rate_decimals", [0, 12]),
    ("tax_year", "year", [1000, 2999]),
    ("worksheet_line", "value", ["-12.5", "0", "0.000000000000000001"]),
    ("district", "population", [0]),
    ("import_problem", "row", [1, None]),
    ("district", "name", ["Kennewick  General", "É"]),
]

ROWS = [
    # table                 changes                                   constraint                       because
    ("county",              {"name": "Benton"},                       "uq_county_state_name",          "one state has one Benton"),
    ("tax_year",            {"county_id": 1},                         "uq_tax_year_county_id_year",    "a county has one season a year"),
    ("tax_year",            {"county_id": 9},                         "fk_tax_year_county_id_county",  "a season is of a county"),
    ("tax_year",            {"rate_decimals": 13},                    "ck_tax_year_rate_decimals_up_to_twelve", "a worksheet has twelve"),
    ("tax_year",            {"rate_decimals": -1},                    "ck_tax_year_rate_decimals_up_to_twelve", "decimals are counted"),
    ("tax_year",            {"sources": [None]},                      "ck_tax_year_sources_are_known", "a source that is not known is none"),
    ("district",            {"season_id": 9},                         "fk_district_season_id_tax_year", "a district is of a season"),
    ("levy",                {"district": "501"},                      "fk_levy_season_id_district_district", "no such district"),
    ("levy",                {"district": "NEXT"},                     "fk_levy_season_id_district_district", "a district of another season"),
    ("levy",                {"part_of": "NOLEVY"},                    "fk_levy_season_id_part_of_levy", "no such levy"),
    ("levy",                {"part_of": "NEXTFIRE"},                  "fk_levy_season_id_part_of_levy", "a levy of another season"),
    ("levy",                {"part_of": "KENN"},                      "ck_levy_is_not_part_of_itself", "a levy is no part of itself"),
    ("tax_code_area",       {"season_id": 9},                         "fk_tax_code_area_season_id_tax_year", "an area is of a season"),
    ("area_levy",           {"area": "N1"},                           "fk_area_levy_season_id_area_tax_code_area", "an area of another season"),
    ("area_levy",           {"levy": "NEXTFIRE"},                     "fk_area_levy_season_id_levy_levy", "a levy of another season"),
    ("measure",             {"levy": "NEXTFIRE"},                     "fk_measure_season_id_levy_levy", "a levy of another season"),
    ("measure",             {"first_year": 2026, "last_year": 2025},  "ck_measure_ends_after_it_begins", "it ends before it begins"),
    ("measure",             {"kind": "bond", "factor": "1.06"},       "ck_measure_factor_is_of_a_lid_lift", "a bond has no limit factor"),
    ("value_snapshot",      {"season_id": 9},                         "fk_value_snapshot_season_id_tax_year", "values are of a season"),
    ("area_value",          {"version": 9},                           "fk_area_value_season_id_version_value_snapshot", "no such snapshot"),
    ("levy_value",          {"version": 9},                           "fk_levy_value_season_id_version_value_snapshot", "no such snapshot"),
    ("levy_limit",          {"levy": "NEXTFIRE"},                     "fk_levy_limit_season_id_levy_levy", "a levy of another season"),
    ("statutory_subtraction", {"levy": "ROAD", "less": "COUNTY"},     "fk_statutory_subtraction_season_id_levy_levy_limit", "it has no limit to lower"),
    ("statutory_subtraction", {"less": "NEXTFIRE"},                   "fk_statutory_subtraction_season_id_less_levy", "a levy of another season"),
    ("statutory_subtraction", {"less": "COUNTY"},                     "ck_statutory_subtraction_is_of_another_levy", "a levy lowers no maximum of its own"),
    ("enrichment_limit",    {"levy": "NEXTFIRE"},                     "fk_enrichment_limit_season_id_levy_levy", "a levy of another season"),
    ("levy_request",        {"levy": "NEXTFIRE"},                     "fk_levy_request_season_id_levy_levy", "a levy of another season"),
    ("received_rate",       {"levy": "NEXTFIRE"},                     "fk_received_rate_season_id_levy_levy", "a levy of another season"),
    ("received_rate",       {"rate": None},                           "ck_received_rate_rate_or_amount", "neither is known"),
    ("received_rate",       {"amount": "10.00"},                      "ck_received_rate_rate_or_amount", "both could disagree"),
    ("protection",          {"levy": "NEXTFIRE"},                     "fk_protection_season_id_levy_levy", "a levy of another season"),
    ("buy_down",            {"seller": "NEXTFIRE"},                   "fk_buy_down_season_id_seller_levy", "a levy of another season"),
    ("buy_down",            {"buyer": "NEXTFIRE"},                    "fk_buy_down_season_id_buyer_levy", "a levy of another season"),
    ("buy_down",            {"buyer": "COUNTY"},                      "ck_buy_down_is_between_two_levies", "a levy buys nothing of itself"),
    ("buy_down",            {"rate": 0},                              "ck_buy_down_lowers_the_seller", "an agreement about nothing"),
    ("calculation",         {"version": 9},                           "fk_calculation_season_id_version_value_snapshot", "computed from no values"),
    ("levy_rate",           {"season_id": 2, "levy": "NEXTFIRE"},     "fk_levy_rate_season_id_calculation", "a rate that nothing computed"),
    ("levy_rate",           {"levy": "NEXTFIRE"},                     "fk_levy_rate_season_id_levy_levy", "a levy of another season"),
    ("worksheet",           {"levy": "ROAD"},                         "fk_worksheet_season_id_levy_levy_rate", "a working without its answer"),
    ("worksheet_line",      {"levy": "ROAD"},                         "fk_worksheet_line_season_id_levy_worksheet", "a line without its worksheet"),
    ("area_total",          {"season_id": 2, "area": "N1"},           "fk_area_total_season_id_calculation", "a total that nothing computed"),
    ("area_total",          {"area": "N1"},                           "fk_area_total_season_id_area_tax_code_area", "an area of another season"),
    ("notice",              {"season_id": 2},                         "fk_notice_season_id_calculation", "a notice that nothing computed"),
    ("published_figure",    {"levy": "NEXTFIRE"},                     "fk_published_figure_season_id_levy_levy", "a levy of another season"),
    ("published_figure",    {"area": "N1"},                           "fk_published_figure_season_id_area_tax_code_area", "an area of another season"),
    ("published_figure",    {"levy": None},                           "ck_published_figure_levy_or_area", "a figure of nothing"),
    ("property",            {"exemption": 301},                       "ck_property_values_exemption_within_total", "more is exempt than there is"),
    ("property",            {"exemption": -1},                        "ck_property_exemption_is_whole_dollars", "nobody owes an exemption"),
    ("property",            {"exemption": 10**18},                    "ck_property_exemption_is_whole_dollars", "more than there is"),
    ("property",            {"regular": 301},                         "ck_property_values_regular_within_total", "more is taxed than there is"),
    ("property",            {"excess": 241},                          "ck_property_values_excess_within_regular", "more voted levies than a senior pays"),
    ("property",            {"state_1": 241},                         "ck_property_values_state_1_within_regular", "more than the state taxes"),
    ("property",            {"state_2": 231},                         "ck_property_values_state_2_within_state_1", "part 2 exempts more, not less"),
    ("season_import",       {"version": 9},                           "fk_season_import_season_id_version_value_snapshot", "values that were not loaded"),
    ("season_import",       {"version": None},                        "ck_season_import_season_has_version", "a season without its values"),
    ("season_import",       {"season_id": None},                      "ck_season_import_season_has_version", "values of no season"),
    ("import_undo",         {"import_id": 9},                         "fk_import_undo_import_id_season_import", "an undo of no import"),
    ("import_undo",         {"undone_by": "ann"},                     "ck_import_undo_who", "undone, and nobody knows when"),
    ("scenario",            {"season_id": 9},                         "fk_scenario_season_id_tax_year", "a scenario of no season"),
    ("scenario",            {"name": "higher"},                       "uq_scenario_season_id_name", "two scenarios of one name"),
    ("scenario_change",     {"scenario_id": 9},                       "fk_scenario_change_scenario_id_scenario", "a change of no scenario"),
    ("import_problem",      {"import_id": 9},                         "fk_import_problem_import_id_season_import", "a problem of no import"),
]
# fmt: on

# Where the constraint's name says less than the test's own word for the unit.
WRITTEN = {"is_computed_rate": "is_rate", "is_growth": "is_fraction"}
MEASURED = [
    (table, column, unit)
    for unit, tables in UNITS.items()
    for table, columns in tables.items()
    for column in columns.split()
]
# A partition has the key of its table under a name of its own.
KEYS = {table: f"pk_{table}" for table in GOOD} | {"property": "county_1_2025_pkey"}


@pytest.fixture(scope="module")
def season(postgres: Server) -> Iterator[psycopg.Connection]:
    """Return a connection to a database with the rows of PRESENT; each attack rolls back."""
    name = f"attacked_{uuid4().hex}"
    postgres.create_database(name)
    populate(postgres.url(name))
    with psycopg.connect(postgres.url(name), autocommit=True) as connection:
        yield connection
    postgres.drop_database(name)


def populate(url: str) -> None:
    migrated(url)
    with application(url).app_context():
        make_partitions(1, year=2025)
        make_partitions(1, year=2027)  # which is no season
        db.session.commit()
        db.engine.dispose()
    with psycopg.connect(url) as connection:
        for table, row in PRESENT:
            write(connection, table, row)


def write(connection: psycopg.Connection, table: str, row: Row) -> None:
    command = SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
        Identifier(table),
        SQL(", ").join(map(Identifier, row)),
        SQL(", ").join([SQL("%s")] * len(row)),
    )
    connection.execute(command, list(row.values()))


def refused_by(connection: psycopg.Connection, table: str, *rows: Row) -> str | None:
    """Return the name of the constraint that refuses a row, and leave the database as it was."""
    with connection.transaction(force_rollback=True):
        try:
            for row in rows:
                write(connection, table, row)
        except psycopg.IntegrityError as refusal:
            return refusal.diag.constraint_name
    return None


@pytest.mark.parametrize("table", GOOD)
def test_good_row_is_taken(season, table):
    assert refused_by(season, table, GOOD[table]) is None


@pytest.mark.parametrize("table", GOOD)
def test_same_key_twice_is_refused(season, table):
    assert refused_by(season, table, GOOD[table], GOOD[table]) == KEYS[table]


@pytest.mark.parametrize("table, column, unit", MEASURED)
def test_column_refuses_what_is_not_of_its_unit(season, table, column, unit):
    constraint = f"ck_{table}_{column}_{WRITTEN.get(unit, unit)}"
    bad = {value: refused_by(season, table, GOOD[table] | {column: value}) for value in BAD[unit]}
    assert bad == dict.fromkeys(BAD[unit], constraint)


@pytest.mark.parametrize("table, column, edges", EDGES)
def test_column_takes_the_edges_of_its_unit(season, table, column, edges):
    assert [refused_by(season, table, GOOD[table] | {column: edge}) for edge in edges] == [
        None for _ in edges
    ]


@pytest.mark.parametrize("table, changes, constraint, because", ROWS)
def test_bad_row_is_refused(season, table, changes, constraint, because):
    assert refused_by(season, table, GOOD[table] | changes) == constraint, because


def test_exemption_refuses_the_text_of_a_fraction(season):
    with (
        season.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.InvalidTextRepresentation, match="bigint"),
    ):
        write(season, "property", GOOD["property"] | {"exemption": "0.5"})


def test_parcel_of_a_year_that_is_no_season_is_refused(season):
    row = GOOD["property"] | {"tax_year": 2027}
    assert refused_by(season, "property", row) == "fk_property_county_id_tax_year_tax_year"


def test_parcel_of_a_county_without_a_partition_is_refused(season):
    with (
        season.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.CheckViolation, match="no partition of relation"),
    ):
        write(season, "property", GOOD["property"] | {"county_id": 2})


def test_every_constraint_is_attacked(season):
    attacked = {
        f"ck_{table}_{column}_{WRITTEN.get(unit, unit)}" for table, column, unit in MEASURED
    }
    attacked |= {constraint for _, _, constraint, _ in ROWS}
    attacked |= {f"pk_{table}" for table in GOOD}
    attacked.add("fk_property_county_id_tax_year_tax_year")
    assert attacked == constraints(season)


def constraints(connection: psycopg.Connection) -> set[str]:
    """Return the names of the application's constraints, except NOT NULL."""
    rows = connection.execute(
        """
        SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE pg_class.relnamespace = 'public'::regnamespace
            AND contype <> 'n' AND relname NOT LIKE 'alembic%' AND conparentid = 0
        """
    )
    return {name for (name,) in rows}


# fmt: off
LOCKED = [
    # table            command                                             trigger
    ("audit_entry",    "UPDATE audit_entry SET who = 'bob'",               "audit_entry_is_append_only"),
    ("audit_entry",    "DELETE FROM audit_entry",                          "audit_entry_is_append_only"),
    ("audit_entry",    "DELETE FROM audit_entry WHERE false",              "audit_entry_is_append_only"),
    ("audit_entry",    "TRUNCATE audit_entry",                             "audit_entry_is_append_only"),
    ("value_snapshot", "UPDATE value_snapshot SET reason = 'other'",       "value_snapshot_is_locked"),
    ("area_value",     "UPDATE area_value SET regular = 1",                "area_value_is_locked"),
    ("levy_value",     "UPDATE levy_value SET base = 1",                   "levy_value_is_locked"),
]
# fmt: on


@pytest.mark.parametrize("table, command, trigger", LOCKED)
def test_what_is_written_stays(season, table, command, trigger):
    with season.transaction(force_rollback=True):
        write(season, table, GOOD[table])
        with pytest.raises(psycopg.errors.RestrictViolation) as refusal:
            season.execute(command)
        assert refusal.value.diag.constraint_name == trigger
