"""A project with a registered backfill, and queries of its state."""

import json
from dataclasses import dataclass
from typing import Any

from preloaded import Outcome
from tests.execute.shop import Shop

SALE = "CREATE TABLE sale (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, total int)"
ROWS = "INSERT INTO sale (id) SELECT g FROM generate_series(1, %s) AS g"
ONCE = 'op.backfill("once", "sale", set_={"n": "n + 1"})'
TOTAL = 'op.backfill("total", "sale", set_={"total": "100 / id"}, where="total IS NULL")'


@dataclass
class Till:
    """A shop and the state of its backfills."""

    shop: Shop

    def register(self, backfill: str, *sql: str, then: str = "") -> None:
        """Run SQL, and upgrade to the revision that registers; `then` is one that follows it."""
        outcome = self._upgraded(backfill, *sql)
        assert outcome.status == 0, outcome
        if then:
            self.shop.revision("r2", "r1", upgrade=then)

    def refused(self, backfill: str, *sql: str) -> Outcome:
        """Run SQL, and return the outcome of an upgrade that registers nothing."""
        outcome = self._upgraded(backfill, *sql)
        assert self.counted("SELECT to_regclass('_migrate.backfill') IS NULL") or (
            self.counted("SELECT count(*) FROM _migrate.backfill") == 0
        )
        return outcome

    def _upgraded(self, backfill: str, *sql: str) -> Outcome:
        for statement in sql:
            self.shop.rows(statement)
        name = backfill.split('"')[1]
        cancel = f'op.cancel_backfill("{name}")'
        self.shop.revision("r1", upgrade=backfill, downgrade=cancel)
        return self.shop.db("upgrade")

    def run(self, *words: str) -> Outcome:
        return self.shop.db("backfill", *words)

    def status_json(self, *words: str) -> dict[str, Any]:
        """Return the backfill in a command's JSON output."""
        answer = json.loads(self.run(*words, "--json").stdout)
        [backfill] = answer["backfills"]
        return backfill

    def state(self) -> str:
        [(state,)] = self.shop.rows("SELECT state FROM _migrate.backfill")
        return state

    def counted(self, sql: str) -> Any:
        return self.shop.rows(sql)[0][0]
