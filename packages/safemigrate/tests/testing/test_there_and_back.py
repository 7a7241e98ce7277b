"""Each revision is upgraded, downgraded and upgraded again; differences are named, with advice."""

import pytest

from tests.testing.conftest import Answer, checked, databases

CREATE = """op.execute("CREATE TYPE colour AS ENUM ('red', 'blue')")
    op.execute("CREATE TABLE thing (id int PRIMARY KEY, name text NOT NULL, fax text, n int, c colour)")
    op.execute("CREATE TABLE part (id int PRIMARY KEY, thing int NOT NULL REFERENCES thing)")
    op.execute("CREATE TABLE kind (id int PRIMARY KEY)")"""
DROP = 'op.execute("DROP TABLE kind, part, thing"); op.execute("DROP TYPE colour")'
LEAVES = "is not undone by its downgrade: "
UNDO = ". Make downgrade() undo everything that upgrade() does."
LOSES = "loses rows when upgraded and downgraded: "
KEEP = (
    ". Keep them (op.drop_column_softly, op.drop_table_softly, a separate column), or say in the "
    'file what is lost and why: loses = "…".'
)


def sql(*statements: str) -> str:
    return "; ".join(f'op.execute("{statement}")' for statement in statements)


# fmt: off
CASES = [
    # upgrade                                                 downgrade                                            outcome    sentence after "Revision rN (FILE) "
    (CREATE,                                                  DROP,                                                "passed",  "", "tables come and go"),
    (sql("CREATE INDEX ix ON thing (n)"),                     "pass",                                              "failed",  LEAVES + "index public.ix exists but should not" + UNDO, "an index stays behind"),
    (sql("DROP INDEX ix"),                                    sql("CREATE INDEX ix ON thing (n, id)"),             "failed",  LEAVES + "index public.ix has definition CREATE INDEX ix ON public.thing USING btree (n, id) instead of CREATE INDEX ix ON public.thing USING btree (n)" + UNDO, "another one comes back"),
    (sql("ALTER TABLE thing DROP fax"),                       sql("ALTER TABLE thing ADD fax text"),               "failed",  LOSES + "in a row of table thing, fax is NULL instead of '1'" + KEEP, "a column's values go"),
    ('op.drop_column_softly("thing", "n")',                   'op.restore_column("thing", "n")',                   "passed",  "", "a column that was set aside comes back with its values"),
    (sql("DROP TABLE part"),                                  sql("CREATE TABLE part (id int PRIMARY KEY, thing int NOT NULL REFERENCES thing)"), "failed",  LOSES + "table part lost 1 row" + KEEP, "a table's rows go"),
    (sql("ALTER TYPE colour ADD VALUE 'green'"),              "# migrate: allow REV301: PostgreSQL keeps the value\n    pass", "excused", "cannot be undone: PostgreSQL keeps the value", "a waiver says that there is no way back"),
    (sql("UPDATE thing SET name = 'nobody'"),                 'raise NotImplementedError("the old names are gone")', "excused", "cannot be undone: the old names are gone", "the revision refuses, and says why"),
    (sql("UPDATE thing SET name = 'all'"),                    "raise NotImplementedError",                         "failed",  "cannot be undone and does not say why: raise NotImplementedError with the reason, for the person who wants to downgrade.", "it refuses, and does not say why"),
    (sql("UPDATE thing SET name = upper(name || 'x')"),       "pass",                                              "failed",  LOSES + "in a row of table thing, name is 'ALLX' instead of 'all'" + KEEP, "values are changed for good"),
    (sql("INSERT INTO kind VALUES (1)"),                      sql("DELETE FROM kind"),                             "passed",  "", "a made-up row makes way for one of the revision's own"),
    (sql("INSERT INTO kind VALUES (8)"),                      "pass",                                              "failed",  "cannot be applied again after its downgrade. ", "a row is left that is in the way"),
    (sql("ALTER TABLE thing DROP name"),                      sql("ALTER TABLE thing ADD name text NOT NULL DEFAULT 'x'", "ALTER TABLE thing ALTER name DROP DEFAULT"), "excused", LOSES + "nobody used it", "the file says what is lost"),
    (sql("ALTER TABLE thing ADD later text"),                 sql("ALTER TABLE thing DROP later"),                 "passed",  "", "a column comes and goes"),
    (sql("ALTER TABLE thing DROP later"),                     sql("ALTER TABLE thing ADD later text"),             "failed",  LOSES + "in a row of table thing, later is NULL instead of '1'" + KEEP, "rows have values also in columns that came later"),
    (sql("DO $$ BEGIN IF EXISTS (SELECT FROM kind WHERE id = 99) THEN CREATE TABLE again (id int); END IF; END $$"), sql("INSERT INTO kind VALUES (99)"), "failed",  "gives a different result when upgraded again after its downgrade: table public.again exists but should not. ", "the way back leaves something in the way"),
    (sql("CREATE TABLE late (id int)"),                       sql("DROP TABLE late", "DROP TABLE never_made"),          "failed",  "cannot be downgraded. ", "the way back ends with an error"),
    (sql("ALTER TABLE thing ADD due date NOT NULL"),          sql("ALTER TABLE thing DROP due"),                   "failed",  "cannot be applied to a database with rows. ", "a column without a value, which no row can have"),
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
    [losing_file] = (shop.folder / "migrations" / "versions").glob(f"r{LOSING}_*")
    losing_file.write_text(losing_file.read_text() + '\n\nloses = "nobody used it"\n')
    answer_ = checked(shop, "--check", "there-and-back")
    assert len(databases(shop)) == 1, "all copies are dropped"
    assert shop.rows("SELECT count(*) FROM pg_class WHERE relname ~ 'thing|alembic'") == [(0,)]
    return answer_


@pytest.mark.parametrize("number", range(1, len(CASES) + 1))
def test_case(answer, number):
    _, _, outcome, sentence, because = CASES[number - 1]
    verdict = answer.of("there-and-back", f"r{number}")
    revision_name = f"Revision r{number} (migrations/versions/r{number}_made.py) "
    assert verdict[0] == outcome, (because, verdict)
    if sentence.endswith(". "):
        assert verdict[1].startswith(revision_name + sentence), because
    else:
        assert verdict[1] == (revision_name + sentence if sentence else ""), because


def test_it_fails(answer):
    assert (answer.status, answer.answer["result"]) == (1, "failed")
