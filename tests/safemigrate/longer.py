"""Tests of minutes: `make test-crash` runs them, and `make test` says that it left them out."""

import os

import pytest

longer = pytest.mark.skipif("CRASH_EVERY" not in os.environ, reason="longer: make test-crash")
