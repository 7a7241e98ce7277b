"""Whatever a database is called, its address reaches it."""

import pytest
from sqlalchemy import URL

from safemigrate.postgres.address import Address

# fmt: off
NAMES = [
    # name                  because
    ("levy",                "as most are"),
    ("levy two",            "a space, which libpq wants written as %20"),
    ("levy%two",            "a per cent sign"),
    ("levy/two?three#four", "what ends a name in a URL"),
    ("Steuer:é'@",          "what ends other parts of it"),
]
# fmt: on


@pytest.mark.parametrize("name, because", NAMES)
@pytest.mark.parametrize("form", [lambda url: url, lambda url: url.render_as_string(False)])
def test_the_databases_name(form, name, because):
    url = URL.create("postgresql+psycopg", "ann", "s p", "example", 5432, name)
    assert Address.of(form(url)).parts == {
        "user": "ann", "password": "s p", "host": "example", "port": "5432", "dbname": name,
    }, because  # fmt: skip
