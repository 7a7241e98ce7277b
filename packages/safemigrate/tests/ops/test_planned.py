"""`db plan` runs the safe operations on its clone, and none works long under a strong lock."""

import json

from tests.ops.cases import ALIKE, TABLES

NAMES = ("ix", "fk", "big", "u")  # of the cases, which are each other's neighbours here
WORK = ("rewritten", "scanned", "built", "foreign_keys_checked")


def keeps_people_waiting(statement):
    blocks = any("writes" in lock["blocks"] for lock in statement["locks"])
    return blocks and any(statement[kind] for kind in WORK)


def test_nothing_is_scanned_or_built_under_a_strong_lock(shop):
    shop.rows(TABLES)
    revisions = [None, *(f"r{number}" for number in range(len(ALIKE)))]
    for follows, revision, (call, _, _) in zip(revisions, revisions[1:], ALIKE, strict=False):
        for name in NAMES:
            call = call.replace(f'"{name}"', f'"{name}_{revision}"')
        shop.revision(revision, follows, upgrade=f"op.{call}")
    outcome = shop.db("plan", "--json")
    assert outcome.status == 0, outcome
    plan = json.loads(outcome.stdout)
    assert plan["failure"] is None
    assert len(plan["statements"]) > 2 * len(ALIKE)
    assert [
        statement["sql"] for statement in plan["statements"] if keeps_people_waiting(statement)
    ] == []
    busy = [statement for statement in plan["statements"] if any(statement[kind] for kind in WORK)]
    assert busy, "work is seen"
