"""A shop for each test, and databases to compare its own with."""

from tests.ops.conftest import built, shop

__all__ = ["built", "shop"]
