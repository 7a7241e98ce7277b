"""A change that cannot be done is rejected, with its reason, before anything is changed."""

import pytest

from tests.online.row import write_rename, write_type_change
from tests.online.since_13 import WHY, has_triggers_of_partitioned
from tests.online.walk import catalogue
from tiers import full, mostly_full

BIG, INT = "sa.BigInteger()", "sa.Integer()"
TABLE = "CREATE TABLE parcel (id int PRIMARY KEY, value int);"

# fmt: off
REFUSED = [
    # the table, its new type, the message, because
    ("CREATE TABLE other (value int)", BIG, "there is no such table", "no table"),
    ("CREATE TABLE parcel (id int)", BIG, "the table has no such column", "no column"),
    (f"{TABLE} CREATE VIEW dear AS SELECT id FROM parcel WHERE value > 9", BIG,
     "rule _RETURN on view dear uses the column", "a view"),
    ("CREATE TABLE parcel (id int, value int, half int GENERATED ALWAYS AS (value / 2) STORED)",
     BIG, "column half of table parcel uses the column", "a generated column"),
    ("CREATE TABLE parcel (id int, value int) PARTITION BY LIST (value)", BIG,
     "parcel is partitioned by the column: create a new table, and move the rows",
     "a partition key"),
    ("CREATE TABLE parcel (id int, value int) PARTITION BY LIST (id);"
     "CREATE TABLE some_ PARTITION OF parcel FOR VALUES IN (1) PARTITION BY LIST ((value % 2))",
     BIG, "some_ is partitioned by the column: create a new table, and move the rows",
     "a partition's key, in an expression"),
    ("CREATE TABLE parcel (id int, value int, PRIMARY KEY (id, value)) PARTITION BY LIST (id)", BIG,
     "unique index parcel_pkey of a partitioned table cannot move to the new column: drop it "
     "first, and build it again afterwards", "a primary key of a partitioned table"),
    ("CREATE TABLE owner (id int PRIMARY KEY); CREATE TABLE parcel (id int, value int "
     "CONSTRAINT of_owner REFERENCES owner) PARTITION BY LIST (id)", BIG,
     "foreign key of_owner of a partitioned table cannot be added without a long lock: drop it "
     "first, and add it again afterwards", "a foreign key of a partitioned table"),
    ("CREATE TABLE parcel (id int, value int) PARTITION BY LIST (id);"
     "CREATE TABLE rest PARTITION OF parcel DEFAULT; CREATE INDEX of_rest ON rest (value)", BIG,
     "only partition rest has index of_rest: drop it, or add it to the whole table",
     "an index of one partition"),
    ("CREATE TABLE parcel (id int, value int) PARTITION BY LIST (id);"
     "CREATE TABLE rest PARTITION OF parcel DEFAULT;"
     "ALTER TABLE rest ADD CONSTRAINT dear CHECK (value > 5)", BIG,
     "only partition rest has constraint dear: drop it, or add it to the whole table",
     "a check of one partition"),
    ("CREATE TABLE parcel (id int, value int) PARTITION BY LIST (id);"
     "CREATE TABLE rest PARTITION OF parcel DEFAULT;"
     "CREATE VIEW dear AS SELECT id FROM rest WHERE value > 9", BIG,
     "rule _RETURN on view dear uses the column", "a view of one partition"),
    ("CREATE TABLE whole (id int, value int) PARTITION BY LIST (id);"
     "CREATE TABLE parcel PARTITION OF whole DEFAULT", BIG,
     "the table is a partition: its columns are those of whole", "a partition"),
    ("CREATE TABLE whole (value int); CREATE TABLE parcel (id int) INHERITS (whole)", BIG,
     "the table shares its columns with another table (INHERITS)", "a child"),
    ("CREATE TABLE parcel (id int, value int PRIMARY KEY);"
     "CREATE TABLE note (parcel int CONSTRAINT of_parcel REFERENCES parcel)", BIG,
     "constraint of_parcel on table note uses the column", "a foreign key from another table"),
    (f"{TABLE} CREATE PUBLICATION feed FOR TABLE parcel", BIG,
     "publication feed sends the table to other servers, which lack the new column",
     "a publication"),
    (f"{TABLE} CREATE POLICY mine ON parcel USING (value = 1)", BIG,
     "policy mine on table parcel uses the column", "a policy"),
    (f"{TABLE} CREATE STATISTICS both_of_them ON id, value FROM parcel", BIG,
     "statistics object both_of_them uses the column", "statistics of two columns"),
    (f"{TABLE} ALTER TABLE parcel ADD CONSTRAINT apart EXCLUDE USING btree (value WITH =)", BIG,
     "constraint apart on table parcel uses the column", "an exclusion"),
    (f"{TABLE} CREATE INDEX by_value ON parcel (value); CLUSTER parcel USING by_value", BIG,
     "the table is clustered on by_value: run ALTER TABLE … SET WITHOUT CLUSTER first",
     "an index that it is clustered on"),
    ("CREATE TABLE parcel (id int, value int NOT NULL UNIQUE);"
     "ALTER TABLE parcel REPLICA IDENTITY USING INDEX parcel_value_key", BIG,
     "REPLICA IDENTITY names an index of this column", "a replica identity"),
    (f"{TABLE} CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
     "'BEGIN RETURN NEW; END'; CREATE TRIGGER zzz BEFORE INSERT ON parcel FOR EACH ROW "
     "EXECUTE FUNCTION note()", BIG,
     "trigger zzz would fire after zz_value_online, which must be the last: rename zzz",
     "a trigger that fires later"),
    (f"{TABLE} CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
     "'BEGIN RETURN NEW; END'; CREATE TRIGGER note AFTER UPDATE OF value ON parcel FOR EACH ROW "
     "EXECUTE FUNCTION note()", BIG, "trigger note on table parcel uses the column",
     "a trigger of this column"),
    (f"{TABLE} ALTER TABLE parcel ADD value__new int", BIG,
     "the table already has a column value__new, and the change needs that name", "a name that is taken"),
    (TABLE, '"moood"', "type moood does not exist", "no type"),
    ("CREATE TABLE parcel (id int, value text DEFAULT 'x')", BIG,
     "PostgreSQL rejects the plain change: default for column \"value\" cannot be cast "
     "automatically to type bigint", "a default of the old type"),
    ("CREATE TABLE owner (id int PRIMARY KEY);"
     "CREATE TABLE parcel (id int, value int REFERENCES owner)", "sa.Text()",
     "PostgreSQL rejects the plain change: operator does not exist: text = integer",
     "a foreign key that would compare what cannot be compared"),
    (f"{TABLE} INSERT INTO parcel VALUES (1, 70000), (2, 7), (3, -70000)", "sa.SmallInteger()",
     "parcel.value cannot become SMALLINT: 2 rows hold values that SMALLINT cannot hold unchanged, "
     "such as '-70000'", "values that do not fit"),
    ("CREATE TABLE parcel (id int, value numeric); INSERT INTO parcel VALUES (1, 1.25), (2, 3)",
     INT, "1 row holds a value that INTEGER cannot hold unchanged, such as '1.25'",
     "decimals that would be lost"),
    ("CREATE TABLE parcel (id int, value text); INSERT INTO parcel VALUES (1, 'x'), (2, '2')",
     INT, "1 row holds a value that INTEGER cannot hold unchanged, such as 'x'",
     "a text that is not a number"),
    ("CREATE TABLE parcel (id int, value varchar(9)); CREATE INDEX by_value ON parcel (value)",
     "sa.Text()", "parcel.value can change from character varying(9) to TEXT at once",
     "a change that is free"),
]
# fmt: on


