"""Programs that see and may do less than the migration write the table in every phase."""

import psycopg
import pytest

from tests.online.row import PHASES, write_rename, write_type_change

BIG, INT = "sa.BigInteger()", "sa.Integer()"
PATHS = ["pg_catalog", '"$user", public', "elsewhere", "''"]


def written_through(shop, phases, write) -> None:
    """Upgrade phase by phase, and write a row before each and after the last."""
    for number, phase in enumerate(phases):
        write(number)
        outcome = shop.db("upgrade", phase)
        assert outcome.status == 0, outcome
    write(len(phases))


def test_the_tables_own_triggers_see_what_is_filled(shop):
    shop.rows(
        "CREATE TABLE parcel (id int PRIMARY KEY, value int, changed int DEFAULT 0);"
        "INSERT INTO parcel (id, value) VALUES (1, 1), (2, 2);"
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN NEW.changed = NEW.changed + 1; RETURN NEW; END';"
        "CREATE TRIGGER note BEFORE UPDATE ON parcel FOR EACH ROW EXECUTE FUNCTION note()"
    )
    write_type_change(shop, BIG, INT)
    assert shop.db("upgrade").status == 0
    assert shop.rows("SELECT changed FROM parcel") == [(1,), (1,)]


@pytest.mark.parametrize("path", PATHS)
def test_whatever_their_search_path_is(shop, path):
    shop.rows(
        "CREATE TYPE mood AS ENUM ('open', 'shut');"
        "CREATE TABLE parcel (id int PRIMARY KEY, value mood NOT NULL DEFAULT 'open');"
        "CREATE FUNCTION turned(it mood) RETURNS text LANGUAGE sql AS 'SELECT upper(it::text)';"
        "CREATE FUNCTION back(it text) RETURNS mood LANGUAGE sql AS 'SELECT lower(it)::mood';"
        "ALTER FUNCTION back SET search_path = public"
    )
    ways = """, using="turned(value)", back="back(value)\""""
    write_type_change(shop, "sa.Text()", '"mood"', more=ways)
    shop.rows("ALTER TABLE parcel ALTER value DROP DEFAULT")
    with psycopg.connect(shop.url, autocommit=True) as program:
        program.execute(f"SET search_path = {path}".encode())

        def write(number: int) -> None:
            value = "SHUT" if number > PHASES.index("swapped") else "shut"
            program.execute(
                "INSERT INTO public.parcel (id, value) VALUES (%s, %s)", [number, value]
            )

        written_through(shop, PHASES, write)
    assert shop.rows("SELECT DISTINCT value FROM parcel") == [("SHUT",)]


def test_a_default_of_a_type_that_they_do_not_see(shop):
    shop.rows(
        "CREATE TYPE mood AS ENUM ('open', 'shut');"
        "CREATE TABLE parcel (id int PRIMARY KEY, value mood NOT NULL DEFAULT 'open')"
    )
    with psycopg.connect(shop.url, autocommit=True) as program:
        program.execute("SET search_path = pg_catalog")

        def write(number: int) -> None:
            program.execute("INSERT INTO public.parcel (id) VALUES (%s)", [number])

        written_through(shop, write_rename(shop), write)
    assert shop.rows("SELECT worth, count(*) FROM parcel GROUP BY 1") == [("open", 5)]


def test_where_nobody_may_execute_what_another_makes(shop):
    role = "may_write"
    shop.rows(f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN END $$")
    shop.rows(
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;"
        f"CREATE TABLE parcel (id int PRIMARY KEY, value int NOT NULL); GRANT ALL ON parcel TO {role}"
    )
    write_type_change(shop, BIG, INT)
    with psycopg.connect(shop.url, autocommit=True) as program:
        program.execute(f"SET ROLE {role}".encode())

        def write(number: int) -> None:
            program.execute("INSERT INTO parcel (id, value) VALUES (%s, %s)", [number, number])

        written_through(shop, PHASES, write)
    shop.rows(f"DROP OWNED BY {role}")
    assert shop.rows("SELECT count(*), sum(value) FROM parcel") == [(6, 15)]
