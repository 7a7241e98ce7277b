"""No two revisions are the newest: `upgrade` would not know which one is meant.

https://alembic.sqlalchemy.org/en/latest/branches.html
"""

from safemigrate.project.invocation import typed
from safemigrate.testing.bench import Bench
from safemigrate.testing.check_verdict import PASSED, Verdict, failed

NAME = "one-head"


def check(bench: Bench) -> Verdict:
    heads = sorted(bench.project.script.get_heads())
    if len(heads) == 1:
        return PASSED
    return failed(
        f"{', '.join(heads[:-1])} and {heads[-1]} are all the newest revision. "
        f"`{typed('merge --auto')}` joins two whose order does not matter; "
        f"`{typed('rebase')}` puts one that nobody else has after the others."
    )
