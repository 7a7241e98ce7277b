"""Each revision goes up, down and up again; what does not come back is named, with what to do."""

import pytest

from tests.testing.conftest import Answer, checked, databases

CREATE = """op.execute("CREATE TYPE colour AS ENUM ('red', 'blue')")
    op.execute("CREATE TABLE thing (id int PRIMARY KEY, name text NOT NULL, fax text, n int, c colour)")
    op.execute("CREATE TABLE part (id int PRIMARY KEY, thing int NOT NULL REFERENCES thing)")
    op.execute("CREATE TABLE kind (id int PRIMARY KEY)")"""
DROP = 'op.execute("DROP TABLE kind, part, thing"); op.execute("DROP TYPE colour")'
LEAVES = "is not undone by its downgrade: "
UNDO = ". Let downgrade() undo all that upgrade() does."
LOSES = "loses rows on the way up and down: "
KEEP = (
    ". Keep them (op.drop_column_softly, op.drop_table_softly, a column of their own), or say in "
    'the file what is lost and why: loses = "…".'
)


def sql(*statements: str) -> str:
    return "; ".join(f'op.execute("{each}")' for each in statements)


# fmt: off
CASES = [
    # upgrade                                                 downgrade                                            outcome    what it says after "Revision rN (FILE) "
    (CREATE,                                                  DROP,                                                "passed",  "", "tables come and go"),
    (sql("CREATE INDEX ix ON thing (n)"),                     "pass",                                              "failed",  LEAVES + "index public.ix is there and should not be" + UNDO, "an index stays behind"),
    (sql("DROP INDEX ix"),                                    sql("CREATE INDEX ix ON thing (n, id)"),             "failed",  LEAVES + "index public.ix has definition CREATE INDEX ix ON public.thing USING btree (n, id) and not CREATE INDEX ix ON public.thing USING btree (n)" + UNDO, "another one comes back"),
    (sql("ALTER TABLE thing DROP fax"),                       sql("ALTER TABLE thing ADD fax text"),               "failed",  LOSES + "in a row of table thing, fax was '1' and is NULL" + KEEP, "a column's values go"),
    ('op.drop_column_softly("thing", "n")',                   'op.restore_column("thing", "n")',                   "passed",  "", "a column that was set aside comes back with its values"),
    (sql("DROP TABLE part"),                                  sql("CREATE TABLE part (id int PRIMARY KEY, thing int NOT NULL REFERENCES thing)"), "failed",  LOSES + "1 row of table part went" + KEEP, "a table's rows go"),
    (sql("ALTER TYPE colour ADD VALUE 'green'"),              "# migrate: allow REV301: PostgreSQL keeps the value\n    pass", "excused", "cannot be undone: PostgreSQL keeps the value", "a waiver says that there is no way back"),
    (sql("UPDATE thing SET name = 'nobody'"),                 'raise NotImplementedError("the old names are gone")', "excused", "cannot be undone: the old names are gone", "the revision refuses, and says why"),
    (sql("UPDATE thing SET name = 'all'"),                    "raise NotImplementedError",                         "failed",  "cannot be undone and does not say why: raise NotImplementedError with a sentence for the person who wants to go back.", "it refuses, and does not say why"),
    (sql("UPDATE thing SET name = upper(name || 'x')"),       "pass",                                              "failed",  LOSES + "in a row of table thing, name was 'all' and is 'ALLX'" + KEEP, "values are changed for good"),
    (sql("INSERT INTO kind VALUES (1)"),                      sql("DELETE FROM kind"),                             "passed",  "", "a made-up row makes way for one of the revision's own"),
    (sql("INSERT INTO kind VALUES (8)"),                      "pass",                                              "failed",  "does not go up a second time, after going down. ", "a row is left that is in the way"),
    (sql("ALTER TABLE thing DROP name"),                      sql("ALTER TABLE thing ADD name text NOT NULL DEFAULT 'x'", "ALTER TABLE thing ALTER name DROP DEFAULT"), "excused", LOSES + "nobody used it", "the file says what is lost"),
    (sql("ALTER TABLE thing ADD later text"),                 sql("ALTER TABLE thing DROP later"),                 "passed",  "", "a column comes and goes"),
    (sql("ALTER TABLE thing DROP later"),                     sql("ALTER TABLE thing ADD later text"),             "failed",  LOSES + "in a row of table thing, later was '1' and is NULL" + KEEP, "rows have values also in columns that came later"),
    (sql("DO $$ BEGIN IF EXISTS (SELECT FROM kind WHERE id = 99) THEN CREATE TABLE again (id int); END IF; END $$"), sql("INSERT INTO kind VALUES (99)"), "failed",  "makes something else after going down and up again: table public.again is there and should not be. ", "the way back leaves something in the way"),
    (sql("CREATE TABLE late (id int)"),                       sql("DROP TABLE late", "DROP TABLE never_made"),          "failed",  "does not go down. ", "the way back ends with an error"),
    (sql("ALTER TABLE thing ADD due date NOT NULL"),          sql("ALTER TABLE thing DROP due"),                   "failed",  "does not go up on a database with rows. ", "a column without a value, which no row can have"),
]
# fmt: on
LOSING = 1 + next(n for n, case in enumerate(CASES) if "nobody used it" in case[3])


@pytest.fixture(scope="module")
def answer(new_shop) -> Answer:
    shop = new_shop("there")
    for number, (up, down, *_) in enumerate(CASES, 1):
        shop.revision(
            f"r{number}", f"r{number - 1}" if number > 1 else None, upgrade=up, downgrade=down
        )
    [said] = (shop.folder / "migrations" / "versions").glob(f"r{LOSING}_*")
    said.write_text(said.read_text() + '\n\nloses = "nobody used it"\n')
    found = checked(shop, "--check", "there-and-back")
    assert len(databases(shop)) == 1, "all copies are dropped"
    assert shop.rows("SELECT count(*) FROM pg_class WHERE relname ~ 'thing|alembic'") == [(0,)]
    return found


@pytest.mark.parametrize("number", range(1, len(CASES) + 1))
def test_case(answer, number):
    _, _, outcome, said, because = CASES[number - 1]
    told = answer.of("there-and-back", f"r{number}")
    named = f"Revision r{number} (migrations/versions/r{number}_made.py) "
    assert told[0] == outcome, (because, told)
    if said.endswith(". "):
        assert told[1].startswith(named + said), because
    else:
        assert told[1] == (named + said if said else ""), because


def test_it_fails(answer):
    assert (answer.status, answer.answer["result"]) == (1, "failed")
