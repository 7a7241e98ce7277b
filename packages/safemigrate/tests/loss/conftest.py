"""A shop for each test."""

from tests.execute.conftest import shop

__all__ = ["shop"]
