"""What holds for every test of the application; localpg's plugin lends them PostgreSQL."""

import signal

from tiers import pytest_collection_modifyitems, pytest_configure  # noqa: F401 (hooks)

# A shell's job in the background ignores Ctrl+C, and what it starts would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)
