"""Runs collected tests until the first failure."""

from collections.abc import Sequence

import pytest
from _pytest.runner import runtestprotocol


def first_failure(items: Sequence[pytest.Item]) -> str | None:
    """Run the tests in this order; return the name of the first that fails, or None."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        reports = runtestprotocol(item, log=False, nextitem=following)
        if any(report.failed for report in reports):
            return item.nodeid
    return None
