"""A registered backfill runs before the next revision; prechecks run, too."""

import pytest

from tests.testing.conftest import Answer, checked
from tiers import full

pytestmark = full

THING = """op.execute("CREATE TABLE thing (id int PRIMARY KEY, name text NOT NULL)")
    op.execute("INSERT INTO thing VALUES (5, 'five'), (6, 'six')")"""
REGISTER = 'op.backfill("loud", "thing", set_={"loud": "upper(name)"}, where="loud IS NULL")'
FUNCTION = """op.backfill("louder", "thing", function="louder:change", where="loud !~ '!'")"""
REQUIRE = """op.require_backfill("louder")
    op.execute("ALTER TABLE thing ADD CONSTRAINT loud CHECK (loud ~ '!$')")"""
OURS = """op.precheck("ours alone", "SELECT count(*) FROM thing WHERE id NOT IN (5, 6)")"""
NONE = 'op.precheck("no thing at all", "SELECT count(*) FROM thing")'
LOUDER = """
from sqlalchemy import column, table, update


def change(connection, batch):
    thing = table("thing", column("loud"))
    changes = update(thing).where(batch.rows).values(loud=thing.c.loud.concat("!"))
    return connection.execute(changes).rowcount
"""

# fmt: off
CASES = [
    # upgrade                                                   downgrade                                  outcome   sentence after "Revision rN (FILE) "
    (THING,                                                     'op.execute("DROP TABLE thing")',          "passed",  "", "two rows of its own"),
    ('op.execute("ALTER TABLE thing ADD COLUMN loud text")',    'op.drop_column_softly("thing", "loud")',  "passed",  "", "a column without values"),
    (REGISTER,                                                  'op.cancel_backfill("loud")',              "passed",  "", "a NULL that is filled is no loss"),
    (FUNCTION,                                                  'op.cancel_backfill("louder")',            "failed",  "loses rows when upgraded and downgraded: in a row of table thing, loud is '1!' instead of '1'", "a value that is changed is"),
    (REQUIRE,                                                   'op.drop_constraint("loud", "thing")',     "passed",  "", "both are complete"),
    (OURS,                                                      "pass",                                    "passed",  "", "made-up rows make way for a precheck"),
    (NONE,                                                      "pass",                                    "failed",  "cannot be applied to a database with rows. Revision r7 stopped at its precheck 'no thing at all', which found 2", "rows of the revisions' own do not"),
]
# fmt: on


@pytest.fixture(scope="module")
def answer(new_shop) -> Answer:
    shop = new_shop("backfilled")
    (shop.folder / "louder.py").write_text(LOUDER)
    for number, (up, down, *_) in enumerate(CASES, 1):
        follows = f"r{number - 1}" if number > 1 else None
        shop.revision(f"r{number}", follows, upgrade=up, downgrade=down)
    return checked(shop, "--check", "there-and-back", "--check", "killed")


@pytest.mark.parametrize("number", range(1, len(CASES) + 1))
def test_there_and_back(answer, number):
    _, _, outcome, sentence, because = CASES[number - 1]
    actual_outcome, sentences = answer.of("there-and-back", f"r{number}")
    revision_name = f"Revision r{number} (migrations/versions/r{number}_made.py) "
    assert actual_outcome == outcome, (because, sentences)
    assert sentences.startswith(revision_name + sentence) if sentence else sentences == "", (
        because,
        sentences,
    )


def test_a_revision_that_is_killed_has_its_backfill_afterwards(answer):
    outcomes = [answer.of("killed", f"r{number}")[0] for number in range(1, len(CASES) + 1)]
    assert outcomes == ["passed"] * 6 + ["not run"]


def test_from_nothing_to_the_head(new_shop):
    shop = new_shop("filled")
    for number, up in enumerate(
        [THING, CASES[1][0], REGISTER, REQUIRE.replace("louder", "loud", 1)], 1
    ):
        follows = f"r{number - 1}" if number > 1 else None
        shop.revision(f"r{number}", follows, upgrade=up.replace("!$", "^[A-Z]+$"))
    answer = checked(shop, "--check", "base-to-head", "--check", "two-deployers")
    assert answer.of("base-to-head") == ("passed", ""), (
        "a small table's backfill runs where it is required"
    )
    assert answer.of("two-deployers") == ("passed", "")


SIZED = """op.execute("CREATE TABLE thing (id int PRIMARY KEY, size int CHECK (size >= 0))")
    op.execute("INSERT INTO thing VALUES (5, 0)")"""
EMPTIED = """op.backfill("sizes", "thing", set_={"size": "NULL"}, where="size = 0")"""
POSITIVE = """op.require_backfill("sizes")
    op.add_check_safely("positive", "thing", "size >= 1")"""


@pytest.mark.parametrize("back, outcome", [
    ("pass", "failed"),
    ('op.execute("UPDATE thing SET size = 0 WHERE size IS NULL")', "passed"),
])  # fmt: skip
def test_what_a_backfill_emptied_stays_empty(new_shop, back, outcome):
    shop = new_shop(f"emptied_{outcome}")
    shop.revision("r1", upgrade=SIZED, downgrade='op.drop_table("thing")')
    shop.revision("r2", "r1", upgrade=EMPTIED, downgrade=f'op.cancel_backfill("sizes")\n    {back}')
    shop.revision("r3", "r2", upgrade=POSITIVE, downgrade='op.drop_constraint("positive", "thing")')
    answer = checked(shop, "--check", "there-and-back")
    assert answer.of("there-and-back", "r2")[0] == outcome
    assert answer.of("there-and-back", "r3") == ("passed", ""), "no made-up 0 came back"
