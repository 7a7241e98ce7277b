"""A shop at r1 whose models have changed."""

import pytest

from tests.safemigrate.plan.conftest import Shop
from tests.safemigrate.project import OURS
from tests.safemigrate.start import Start


@pytest.fixture(params=[False, True], ids=["old env.py", "three lines"])
def shop(request, start: Start) -> Shop:
    """A shop with one row, with Flask-Migrate's long env.py and with our three lines."""
    made = Shop(start, *start.copy("applied", OURS, own_env=request.param))
    made.execute("INSERT INTO person VALUES (1, 'Ada')")
    return made
