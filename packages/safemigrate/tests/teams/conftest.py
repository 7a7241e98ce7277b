"""A shop with a folder of revisions and a database, made as often as a test needs one."""

from tests.testing.conftest import new_shop  # noqa: F401 (a fixture)
