"""The roll's revisions pass `db test` and create the schema of its models."""

import json

from tests.online.walk import catalogue, walked
from tests.partitioned.conftest import REVISIONS
from tiers import full


@full
def test_each_check_of_each_revision(roll):
    outcome = roll.db("test", "--json")
    assert outcome.status == 0, outcome
    checks = json.loads(outcome.stdout)["checks"]
    assert {check["outcome"] for check in checks} == {"passed"}
    for name in ("there-and-back", "killed"):
        assert [check["revision"] for check in checks if check["check"] == name] == REVISIONS


def test_lint_finds_nothing(roll):
    outcome = roll.db("lint")
    assert (outcome.status, outcome.stdout) == (0, "16 revisions, no finding\n"), outcome


def test_up_down_up_is_the_same_schema(roll):
    nothing = catalogue(roll.url)
    head = walked(roll, "upgrade")
    assert walked(roll, "downgrade", "base") == nothing
    assert walked(roll, "upgrade") == head
