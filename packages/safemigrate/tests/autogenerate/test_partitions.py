"""A partitioned table: its partitions have no models, and each change has its safe form."""

import pytest
import sqlalchemy as sa

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.test_random_models import fingerprint, run
from tiers import full

PARTITIONS = (
    "CREATE TABLE entry_1 PARTITION OF entry FOR VALUES IN (1)",
    "CREATE TABLE entry_2 PARTITION OF entry FOR VALUES IN (2)",
    "INSERT INTO one SELECT n FROM generate_series(1, 9) AS n",
    "INSERT INTO entry SELECT n, n % 2 + 1, n, n FROM generate_series(1, 9) AS n",
)


def declare(metadata, *parts):
    sa.Table("one", metadata, sa.Column("id", sa.BigInteger, primary_key=True))
    columns = [
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("part", sa.BigInteger, primary_key=True, autoincrement=False),
    ]
    sa.Table("entry", metadata, *columns, *parts, postgresql_partition_by="LIST (part)")


def before(metadata):
    declare(metadata, sa.Column("a", sa.Integer), sa.Column("one", sa.BigInteger))


def after(metadata):
    default = sa.text("uuid_in(md5('a')::cstring)")
    declare(
        metadata,
        sa.Column("a", sa.Integer, nullable=False, index=True),
        sa.Column("one", sa.BigInteger, sa.ForeignKey("one.id")),
        sa.Column("new", sa.Uuid, server_default=default, nullable=False),
        sa.CheckConstraint("a > 0", name="positive"),
        sa.UniqueConstraint("part", "a", name="uq"),
    )


@pytest.fixture
def project(tmp_path, database):
    return Project(tmp_path / "migrations", database)


@full
def test_up_down_and_up_again(project):
    first = project.migrate(before)
    project.upgrade()
    run(project.url, *PARTITIONS)
    was = fingerprint(project.url)
    assert project.migrate(before) == []
    written = project.migrate(after)
    assert "entry_1" not in "".join(written)
    project.upgrade()
    changed = fingerprint(project.url)
    assert project.migrate(after) == []
    project.downgrade(revision_of(first[-1]))
    assert fingerprint(project.url) == was
    project.upgrade()
    assert fingerprint(project.url) == changed
