"""Time, disk and log from what a statement did and how large the real tables are."""

from pathlib import Path

import pytest

from safemigrate.plan.estimate import Estimate, estimates
from safemigrate.plan.production import TableFacts
from safemigrate.plan.safe_way import safe_way
from safemigrate.plan.speeds import Speeds
from safemigrate.plan.statement_verdict import Build, Check, Verdict
from safemigrate.plan.tracing import Step
from safemigrate.postgres.locks import Lock

SPEEDS = Speeds(scan=100.0, rewrite=10.0, build=50.0, check=20.0, change=5.0)
TABLES = {("public", "t"): TableFacts(rows=1000, heap=4000, indexes=500)}
AX, SHARE = Lock("t", "AccessExclusive"), Lock("t", "Share")


def step(sql="", *, transaction=1, held=(), **verdict):
    return Step(
        "r1", Path("r1.py"), 1, sql, transaction, verdict=Verdict(**verdict), held=held,
        tables={"t": ("public", "t")}, kinds={"t": "r"}, widths={"ix": 18},
    )  # fmt: skip


# fmt: off
COSTS = [
    (step(locks=(AX,)), Estimate(0, 0, 0, 0), "nothing to do but the lock"),
    (step(locks=(AX,), scanned=("t",)), Estimate(40, 40, 0, 0), "4000 bytes at 100 a second"),
    (step(locks=(AX,), rewritten=("t",)), Estimate(400, 400, 4000, 4000), "4000 bytes at 10 a second"),
    (step(locks=(SHARE,), built=(Build("ix", "t"),)), Estimate(20, 20, 20000, 20000), "1000 entries of 18 bytes, nine tenths full"),
    (step(locks=(AX,), checked=(Check("fk", "t", "p"),)), Estimate(50, 50, 0, 0), "1000 rows at 20 a second"),
    (step(locks=(AX,), emptied=("t",), built=(Build("ix", "t"),)), Estimate(0, 0, 0, 0), "an index of no rows"),
    (step(locks=(Lock("t", "ShareUpdateExclusive"),), scanned=("t",)), Estimate(40, 0, 0, 0), "a lock that lets applications pass"),
    (step("UPDATE t SET i = 1", locks=(Lock("t", "RowExclusive"),)), Estimate(200, 0, 4500, 4500), "all rows, at most"),
    (step("DELETE FROM t", locks=(Lock("t", "RowExclusive"),)), Estimate(200, 0, 1000, 1000), "marks in every row"),
    (step(locks=(Lock("new", "AccessExclusive"),), scanned=("new",)), Estimate(0, 0, 0, 0), "a table that the plan made"),
]

KINDS = [
    ("ALTER TABLE t ADD CHECK (i > 0)", {"locks": (AX,), "scanned": ("t",)}, "check that scans"),
    ("ALTER TABLE t ALTER i SET NOT NULL", {"locks": (AX,), "scanned": ("t",)}, "not null that scans"),
    ("ALTER TABLE pt ATTACH PARTITION t DEFAULT", {"locks": (AX,), "scanned": ("t",)}, "partition that scans"),
    ("ALTER DOMAIN d SET DEFAULT 1", {"locks": (SHARE,), "scanned": ("t",)}, "table scanned"),
    ("ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES p", {"locks": (AX,), "checked": (Check("fk", "t", "p"),)}, "foreign key that checks rows"),
    ("ALTER TABLE t ADD UNIQUE (i)", {"locks": (AX,), "built": (Build("ix", "t"),)}, "constraint that builds its index"),
    ("CREATE INDEX ix ON t (i)", {"locks": (SHARE,), "built": (Build("ix", "t"),)}, "index that blocks writes"),
    ("DROP INDEX ix", {"locks": (AX,)}, "index dropped under a lock"),
    ("ALTER TABLE t ALTER i TYPE bigint", {"locks": (AX,), "rewritten": ("t",)}, "type that rewrites"),
    ("ALTER TABLE t ADD u uuid DEFAULT gen_random_uuid()", {"locks": (AX,), "rewritten": ("t",)}, "column that rewrites"),
    ("VACUUM FULL t", {"locks": (AX,), "rewritten": ("t",)}, "table rewritten"),
    ("UPDATE t SET i = 1", {}, "rows changed"),
    ("UPDATE t SET i = 1", {"held": (AX,)}, "rows changed under a lock"),
    ("SELECT count(*) FROM t", {"held": (AX,), "scanned": ("t",)}, "table scanned"),
    ("ALTER TABLE t ADD i int", {"locks": (AX,)}, None),
    ("SELECT count(*) FROM t", {"scanned": ("t",)}, None),
    ("TRUNCATE t", {"locks": (AX,), "emptied": ("t",), "built": (Build("ix", "t"),)}, None),
    ("CREATE INDEX ix ON new (i)", {"locks": (Lock("new", "Share"),), "built": (Build("ix", "new"),)}, None),
    ("CREATE INDEX CONCURRENTLY ix ON t (i)", {"locks": (Lock("t", "ShareUpdateExclusive"),), "built": (Build("ix", "t"),)}, None),
]
# fmt: on


@pytest.mark.parametrize("one_step, expected, because", COSTS)
def test_what_a_statement_costs(one_step, expected, because):
    assert estimates([one_step], TABLES, SPEEDS) == [expected], because


def test_a_lock_is_held_until_its_transaction_ends():
    steps = [
        step(locks=(AX,)),
        step(scanned=("t",), held=(AX,)),
        step(scanned=("t",), transaction=2),
    ]
    assert [
        (estimate.seconds, estimate.blocked) for estimate in estimates(steps, TABLES, SPEEDS)
    ] == [
        (0, 40),
        (40, 0),
        (40, 0),
    ]


def test_what_the_clone_took_counts_too():
    one_step = step(locks=(AX,), scanned=("t",))
    one_step.seconds = 0.5
    assert estimates([one_step], TABLES, SPEEDS)[0].seconds == 40.5


@pytest.mark.parametrize("sql, work, kind", KINDS)
def test_the_safe_way_is_found_by_the_kind_of_work(sql, work, kind):
    kind_and_way = safe_way(step(sql, **work), sized=True)
    assert (kind_and_way[0] if kind_and_way else None) == kind


def test_an_empty_table_needs_no_safe_way():
    assert (
        safe_way(step("ALTER TABLE t ADD CHECK (i > 0)", locks=(AX,), scanned=("t",)), sized=False)
        is None
    )
