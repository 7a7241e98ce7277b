"""Tests of minutes: `make test-longer` runs them, and `make test` says that it left them out."""

import os

import pytest

longer = pytest.mark.skipif("TEST_LONGER" not in os.environ, reason="longer: make test-longer")


def mostly_longer(cases, *, every: int):
    """Return the cases of a table for parametrize: one of so many is in `make test`, too."""
    return [
        pytest.param(*case, marks=() if number % every == 0 else longer)
        for number, case in enumerate(cases)
    ]
