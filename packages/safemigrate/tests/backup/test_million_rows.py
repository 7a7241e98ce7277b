"""A million rows backed up, proven by restoring them, and restored again with equal checksums."""

import json

from tests.backup.test_backup import ROWS, dropped, make_backup, other
from tests.execute.shop import CREATE_PERSON


def test_a_million_rows_come_back_equal(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    shop.rows("INSERT INTO person SELECT n, 'name ' || n FROM generate_series(501, 1000000) AS n")
    before = shop.rows(ROWS)
    assert before[0][0] == 1_000_000
    backup = make_backup(shop)
    assert backup["result"] == "proven"
    outcome = shop.db("restore", backup["id"], "--json")
    assert outcome.status == 0, outcome.stderr
    name = json.loads(outcome.stdout)["database"]
    with other(shop, name) as connection:
        assert connection.execute(ROWS).fetchall() == before
    dropped(shop, name)
