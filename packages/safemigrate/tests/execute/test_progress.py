"""Whoever watches a terminal sees how far a long build is; a log does not."""

import os
import pty
import subprocess
import sys

import psycopg
import pytest

from safemigrate.execute.blocker import Blocker
from safemigrate.execute.index_progress import build_line
from tests.execute.shop import CREATE_PERSON, ROOT

BUILD = """with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)"""

WEB = Blocker(7, "web", "ann", "active", None, 2.0, "SELECT 1")
# fmt: off
LINES = [
    (("ix", "building index: scanning table", (43, 100), (0, 0), ()),
     "index ix: building index: scanning table, 43 %"),
    (("ix", "building index: loading tuples in tree", (0, 0), (1, 3), ()),
     "index ix: building index: loading tuples in tree, 33 %"),
    (("ix", "waiting for old snapshots", (0, 0), (0, 0), (WEB,)),
     "index ix: waiting for old snapshots (held by pid 7, web, user ann, active for 2.0 s: SELECT 1)"),
]
# fmt: on


@pytest.mark.parametrize("seen, line", LINES)
def test_a_line_of_progress(seen, line):
    assert build_line(*seen) == line


def test_a_terminal_shows_what_a_build_waits_for(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    shop.revision("r2", "r1", upgrade=BUILD)
    ours, theirs = pty.openpty()
    with psycopg.connect(shop.url, application_name="web") as writer:
        writer.execute("UPDATE person SET name = name WHERE id = 1")
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "db", "upgrade"],
            cwd=shop.folder,
            env=os.environ | {"DATABASE_URL": shop.url, "PYTHONPATH": str(ROOT)},
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        while b"index ix: waiting for writers before build (held by pid" not in shown:
            shown += os.read(ours, 4096)
    assert process.wait() == 0
    os.close(ours)
