"""docs/how-to/backfills.md: its revisions are run, and its commands print what it shows."""

import re
from pathlib import Path

from document_console import shown

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "backfills.md"
TEXT = PAGE.read_text()
[TABLE] = re.findall(r"```sql\n(.+?)```", TEXT, re.DOTALL)
REGISTERS, REQUIRES = re.findall(r"```python\n(.+?)```", TEXT, re.DOTALL)
HEADER = "from alembic import op\n\nrevision = {!r}\ndown_revision = {!r}\n\n\n"


def test_the_page_as_people_follow_it(till):
    till.shop.rows(TABLE)
    versions = till.shop.folder / "migrations" / "versions"
    (versions / "r1.py").write_text(HEADER.format("r1", None) + REGISTERS)
    (versions / "r2.py").write_text(HEADER.format("r2", "r1") + REQUIRES)
    assert till.shop.db("upgrade").status == 8
    assert till.shop.version() == ["r1"]
    commands = shown(PAGE)
    assert len(commands) == 4
    for command, output in commands:
        outcome = till.shop.db(*command.split()[2:])
        assert (outcome.status, outcome.stdout.rstrip()) == (0, output), (command, outcome)
    assert till.shop.db("upgrade").status == 0
    assert till.shop.version() == ["r2"]
    assert till.shop.db("downgrade", "base").status == 0
