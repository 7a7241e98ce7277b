"""docs/how-to/teams.md shows what its commands print."""

from pathlib import Path

from document_console import shown
from tiers import full

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "teams.md"
COMMANDS = shown(PAGE)
THING = 'op.execute("CREATE TABLE thing (id int PRIMARY KEY, n int)")'

pytestmark = full


def run(shop, number):
    command, output = COMMANDS[number]
    outcome = shop.db(*command.removeprefix("flask db ").split())
    printed = (outcome.stdout + outcome.stderr).replace(f"{shop.folder}/", "")
    assert " ".join(printed.split()) == " ".join(output.split()), outcome
    return outcome.status


def test_two_heads(new_shop):
    shop = new_shop("page")
    shop.revision("r1", upgrade=THING)
    shop.revision("r2", "r1", upgrade='op.execute("CREATE INDEX ix ON thing (n)")')
    shop.revision("r3", "r1", upgrade='op.execute("ALTER TABLE thing ADD m int")')
    assert run(shop, 0) == 0
    shop.revision("r5", "r4", upgrade='op.execute("ALTER TABLE thing RENAME n TO number")')
    shop.revision("r6", "r4", upgrade='op.execute("ALTER TABLE thing ADD CHECK (n > 0)")')
    assert run(shop, 1) == 1
    assert run(shop, 2) == 0


def test_one_number(new_shop):
    shop = new_shop("numbers")
    ini = shop.folder / "migrations" / "alembic.ini"
    ini.write_text(ini.read_text().replace("[alembic]\n", "[alembic]\nrevision_ids = sequential\n"))
    shop.revision("0001")
    shop.revision("0002", "0001").rename(shop.folder / "migrations/versions/0002_mine.py")
    shop.revision("0002", "0001").rename(shop.folder / "migrations/versions/0002_theirs.py")
    assert run(shop, 3) == 9
    assert run(shop, 4) == 0
    assert len(COMMANDS) == 5
