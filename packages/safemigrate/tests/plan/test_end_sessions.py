"""A role that is no superuser can drop and rename its database while autovacuum is at work in it."""

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

import localpg
from localpg.pytest_plugin import installation
from safemigrate.clone import leftovers
from safemigrate.postgres.end_sessions import end_sessions
from tests.execute.shop import until
from tiers import full

SLOWLY_VACUUMED = """
CREATE TABLE sale (id int) WITH (autovacuum_vacuum_threshold = 1,
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,
    autovacuum_vacuum_cost_limit = 1);
INSERT INTO sale SELECT g FROM generate_series(1, 50000) AS g;
DELETE FROM sale WHERE id % 2 = 0
"""
AT_WORK = """
SELECT pid FROM pg_stat_activity JOIN pg_stat_progress_vacuum USING (pid)
WHERE pg_stat_activity.datname = 'clone' AND backend_type = 'autovacuum worker'
"""


def rename(control: psycopg.Connection, name: str) -> None:
    end_sessions(control, name)
    control.execute(SQL("ALTER DATABASE {} RENAME TO aside").format(Identifier(name)))


@full
@pytest.mark.parametrize("take_away", [leftovers.drop, rename])
def test_while_autovacuum_is_at_work(take_away):
    with (
        localpg.throwaway(binaries=installation()) as server,
        psycopg.connect(server.url(), autocommit=True) as lord,
    ):
        lord.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'")
        lord.execute("SELECT pg_reload_conf()")
        lord.execute("CREATE ROLE clerk LOGIN PASSWORD 'secret' CREATEDB")
        lord.execute("CREATE DATABASE clone OWNER clerk")
        clerks = f"postgresql://clerk:secret@{server.url().rpartition('@')[2].rpartition('/')[0]}"
        with psycopg.connect(f"{clerks}/clone", autocommit=True) as visitor:
            visitor.execute(SLOWLY_VACUUMED)
            until(lambda: lord.execute(AT_WORK).fetchall(), "autovacuum begins")
            with psycopg.connect(f"{clerks}/postgres", autocommit=True) as control:
                take_away(control, "clone")
        with pytest.raises(psycopg.OperationalError, match='"clone" does not exist'):
            psycopg.connect(server.url("clone"))
