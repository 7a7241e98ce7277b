"""Thirty kinds of change, one upon the other: what each makes, what is written, what goes back."""

BASE = """
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE person (id integer PRIMARY KEY, name text, mood mood, amount numeric(10,2),
                     note varchar(50));
INSERT INTO person SELECT n, 'name ' || n, 'good', n + 0.25, 'note ' || n
FROM generate_series(1, 100) AS n;
CREATE TABLE old_name (id integer, word text);
INSERT INTO old_name VALUES (1, 'a')
"""

_LABELS = """;
ALTER TYPE {enum} RENAME TO {enum}_old; CREATE TYPE {enum} AS ENUM ({labels});
ALTER TABLE {table} ALTER COLUMN {column} TYPE {enum} USING {column}::text::{enum};
DROP TYPE {enum}_old
"""
_PARTS = """
CREATE TABLE part (id integer, year integer) PARTITION BY LIST (year);
CREATE TABLE part_2024 PARTITION OF part FOR VALUES IN (2024);
CREATE TABLE part_2025 PARTITION OF part FOR VALUES IN (2025)
"""

# fmt: off
# upgrade, what is written then, downgrade, what is lost (tables, columns, removed, changed), because
RUNGS = [
    ("CREATE TABLE visit (id integer, at date)",
     "INSERT INTO visit SELECT n, '2025-01-15' FROM generate_series(1, 7) n",
     "DROP TABLE visit", {"visit": 7}, "a table with its rows"),
    ("CREATE TABLE empty_one (id integer)", "",
     "DROP TABLE empty_one", {"empty_one": 0}, "a table that nobody has written to"),
    ("ALTER TABLE person ADD COLUMN email text",
     "UPDATE person SET email = 'x@y' WHERE id <= 30",
     "ALTER TABLE person DROP COLUMN email", {"person.email": 30}, "a column: NULL is no value"),
    ("ALTER TABLE person ADD COLUMN active boolean NOT NULL DEFAULT true", "",
     "ALTER TABLE person DROP COLUMN active", {"person.active": 100}, "a default is a value in each row"),
    ("ALTER TABLE person ADD COLUMN twice numeric GENERATED ALWAYS AS (amount * 2) STORED", "",
     "ALTER TABLE person DROP COLUMN twice", {}, "a computed column can be computed again"),
    ("ALTER TABLE person ADD COLUMN a text, ADD COLUMN b text",
     "UPDATE person SET a = 'a', b = 'b' WHERE id = 1",
     "ALTER TABLE person DROP COLUMN a, DROP COLUMN b", {"person.a": 1, "person.b": 1}, "two columns"),
    ("CREATE TYPE colour AS ENUM ('red', 'blue'); CREATE TABLE car (id integer, colour colour)",
     "INSERT INTO car VALUES (1, 'red'), (2, 'blue')",
     "DROP TABLE car; DROP TYPE colour", {"car": 2}, "a type goes with its table"),
    ("ALTER TABLE old_name RENAME COLUMN word TO term", "",
     "ALTER TABLE old_name RENAME COLUMN term TO word", {}, "a name loses nothing"),
    ("ALTER TABLE old_name RENAME TO new_name", "",
     "ALTER TABLE new_name RENAME TO old_name", {}, "nor does a table's"),
    ("CREATE SCHEMA other; CREATE TABLE other.thing (id integer)",
     "INSERT INTO other.thing VALUES (1), (2), (3)",
     "DROP TABLE other.thing; DROP SCHEMA other", {"other.thing": 3}, "a table of another schema"),
    ('CREATE TABLE "Odd ""one" (id integer, "Value %" text)',
     'INSERT INTO "Odd ""one" VALUES (1, \'a\'), (2, NULL)',
     'ALTER TABLE "Odd ""one" DROP COLUMN "Value %"', {'Odd "one.Value %': 1}, "a name that needs quotes"),
    ("ALTER TABLE person ADD COLUMN fee numeric(10,2); ALTER TABLE person ALTER COLUMN fee TYPE numeric(12,4)",
     "UPDATE person SET fee = 1.2345 WHERE id <= 4; UPDATE person SET fee = 1.25 WHERE id > 4",
     "ALTER TABLE person ALTER COLUMN fee TYPE numeric(10,2)", {"changed person": 4}, "digits are rounded away"),
    ("ALTER TABLE person ALTER COLUMN note TYPE varchar(80)", "",
     "ALTER TABLE person ALTER COLUMN note TYPE varchar(50)", {}, "every value still fits"),
    ("CREATE TABLE big (id bigint, n bigint)", "INSERT INTO big VALUES (1, 5)",
     "ALTER TABLE big ALTER COLUMN n TYPE integer", {}, "a number that fits stays"),
    ("ALTER TABLE person ALTER COLUMN name TYPE varchar(100)", "",
     "ALTER TABLE person ALTER COLUMN name TYPE text", {}, "text holds every name"),
    ("ALTER TABLE person ADD COLUMN moment timestamptz",
     "UPDATE person SET moment = '2025-01-15 12:34:56Z' WHERE id <= 5",
     "ALTER TABLE person ALTER COLUMN moment TYPE date USING moment::date", {"changed person": 5}, "a time of day"),
    ("CREATE TYPE size AS ENUM ('s', 'm'); CREATE TABLE shirt (id integer, size size)",
     "INSERT INTO shirt VALUES (1, 's'), (2, 'm')",
     "UPDATE shirt SET size = 's' WHERE size = 'm'" + _LABELS.format(enum="size", table="shirt", column="size", labels="'s'"),
     {"changed shirt": 1}, "a label, whose rows the revision itself changes"),
    ("CREATE TYPE fit AS ENUM ('a', 'b', 'c'); CREATE TABLE coat (id integer, fit fit)",
     "INSERT INTO coat VALUES (1, 'a'), (2, 'b')",
     _LABELS.strip(";\n").format(enum="fit", table="coat", column="fit", labels="'a', 'b'"),
     {}, "a label that no row has"),
    (_PARTS, "INSERT INTO part VALUES (1, 2024), (2, 2025), (3, 2025)",
     "DROP TABLE part_2025", {"part_2025": 2}, "a partition"),
    ("CREATE TABLE whole (id integer, year integer) PARTITION BY LIST (year); "
     "CREATE TABLE whole_1 PARTITION OF whole FOR VALUES IN (1)",
     "INSERT INTO whole VALUES (1, 1), (2, 1)",
     "DROP TABLE whole", {"whole": 2}, "its parts are counted with the whole"),
    ("CREATE TABLE parted (id integer, year integer, extra text) PARTITION BY LIST (year); "
     "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1)",
     "INSERT INTO parted VALUES (1, 1, 'x'), (2, 1, NULL)",
     "ALTER TABLE parted DROP COLUMN extra", {"parted.extra": 1}, "a column of all parts is one"),
    ("CREATE INDEX ON person (name)", "", "DROP INDEX person_name_idx", {}, "an index holds nothing of its own"),
    ("CREATE VIEW names AS SELECT name FROM person", "", "DROP VIEW names", {}, "nor does a view"),
    ("CREATE SEQUENCE counter", "SELECT nextval('counter')", "DROP SEQUENCE counter", {}, "nor a sequence, a row"),
    ("ALTER TABLE person ALTER COLUMN name SET NOT NULL", "",
     "ALTER TABLE person ALTER COLUMN name DROP NOT NULL", {}, "a rule"),
    ("CREATE TABLE setting (id integer, name text); INSERT INTO setting VALUES (1, 'a'), (2, 'b')", "",
     "DELETE FROM setting WHERE name = 'b'", {"removed setting": 1}, "rows that the revision removes"),
    ("CREATE TABLE audit (id integer)", "INSERT INTO audit SELECT generate_series(1, 9)",
     "TRUNCATE audit", {"removed audit": 9}, "all rows at once"),
    ("ALTER TABLE person ADD COLUMN initial text; UPDATE person SET initial = 'n'", "",
     "UPDATE person SET name = initial WHERE id <= 10; ALTER TABLE person DROP COLUMN initial",
     {"changed person": 10, "person.initial": 100}, "values that the revision writes over"),
    ("ALTER TABLE person ADD COLUMN town text; UPDATE person SET town = 'Prosser'; "
     "ALTER TABLE person ADD COLUMN place text; UPDATE person SET place = town; "
     "ALTER TABLE person DROP COLUMN town", "",
     "ALTER TABLE person ADD COLUMN town text; UPDATE person SET town = place; "
     "ALTER TABLE person DROP COLUMN place", {"person.place": 100}, "what is copied back goes under its name"),
    ("CREATE TABLE kept (id integer); COMMENT ON TABLE kept IS 'x'", "INSERT INTO kept VALUES (1)",
     "COMMENT ON TABLE kept IS NULL", {}, "a comment"),
    ("CREATE TABLE left_one (id integer); CREATE TABLE right_one (id integer, of integer)",
     "INSERT INTO left_one VALUES (1), (2); INSERT INTO right_one VALUES (1, 1)",
     "DROP TABLE right_one; DROP TABLE left_one", {"left_one": 2, "right_one": 1}, "two tables"),
]
# fmt: on
