"""Two deployers come to an empty database at the same moment; each revision runs once.

The second waits for the first and finds nothing left to do; both end well.
"""

from __future__ import annotations

from safemigrate.clone.clone import Clone
from safemigrate.testing.bench import Bench
from safemigrate.testing.catalogue_likeness import unlike
from safemigrate.testing.check_errors import StepFailed
from safemigrate.testing.check_verdict import PASSED, Verdict, failed, not_run
from safemigrate.testing.child import Child
from safemigrate.testing.seeded import of_other_number
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
        return not_run("No database got to the newest revision.")
    with bench.shelf.lent(bench.shelf.pristine) as made:
        both = [Child(lambda: bench.project.upgrade(made)) for _ in range(2)]
        for child in both:
            child.let_go()
        said = [ended.said or "killed" for ended in [child.end() for child in both]
                if ended.said or ended.killed]  # fmt: skip
        if said:
            return failed(f"Of two deployers at once one ended with: {said[0]}")
        there = state_of(made)
        wrong = [
            *(f"{revision} ran {times} times" for revision, times in _ran_twice(made)),
            *unlike(there.catalogue, wanted.catalogue),
            *of_other_number(wanted.rows, there.rows),
        ]
    if not wrong:
        return PASSED
    return failed(
        f"Two deployers at once leave something else than one: {'; '.join(wrong)}. Let env.py run "
        "revisions through Alembic alone, and let nothing else migrate when it is imported."
    )


def _ran_twice(made: Clone) -> list[tuple[str, int]]:
    with made.address.connect() as connection:
        return [(str(revision), int(times)) for revision, times in connection.execute(_TWICE)]
