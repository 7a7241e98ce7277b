"""The progress of a long index build, shown on a terminal.

https://www.postgresql.org/docs/current/progress-reporting.html#CREATE-INDEX-PROGRESS-REPORTING
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from safemigrate.execute.blocker import Blocker
from safemigrate.postgres.session import Session
from safemigrate.project.terminal import CLEAR

_BUILD = """
SELECT index_relid::regclass::text, phase, blocks_done, blocks_total, tuples_done, tuples_total
FROM pg_stat_progress_create_index WHERE pid = :pid
"""


def build_line(
    index: str,
    phase: str,
    blocks: tuple[int, int],
    tuples: tuple[int, int],
    waiting_for: Sequence[Blocker],
) -> str:
    """Return one line: index ix_name: building index: scanning table, 43 %."""
    done, total = blocks if blocks[1] else tuples
    share = f", {done * 100 // total} %" if total else ""
    held = f" (held by {waiting_for[0]})" if waiting_for else ""
    return f"index {index}: {phase}{share}{held}"


def show_build(session: Session, pid: int, waiting_for: Sequence[Blocker]) -> None:
    """Show the progress of the index that a session builds, if stderr is a terminal."""
    if not sys.stderr.isatty():
        return
    for index, phase, blocks, of_blocks, tuples, of_tuples in session.rows(_BUILD, pid=pid):
        line = build_line(index, phase, (blocks, of_blocks), (tuples, of_tuples), waiting_for)
        sys.stderr.write(CLEAR + line[:150])
        sys.stderr.flush()
