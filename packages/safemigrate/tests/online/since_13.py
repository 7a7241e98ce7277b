"""PostgreSQL 12 has no BEFORE triggers on partitioned tables: their columns are refused there."""

import pytest

WHY = "it is partitioned: PostgreSQL 12 has no BEFORE triggers there, and 13 has"


def has_triggers_of_partitioned(shop):
    """Return whether the server has them."""
    return int(shop.rows("SHOW server_version_num")[0][0]) >= 130000


def not_refused(shop, table):
    """Skip a test of a table that PostgreSQL 12 is refused for; `test_refusals` sees it refused."""
    if "PARTITION BY" in table and not has_triggers_of_partitioned(shop):
        pytest.skip(WHY)