@pytest.mark.parametrize("table, new_type, message, because", mostly_full(REFUSED, every=4))
def test_it_is_refused(shop, table, new_type, message, because):
    shop.rows(table)
    before = catalogue(shop.url)
    write_type_change(shop, new_type, INT)
    outcome = shop.db("upgrade")
    assert (outcome.status, message in outcome.stderr) == (1, True), outcome.stderr
    assert catalogue(shop.url) == before, because


def test_a_rename_is_refused_for_the_same_reasons(shop):
    shop.rows(f"{TABLE} CREATE VIEW dear AS SELECT id FROM parcel WHERE value > 9")
    before = catalogue(shop.url)
    write_rename(shop, to="id")
    outcome = shop.db("upgrade")
    assert outcome.status == 1
    assert "rule _RETURN on view dear uses the column" in outcome.stderr
    assert "the table already has a column id, and the change needs that name" in outcome.stderr
    assert catalogue(shop.url) == before


def test_a_rename_to_a_name_of_our_own(shop):
    shop.rows(TABLE)
    write_rename(shop, to="value__new")
    outcome = shop.db("upgrade")
    assert outcome.status == 1
    assert "value__new is reserved for a change of its type: choose another name" in outcome.stderr


def test_before_13_a_partitioned_table_is_refused(shop):
    shop.rows("CREATE TABLE parcel (id int, value int) PARTITION BY LIST (id)")
    before = catalogue(shop.url)
    write_type_change(shop, BIG, INT)
    outcome = shop.db("upgrade")
    if has_triggers_of_partitioned(shop):
        assert outcome.status == 0, outcome
        return
    assert (outcome.status, WHY in outcome.stderr) == (1, True), outcome.stderr
    assert catalogue(shop.url) == before


