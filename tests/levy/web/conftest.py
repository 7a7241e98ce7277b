"""The pages of a real application, on databases with real and with awkward seasons."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from levy.db import db
from levy.importers.season_folder import read_season_folder
from levy.law.season import Season
from levy.services.calculate_season import calculate_season
from levy.services.import_season import import_season
from levy.services.open_season import open_season
from levy.services.opened_season import OpenedSeason
from levy.store.inputs import save_inputs
from levy.store.transaction import transaction
from localpg.server import Server
from tests.levy.conftest import application, migrated

BENTON = Path(__file__).parents[3] / "examples" / "benton-2025"


@pytest.fixture(scope="session")
def site(postgres: Server) -> Iterator[FlaskClient]:
    """Return a browser before Benton's computed season, which pages only read."""
    name = f"benton_{uuid4().hex}"
    postgres.create_database(name)
    url = postgres.url(name)
    migrated(url)
    app = application(url)
    with app.app_context():
        import_season(BENTON)
        calculate_season(2025, None)
        db.session.remove()
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()
    postgres.drop_database(name)


@pytest.fixture
def empty_site(app: Flask) -> FlaskClient:
    """Return a browser before a database without a season."""
    return app.test_client()


@pytest.fixture
def view(site: FlaskClient) -> OpenedSeason:
    """Return what Benton's pages are made from."""
    with site.application.app_context():
        return open_season(2025)


@pytest.fixture
def benton() -> Season:
    """Return Benton's season as it is read, for a test to change."""
    season, problems = read_season_folder(BENTON)
    assert season is not None, problems
    return season


@pytest.fixture
def site_of(empty_site: FlaskClient) -> Callable[[Season], FlaskClient]:
    """Return a function that stores a season and gives a browser before it."""

    def stored(season: Season) -> FlaskClient:
        with transaction():
            save_inputs(season, reason="a test")
        return empty_site

    return stored
