"""There is one head: with several, `upgrade` does not know which one to use.

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
        f"There are several heads: {', '.join(heads[:-1])} and {heads[-1]}. "
        f"`{typed('merge --auto')}` joins two whose order does not matter; "
        f"`{typed('rebase')}` moves one that nobody else has after the others."
    )
