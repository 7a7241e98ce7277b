"""PostgreSQL 12 has no BEFORE triggers on partitioned tables, so it cannot change their columns."""

import pytest

WHY = "BEFORE triggers on a partitioned table require PostgreSQL 13 or later"


def has_triggers_of_partitioned(shop):
    """Return whether the server supports them."""
    return int(shop.rows("SHOW server_version_num")[0][0]) >= 130000


def not_refused(shop, table):
    """Skip a test of a partitioned table on PostgreSQL 12; `test_refusals` tests that rejection."""
    if "PARTITION BY" in table and not has_triggers_of_partitioned(shop):
        pytest.skip(WHY)
