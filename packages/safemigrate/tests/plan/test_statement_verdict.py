"""What the server's messages say, where majors word them differently."""

import pytest

from safemigrate.plan.snapshot import Snapshot
from safemigrate.plan.statement_verdict import verdict

# fmt: off
PROVED = [
    # message                                                                      because
    ('existing constraints on column "t"."a" are sufficient to prove that it …',   "PostgreSQL 12"),
    ('existing constraints on column "t.a" are sufficient to prove that it …',     "PostgreSQL 13 to 18"),
    ('partition constraint for table "t" is implied by existing constraints',      "ATTACH PARTITION"),
]
# fmt: on


@pytest.mark.parametrize("message, because", PROVED)
def test_the_table_whose_rows_were_not_read(message, because):
    empty = Snapshot(relations={}, held=frozenset(), transaction="")
    shown = verdict(empty, empty, messages=[message], statement="", keys=[])
    assert str(shown) == "PROVED(t)", because
