"""SQLAlchemy's PostgreSQL dialect for the driver that only records, and an engine that uses it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.pool import StaticPool

from safemigrate.lint.recording import recording_driver as driver
from safemigrate.postgres.versions import OLDEST


class RecordingDialect(PGDialect):
    """SQLAlchemy's PostgreSQL dialect with a preset server version."""

    driver = "recording"
    supports_statement_cache = True
    default_paramstyle = "numeric_dollar"

    def __init__(self, version: int = OLDEST, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.version = version

    def initialize(self, connection: Any) -> None:
        """Set what SQLAlchemy normally asks the server for."""
        self.server_version_info = (self.version, 0)
        self.default_schema_name = "public"
        self.default_isolation_level = "READ COMMITTED"
        self.supports_virtual_generated_columns = self.version >= 18

    def get_isolation_level_values(self, dbapi_conn: Any) -> Any:
        return ("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "AUTOCOMMIT")

    def set_isolation_level(self, dbapi_connection: Any, level: str) -> None:
        dbapi_connection.tape.autocommit = level == "AUTOCOMMIT"

    def get_isolation_level(self, dbapi_connection: Any) -> Any:
        return "AUTOCOMMIT" if dbapi_connection.tape.autocommit else "READ COMMITTED"

    def get_default_isolation_level(self, dbapi_connection: Any) -> Any:
        return "READ COMMITTED"


registry.register("postgresql.recording", __name__, RecordingDialect.__name__)


def recording_engine(connection: driver.Connection, version: int) -> Engine:
    """Return an engine with one connection, which records on that connection's tape.

    version  PostgreSQL's major version
    """
    return create_engine(
        "postgresql+recording://",
        module=driver,
        creator=lambda: connection,
        version=version,
        poolclass=StaticPool,
    )
