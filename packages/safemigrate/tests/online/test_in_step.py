"""Whichever of the two columns a program writes, the other gets the value, in each phase."""

import psycopg
import pytest

from tests.online.row import write_rename, write_type_change
from tiers import full, mostly_full

# fmt: off
RENAMED = [
    # phase, statements, value and worth of row 1, because
    ("begun", "UPDATE parcel SET id = id", ("x", "x"), "any UPDATE fills a row"),
    ("begun", "UPDATE parcel SET value = 'v'", ("v", "v"), "an old program writes"),
    ("begun", "UPDATE parcel SET worth = 'w'", ("w", "w"), "a new one writes"),
    ("begun", "UPDATE parcel SET value = NULL", (None, None), "an old one empties it"),
    ("filled", "UPDATE parcel SET worth = NULL", (None, None), "a new one empties it"),
    ("filled", "UPDATE parcel SET worth = 'w'; UPDATE parcel SET value = 'v'", ("v", "v"),
     "one after the other"),
    ("filled", "UPDATE parcel SET worth = 'w', value = 'v'", ("v", "v"), "the old name counts"),
    ("built", "UPDATE parcel SET worth = 'w', value = 'w'", ("w", "w"), "both alike"),
    ("built", "DELETE FROM parcel; INSERT INTO parcel (id) VALUES (1)", ("d", "d"), "the default"),
    ("built", "DELETE FROM parcel; INSERT INTO parcel (id, value) VALUES (1, 'v')", ("v", "v"),
     "an old program inserts"),
    ("built", "DELETE FROM parcel; INSERT INTO parcel (id, worth) VALUES (1, 'w')", ("w", "w"),
     "a new one inserts"),
    ("built", "DELETE FROM parcel; INSERT INTO parcel (id, worth) VALUES (1, NULL)", (None, None),
     "NULL is a value that was given"),
    ("built", "DELETE FROM parcel; INSERT INTO parcel (id, value) VALUES (1, NULL)", (None, None),
     "from an old one, too"),
    ("built", "DELETE FROM parcel; INSERT INTO parcel (id, value, worth) VALUES (1, 'v', 'w')",
     ("v", "v"), "the old name counts in an INSERT, too"),
    ("built", "INSERT INTO parcel VALUES (1, 'v') ON CONFLICT (id) DO UPDATE SET worth = 'w'",
     ("w", "w"), "an upsert"),
]
TYPED = [
    # phase, statements, value and its shadow, because
    ("built", "UPDATE parcel SET value = 5", (5, 5), "before the swap"),
    ("swapped", "UPDATE parcel SET value = 5", (5, 5), "after it"),
    ("swapped", "UPDATE parcel SET value = 3000000000", (3000000000, None),
     "a value that the old type cannot hold stops nobody"),
    ("swapped", "UPDATE parcel SET value = 3000000000; UPDATE parcel SET id = id",
     (3000000000, None), "nor is it lost later"),
    ("swapped", "DELETE FROM parcel; INSERT INTO parcel VALUES (1, 6)", (6, 6), "an INSERT"),
]
# fmt: on


@pytest.mark.parametrize("phase, statements, expected, because", mostly_full(RENAMED, every=20))
def test_of_a_rename(shop, phase, statements, expected, because):
    shop.rows("CREATE TABLE parcel (id int PRIMARY KEY, value text DEFAULT 'd')")
    shop.rows("INSERT INTO parcel VALUES (1, 'x')")
    write_rename(shop)
    assert shop.db("upgrade", phase).status == 0
    shop.rows(statements)
    assert shop.rows("SELECT value, worth FROM parcel") == [expected], because


@pytest.mark.parametrize("phase, statements, expected, because", mostly_full(TYPED, every=20))
def test_of_a_change_of_type(shop, phase, statements, expected, because):
    shop.rows("CREATE TABLE parcel (id int PRIMARY KEY, value int NOT NULL)")
    shop.rows("INSERT INTO parcel VALUES (1, 1)")
    write_type_change(shop, "sa.BigInteger()", "sa.Integer()")
    assert shop.db("upgrade", phase).status == 0
    shop.rows(statements)
    shadow = "value__old" if phase == "swapped" else "value__new"
    assert shop.rows(f"SELECT value, {shadow} FROM parcel") == [expected], because


@full
def test_numbers_go_on_where_they_were(shop):
    shop.rows("CREATE TABLE parcel (value int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id int)")
    write_type_change(shop, "sa.BigInteger()", "sa.Integer()")
    insert = "INSERT INTO parcel (id) VALUES (0) RETURNING value"
    values = shop.rows(insert)
    for phase in ["begun", "filled", "built", "swapped", "finished"]:
        assert shop.db("upgrade", phase).status == 0
        values += shop.rows(insert)
    for _ in range(5):
        assert shop.db("downgrade").status == 0
        values += shop.rows(insert)
    assert values == [(n,) for n in range(1, 12)]


@full
def test_what_is_stored_stays_as_it_was_written(shop):
    shop.rows("CREATE TABLE parcel (id int, value json)")
    shop.rows("""INSERT INTO parcel VALUES (1, '{"b":  1, "a": 2}')""")
    write_type_change(shop, '"jsonb"', "sa.JSON()")
    assert shop.db("upgrade", "swapped").status == 0
    assert shop.rows("SELECT value::text, value__old::text FROM parcel") == [
        ('{"a": 2, "b": 1}', '{"b":  1, "a": 2}')
    ]
    assert shop.db("downgrade", "begun").status == 0
    assert shop.rows("SELECT value::text FROM parcel") == [('{"b":  1, "a": 2}',)]


@full
def test_a_trigger_of_ones_own_knows_the_new_type(shop):
    shop.rows(
        "CREATE TABLE parcel (id int, value int);"
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ DECLARE kept text; BEGIN kept := NEW.value; RETURN NEW; END $$;"
        "CREATE TRIGGER note BEFORE INSERT ON parcel FOR EACH ROW EXECUTE FUNCTION note()"
    )
    write_type_change(shop, "sa.BigInteger()", "sa.Integer()")
    insert = "INSERT INTO parcel VALUES (1, 1)"
    with psycopg.connect(shop.url, autocommit=True) as program:
        for phase in ("built", "swapped"):
            assert shop.db("upgrade", phase).status == 0
            # Right before the swap, too: much else makes a session recompile.
            program.execute(insert)
        assert program.execute("SELECT count(*) FROM parcel").fetchone() == (2,)
