"""The database that migrations run on: SAFEMIGRATE_URL if it is set, else the application's.

If the application connects through a pooler, SAFEMIGRATE_URL is the database's own address.
Binds keep their own addresses.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from safemigrate.postgres.address import Address
from safemigrate.project.mounted import mounted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from safemigrate.project.mounted import MountedExtension

VARIABLE = "SAFEMIGRATE_URL"


class DirectDatabase:
    """The application's Flask-SQLAlchemy object, with another engine for the default database."""

    def __init__(self, db: Any, engine: Engine) -> None:
        self._db = db
        self.engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    @property
    def engines(self) -> Mapping[str | None, Engine]:
        """Return the engines by bind; the key None is the default database."""
        return {**self._db.engines, None: self.engine}

    def get_engine(self, bind_key: str | None = None, **older: Any) -> Engine:
        """Return a bind's engine; env.py files of every version call this."""
        bind = bind_key or older.get("bind")
        return self.engines[bind] if bind else self.engine


@contextmanager
def direct_address(extension: MountedExtension) -> Iterator[None]:
    """Let env.py use the direct address, if one is set."""
    url = os.environ.get(VARIABLE)
    if not url:
        yield
        return
    from sqlalchemy import NullPool, create_engine, make_url

    application, parsed = extension.db, make_url(url)
    if "+" not in parsed.drivername:
        parsed = parsed.set(drivername=application.engine.url.drivername)
    extension.db = DirectDatabase(application, create_engine(parsed, poolclass=NullPool))
    try:
        yield
    finally:
        extension.db = application


def default_engine(db: Any) -> Engine:
    """Return the default database's engine, or the first bind's if there is no default."""
    engines = getattr(db, "engines", None)
    if engines and None not in engines:
        return next(iter(engines.values()))  # type: ignore[no-any-return]
    return db.engine  # type: ignore[no-any-return]


def database_address() -> Address:
    """Return the address of the database that migrations run on."""
    extension = mounted()
    with direct_address(extension):
        return Address.of(default_engine(extension.db).url)
