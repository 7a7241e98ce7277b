"""docs/how-to/safe-operations.md: each of its revisions goes up, down and up again."""

import re
from pathlib import Path

import pytest

from document_console import shown
from safemigrate.ops import load
from tests.lint.folder import Folder
from tiers import full

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "safe-operations.md"
TEXT = PAGE.read_text()
[TABLES] = re.findall(r"```sql\n(.+?)```", TEXT, re.DOTALL)
BLOCKS = re.findall(r"```python\n(.+?)```", TEXT, re.DOTALL)
HEADER = (
    'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "r1"\ndown_revision = None\n\n\n'
)


def test_there_are_blocks():
    assert len(BLOCKS) >= 9


@full
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("op.")[1].split("(")[0])
def test_a_block_goes_up_down_and_up(shop, block):
    shop.rows(TABLES)
    (shop.folder / "migrations" / "versions" / "r1.py").write_text(HEADER + block)
    before = shop.fingerprint()
    first = shop.db("upgrade")
    assert first.status == 0, first
    after = shop.fingerprint()
    assert after != before or "enum" in block
    downgrade = shop.db("downgrade")
    assert downgrade.status == 0, downgrade
    assert [line for line in shop.fingerprint() if "alembic_version" not in line] == before
    assert shop.db("upgrade").status == 0
    assert shop.fingerprint() == after


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("op.")[1].split("(")[0])
def test_the_linter_finds_nothing(tmp_path, block):
    folder = Folder(tmp_path)
    (folder.home / "versions" / "r1.py").write_text(HEADER + block)
    report = folder.lint()
    assert [(f.rule, f.message) for f in report.findings] == []


def test_purging(shop):
    [block] = [block for block in BLOCKS if "drop_column_softly" in block]
    shop.rows(TABLES)
    (shop.folder / "migrations" / "versions" / "r1.py").write_text(HEADER + block)
    assert shop.db("upgrade").status == 0
    shop.rows("UPDATE _migrate.set_aside SET set_aside = now() - interval '15 days'")
    [(day,)] = shop.rows("SELECT to_char(set_aside, 'YYYY-MM-DD') FROM _migrate.set_aside")
    commands = shown(PAGE)
    assert [command for command, _ in commands] == [
        "flask db purge --older-than 14d --dry-run",
        "flask db purge --older-than 14d",
    ]
    for command, output in commands:
        outcome = shop.db(*command.split()[2:])
        assert (outcome.status, outcome.stdout.strip().replace(day, "DATE")) == (0, output)


def test_every_operation_is_on_its_page():
    from alembic.operations import Operations

    load()
    own = {
        name
        for name, function in vars(Operations).items()
        if "safemigrate.ops" in str(getattr(function, "__globals__", {}).get("op_cls", ""))
    }
    assert own, "they are found"
    text = TEXT + PAGE.with_name("online-changes.md").read_text()
    assert own - set(re.findall(r"\bop\.(\w+)", text)) == set()
