"""The roll's revisions pass `db test`, and make what its models say."""

import json

from tests.online.walk import catalogue, walked
from tests.partitioned.conftest import REVISIONS
from tiers import full


@full
def test_each_check_of_each_revision(roll):
    outcome = roll.db("test", "--json")
    assert outcome.status == 0, outcome
    checks = json.loads(outcome.stdout)["checks"]
    assert {each["outcome"] for each in checks} == {"passed"}
    for check in ("there-and-back", "killed"):
        assert [each["revision"] for each in checks if each["check"] == check] == REVISIONS


def test_lint_finds_nothing(roll):
    outcome = roll.db("lint")
    assert (outcome.status, outcome.stdout) == (0, "16 revisions, no finding\n"), outcome


def test_up_down_up_is_the_same_schema(roll):
    nothing = catalogue(roll.url)
    head = walked(roll, "upgrade")
    assert walked(roll, "downgrade", "base") == nothing
    assert walked(roll, "upgrade") == head
