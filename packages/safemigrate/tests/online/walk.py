"""What a shop's database looks like between the phases of a change."""

import psycopg

from safemigrate.catalogue import read

VERSIONS = "public.alembic_version"


def catalogue(url):
    """Return the facts of everything in a database but the version table."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num text)")
        objects = read(connection, VERSIONS)
        return {key: (item.parent, item.facts) for key, item in objects.items()}


def walked(shop, *words):
    """Return the catalogue after a command that succeeds."""
    outcome = shop.db(*words)
    assert outcome.status == 0, outcome
    return catalogue(shop.url)