@full
def test_a_loss_that_is_written_out_is_meant(shop):
    shop.rows("CREATE TABLE parcel (id int, value numeric(9, 3))")
    shop.rows("INSERT INTO parcel VALUES (1, 1.257)")
    write_type_change(
        shop, "sa.Numeric(9, 2)", "sa.Numeric(9, 3)", more=', using="round(value, 2)"'
    )
    assert shop.db("upgrade", "swapped").status == 0
    assert shop.rows("SELECT value, value__old::text FROM parcel")[0][1] == "1.257"
    assert shop.db("downgrade", "filled").status == 0
    assert shop.rows("SELECT value::text FROM parcel") == [("1.257",)]


@full
def test_words_become_a_yes_or_no_and_words_again(shop):
    shop.rows("CREATE TABLE parcel (id int, value text)")
    shop.rows("INSERT INTO parcel VALUES (1, 'yes'), (2, 'no'), (3, NULL)")
    words = "CASE WHEN value THEN 'yes' WHEN NOT value THEN 'no' END"
    write_type_change(
        shop,
        "sa.Boolean()",
        "sa.Text()",
        more=f''', using="value = 'yes'", back="{words}"''',
        back=f''', using="{words}", back="value = 'yes'"''',
    )
    assert shop.db("upgrade").status == 0
    assert shop.rows("SELECT value FROM parcel ORDER BY id") == [(True,), (False,), (None,)]
    assert shop.db("downgrade", "base").status == 0
    assert shop.rows("SELECT value FROM parcel ORDER BY id") == [("yes",), ("no",), (None,)]


# Why a later phase is rejected.
# fmt: off
LATER = [
    # at which phase, statements, the command, the message, because
    ("begun", "", ("upgrade", "--sql", "filled:built"),
     "op.build_online looks at the column's indexes", "nothing to look at"),
    ("filled", "ALTER TABLE parcel DISABLE TRIGGER USER; UPDATE parcel SET value = 9",
     ("upgrade", "built"), "parcel.value__new is not filled: it does not match value in 3 rows",
     "rows that were written past the trigger, before anything is built for them"),
    ("built", "CREATE INDEX late ON parcel (value)", ("upgrade", "swapped"),
     "parcel.value__new cannot replace value yet: it lacks counterparts of late",
     "an index that was added since"),
    ("built", "ALTER TABLE parcel DISABLE TRIGGER USER; UPDATE parcel SET value = 9",
     ("upgrade", "swapped"), "parcel.value__new is not filled: it does not match value in 3 rows",
     "rows that somebody wrote past the trigger"),
    ("swapped", "UPDATE parcel SET value = 3000000000 WHERE id = 1", ("downgrade",),
     "parcel.value__old cannot replace value: 1 row holds a value in value that the type of "
     "value__old cannot hold", "a value that the old type cannot hold"),
    ("finished", "UPDATE parcel SET value = 3000000000 WHERE id < 3", ("downgrade",),
     "parcel.value cannot become INTEGER: 2 rows hold values", "nor then"),
]
# fmt: on


@pytest.mark.parametrize(
    "phase, statements, command, message, because", mostly_full(LATER, every=4)
)
def test_a_phase_is_refused(shop, phase, statements, command, message, because):
    shop.rows(f"{TABLE} INSERT INTO parcel VALUES (1, 1), (2, 2), (3, NULL)")
    write_type_change(shop, BIG, INT)
    assert shop.db("upgrade", phase).status == 0
    shop.rows(statements or "SELECT 1")
    before = catalogue(shop.url)
    outcome = shop.db(*command)
    assert (outcome.status, message in outcome.stderr) == (1, True), outcome.stderr
    assert catalogue(shop.url) == before, because


def test_a_phase_without_a_beginning_is_refused(shop):
    shop.rows(TABLE)
    shop.revision("one", upgrade='op.swap_online("parcel", "value")')
    outcome = shop.db("upgrade")
    assert "No change of parcel.value is in progress." in outcome.stderr
