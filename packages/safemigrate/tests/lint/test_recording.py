"""A revision runs without a database: what lint sees, from which line, and what is forbidden."""

import sys
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from safemigrate.lint.recording.recorder import record
from safemigrate.lint.recording.recording_session import session
from safemigrate.lint.recording.tape import LIMIT
from safemigrate.lint.source import Source
from safemigrate.lint.trial import migration
from tests.lint.folder import Folder

# fmt: off
SEEN = [
    # upgrade, (line, transaction, SQL), because
    ('op.add_column("t", sa.Column("a", sa.Text()))',
     [(10, 1, "ALTER TABLE t ADD COLUMN a TEXT")], "an operation"),
    ('with op.batch_alter_table("t") as b:\n    b.drop_column("a")\n    b.drop_column("b")',
     [(11, 1, "ALTER TABLE t DROP COLUMN a"), (12, 1, "ALTER TABLE t DROP COLUMN b")],
     "each operation of a batch at its own line"),
    ('for name in "ab":\n    op.drop_table(name)',
     [(11, 1, "DROP TABLE a"), (11, 1, "DROP TABLE b")], "a loop"),
    ('SQL = "SELECT 1; SELECT 2"\nop.execute(SQL)',
     [(11, 1, "SELECT 1; SELECT 2")] * 2, "two statements in one text"),
    ('op.get_bind().execute(sa.text("DELETE FROM t WHERE a = :a"), {"a": 1})',
     [(10, 1, "DELETE FROM t WHERE a = $1")], "the connection itself"),
    ('op.get_bind().exec_driver_sql("DELETE FROM t WHERE a = %s", (1,))',
     [(10, 1, "DELETE FROM t WHERE a = %s")], "a driver's own parameters"),
    ('from sqlalchemy.orm import Session\nwith Session(op.get_bind()) as s:\n'
     '    s.execute(sa.text("DELETE FROM t"))',
     [(12, 1, "DELETE FROM t")], "a session on the connection"),
    ('with op.get_context().autocommit_block():\n    op.execute("VACUUM t")\nop.drop_table("t")',
     [(12, 1, "DROP TABLE t")], "VACUUM is nothing to know; a new transaction after the block"),
    ('with op.get_context().autocommit_block():\n    op.execute("REINDEX TABLE t")',
     [(11, None, "REINDEX TABLE t")], "outside of a transaction"),
    ('op.execute("COMMIT")\nop.execute("REINDEX TABLE t")\nop.execute("BEGIN")\n'
     'op.drop_table("t")',
     [(10, None, "COMMIT"), (11, None, "REINDEX TABLE t"), (12, 1, "BEGIN"),
      (13, 1, "DROP TABLE t")], "explicit COMMIT and BEGIN"),
    ('if not sa.inspect(op.get_bind()).has_table("t"):\n    op.drop_table("u")',
     [(11, 1, "DROP TABLE u")], "the catalog is empty"),
    ('from alembic import context\nif not context.is_offline_mode():\n    op.drop_table("u")',
     [(12, 1, "DROP TABLE u")], "the environment exists"),
    ('while op.get_bind().execute(sa.text("DELETE FROM t WHERE id = 1")).rowcount:\n    pass',
     [(10, 1, "DELETE FROM t WHERE id = 1")], "a loop over batches ends"),
    ('n = op.get_bind().scalar(sa.text("SELECT 1")) + 1\nop.drop_table("t")',
     [(11, 1, "DROP TABLE t")], "what follows a line that needs a row"),
    ('cols = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("t")]\n'
     'if "a" not in cols:\n    op.drop_column("t", "a")',
     [(12, 1, "ALTER TABLE t DROP COLUMN a")], "what a condition that needs rows holds back"),
]
UNREAD = [
    ('x = op.get_bind().execute(sa.text("SELECT 1")).fetchone()[0]', 10, "TypeError"),
    ("1 / 0", 10, "ZeroDivisionError: division by zero"),
    ('import subprocess\nsubprocess.run(["true"])', 11, "ForbiddenAction: subprocess.Popen"),
    ('import os\nos.system("true")', 11, "ForbiddenAction: os.system"),
    ('open("lint-was-here", "w")', 10, "ForbiddenAction: writing lint-was-here"),
    ('import socket\nsocket.create_connection(("127.0.0.1", 9))', 11, "ForbiddenAction: socket"),
    ("import psycopg", 10, "lint does not run a revision that imports a database driver"),
    ('op.execute("SELEC 1")', 10, "PostgreSQL cannot parse 'SELEC 1': syntax error"),
    ('while True:\n    op.execute("SELECT 1")', 11, f"TapeFull: more than {LIMIT} statements"),
    ('raise SystemExit("stop")', 10, "SystemExit: stop"),
]
# fmt: on


@pytest.mark.parametrize("upgrade, seen, because", SEEN)
def test_seen(upgrade, seen, because):
    steps = migration(upgrade).steps
    recorded = [(step.line, step.transaction, step.text) for step in steps]
    own = [item for item in recorded if "pg_catalog" not in item[2] and item[2] != "SELECT 1"]
    assert own == seen, because


@pytest.mark.parametrize("upgrade, line, reason", UNREAD)
def test_unread(upgrade, line, reason):
    (unread, *_) = migration(upgrade).unread_lines
    assert (unread.line, unread.reason[: len(reason)]) == (line, reason)


def test_nothing_is_written_and_reading_stays_possible(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recorded = migration(
        'from pathlib import Path\nx = Path(__file__).read_text()\nopen("lint-was-here", "w")'
    )
    assert [unread.line for unread in recorded.unread_lines] == [12]
    assert list(tmp_path.iterdir()) == []


def test_lines_of_a_helper_in_the_file():
    upgrade = 'def make(name):\n    op.drop_table(name)\nmake("a")'
    assert [step.lines for step in migration(upgrade).steps] == [(11, 12)]


def test_each_database_of_multidb(tmp_path):
    folder = Folder(tmp_path)
    file = folder.write("a")
    text = file.read_text().replace("def upgrade():\n    pass", "")
    text += (
        "\n\ndef upgrade(engine_name):\n    globals()[f'upgrade_{engine_name}']()\n"
        "\n\ndef upgrade_():\n    op.drop_table('one')\n"
        "\n\ndef upgrade_other():\n    op.drop_table('two')\n"
    )
    file.write_text(text)
    (script,) = (scripts := ScriptDirectory(folder.home)).walk_revisions()
    with session(scripts, 12) as recording:
        tape = record(script.module, Source(file), "upgrade", recording)
    assert [sent.text for sent in tape.statements] == ["DROP TABLE one", "DROP TABLE two"]


def test_the_applications_own_session_reaches_no_database(database, monkeypatch):
    """The address is a real one; a connection that is already open is also forbidden."""
    engine = sa.create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE TABLE t (a int)"))
        connection.commit()
    shop = ModuleType("lint_shop")
    vars(shop)["engine"] = engine
    monkeypatch.setitem(sys.modules, "lint_shop", shop)
    again = sa.create_engine(engine.url)
    vars(shop)["again"] = again
    for name in ("engine", "again"):
        recorded = migration(
            f"from lint_shop import {name} as e\n"
            "with e.connect() as c:\n    c.execute(sa.text('DROP TABLE t'))\n    c.commit()"
        )
        assert recorded.unread_lines[0].reason.startswith("ForbiddenAction"), name
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM t")) == 0
    engine.dispose()
    again.dispose()
