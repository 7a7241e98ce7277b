"""What holds for every test of the application; localpg's plugin lends them PostgreSQL."""

from tiers import pytest_collection_modifyitems, pytest_configure  # noqa: F401 (hooks)
