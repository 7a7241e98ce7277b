"""`db baseline` writes the revision that creates an existing database, and proves it."""

import psycopg

from tests.drift.cases import ROLES, SCHEMA
from tests.plan.conftest import Shop
from tests.project import OURS


def test_a_database_with_one_of_everything(start):
    shop = Shop(start, *start.copy("made", OURS, own_env=True))
    with psycopg.connect(shop.url, autocommit=True) as connection:
        connection.execute(ROLES)
        connection.execute(SCHEMA)
    outcome = shop.db("baseline")
    assert outcome.status == 0, outcome
    assert "its replay matches the database." in outcome.stderr
    assert shop.db("drift").status == 0
    outcome = shop.db("baseline")
    assert outcome.status == 1
    assert "The folder already has revisions" in outcome.stderr
