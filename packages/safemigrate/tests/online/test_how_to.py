"""docs/how-to/online-changes.md: its revisions run as printed, up and down."""

import re
from pathlib import Path

import pytest

from tests.online.walk import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "online-changes.md"
HEAD = (
    'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "r{n}"\ndown_revision = {p!r}\n'
)


def revisions(title):
    section = PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"```python\n(.+?)```", section, re.DOTALL)


@pytest.mark.parametrize(
    "title, count, plain",
    [
        ("Change a type", 5, "ALTER TABLE parcel ALTER value TYPE bigint"),
        ("Rename", 4, "ALTER TABLE parcel RENAME value TO worth"),
    ],
)
def test_its_revisions_run(shop, built, title, count, plain):
    table = "CREATE TABLE parcel (id int, value int NOT NULL); INSERT INTO parcel VALUES (1, 1)"
    shop.rows(table)
    before, blocks = catalogue(shop.url), revisions(title)
    assert len(blocks) == count
    for n, block in enumerate(blocks, 1):
        head = HEAD.format(n=n, p=f"r{n - 1}" if n > 1 else None)
        (shop.folder / "migrations" / "versions" / f"r{n}.py").write_text(head + block)
    assert shop.db("upgrade").status == 0
    assert catalogue(shop.url) == catalogue(built(f"{table}; {plain}"))
    assert shop.db("downgrade", "base").status == 0
    assert catalogue(shop.url) == before
