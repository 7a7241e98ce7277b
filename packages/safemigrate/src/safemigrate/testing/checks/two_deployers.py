"""Two deployers upgrade an empty database at the same time; each revision runs once.

The second waits for the first and then finds nothing to do; both succeed.
"""

from __future__ import annotations

from safemigrate.clone.clone import Clone
from safemigrate.testing.bench import Bench
from safemigrate.testing.catalogue_likeness import catalogue_differences
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, failed, not_run
from safemigrate.testing.child import Child
from safemigrate.testing.seeded import row_count_differences
from safemigrate.testing.walk import state_of

NAME = "two-deployers"
_TWICE = """
SELECT revision, count(*) FROM _migrate.history WHERE result = 'done' AND direction = 'upgrade'
GROUP BY revision HAVING count(*) > 1 ORDER BY revision
"""


def check(bench: Bench) -> Verdict:
    try:
        wanted = bench.head
    except StepFailed:
        return not_run("No database reached the newest revision.")
    with bench.shelf.temporary_copy(bench.shelf.pristine) as clone:
        children = [Child(lambda: bench.project.upgrade(clone)) for _ in range(2)]
        for child in children:
            child.start()
        exits = [child.end() for child in children]
        errors = [end.error or "killed" for end in exits if end.error or end.killed]
        if errors:
            return failed(f"Two deployers ran at once, and one failed with: {errors[0]}")
        actual = state_of(clone)
        differences = [
            *(f"{revision} ran {times} times" for revision, times in _ran_twice(clone)),
            *catalogue_differences(actual.catalogue, wanted.catalogue),
            *row_count_differences(wanted.rows, actual.rows),
        ]
    if not differences:
        return PASSED
    return failed(
        f"Two deployers at once leave a different result than one: {'; '.join(differences)}. Run "
        "revisions in env.py only through Alembic, and let no other module migrate at import."
    )


def _ran_twice(clone: Clone) -> list[tuple[str, int]]:
    with clone.address.connect() as connection:
        return [(str(revision), int(times)) for revision, times in connection.execute(_TWICE)]
