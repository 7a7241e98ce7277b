"""A revision is killed at each of its steps; one that then gives a different result is named."""

import pytest

from tests.testing.conftest import Answer, checked
from tiers import full

pytestmark = full

CREATE = """op.execute("CREATE TABLE log (entry text)")
    op.execute("CREATE TABLE thing (id int PRIMARY KEY, name text NOT NULL, at timestamptz)")"""
OUTSIDE = """with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY ix ON thing (name)")
        op.execute("INSERT INTO log VALUES ('in a block')")
    op.execute("INSERT INTO log VALUES ('in a transaction')")"""
OWN_SESSION = """with op.get_bind().engine.begin() as other:
        other.execute(sa.text("INSERT INTO log VALUES ('alone')"))
    op.execute("INSERT INTO log VALUES ('with the revision')")"""
COMMITS = """with op.get_context().autocommit_block():
        op.execute("DO $$ BEGIN INSERT INTO log VALUES ('a'); COMMIT; END $$")"""
CLOCK = 'op.execute("UPDATE thing SET at = clock_timestamp()")'
TWICE = """with op.get_bind().engine.begin() as other:
        other.execute(sa.text("UPDATE thing SET name = name || '+', at = clock_timestamp()"))"""
ENDS = ", and running it again gives a different result: "

# fmt: off
CASES = [
    # upgrade     what it says: before and after the file's name
    (CREATE,      "",                                                                  "a transaction is done or not"),
    (OUTSIDE,     "",                                                                  "the journal knows what was done"),
    (CLOCK,       "",                                                                  "what no two runs leave alike is not compared"),
    (OWN_SESSION, f"was killed after its step 1{ENDS}table log has ",                 "what another session did is done twice"),
    (TWICE,       f"was killed after its step 1{ENDS}in a row of table thing, name is ", "a clock in the same row hides nothing"),
    (COMMITS,     f"was killed before its step 2{ENDS}Revision r6 was interrupted in step 1, and ", "nobody knows how far such a block got"),
]
# fmt: on


@pytest.fixture(scope="module")
def answer(new_shop) -> Answer:
    shop = new_shop("killed")
    for number, (upgrade, _, _) in enumerate(CASES, 1):
        shop.revision(f"r{number}", f"r{number - 1}" if number > 1 else None, upgrade=upgrade)
    return checked(shop, "--check", "killed")


@pytest.mark.parametrize("number", range(1, len(CASES) + 1))
def test_case(answer, number):
    _, sentence, because = CASES[number - 1]
    outcome, sentences = answer.of("killed", f"r{number}")
    assert outcome == ("failed" if sentence else "passed"), (because, sentences)
    revision_name = f"Revision r{number} (migrations/versions/r{number}_made.py) "
    assert sentences.startswith(revision_name + sentence) if sentence else sentences == "", (
        because,
        sentences,
    )
