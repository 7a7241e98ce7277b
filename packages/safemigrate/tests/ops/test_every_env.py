"""`op` has the safe operations whatever a project's env.py is, in every command that runs revisions."""

import pytest

from tests.plan.conftest import Shop
from tests.project import OURS


@pytest.mark.parametrize("own_env", [False, True], ids=["old env.py", "three lines"])
def test_they_are_there(start, own_env):
    shop = Shop(start, *start.copy("applied", OURS, own_env=own_env))
    shop.pending('op.create_index_concurrently("ix", "person", ["name"])')
    for words in (("upgrade", "--sql"), ("upgrade", "--dry-run"), ("plan",), ("upgrade",)):
        outcome = shop.db(*words)
        assert outcome.status == 0, (words, outcome)
    assert (
        "CREATE INDEX CONCURRENTLY ix ON person (name)"
        in shop.db("upgrade", "r1:r2", "--sql").stdout
    )
    linted = shop.db("lint", "--all", "--json")
    assert '"not_judged": []' in linted.stdout, linted
