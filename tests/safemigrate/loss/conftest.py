"""A shop for each test."""

from tests.safemigrate.execute.conftest import shop

__all__ = ["shop"]
