"""The environment that a database is marked with, in the schema _migrate."""

from __future__ import annotations

from dataclasses import dataclass

import click

from safemigrate.journal.schema import has_schema, make_schema
from safemigrate.postgres.session import Session
from safemigrate.project.invocation import typed

ENVIRONMENTS = ("production", "staging", "development")
PROTECTED = ("production", "staging")
_KEYS = ("environment", "environment_major", "environment_migrator")
_SET = """
INSERT INTO _migrate.meta VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""


@dataclass(frozen=True)
class Stamp:
    """A database's mark: its environment, the server's major version, who may migrate it."""

    environment: str
    major: int
    migrator: str

    @property
    def is_protected(self) -> bool:
        """Whether commands are refused if something is unusual."""
        return self.environment in PROTECTED


def read_stamp(session: Session) -> Stamp | None:
    """Return a database's stamp; None if it has none."""
    if not has_schema(session):
        return None
    rows = {str(row[0]): str(row[1]) for row in session.rows("SELECT * FROM _migrate.meta")}
    if not all(key in rows for key in _KEYS):
        return None
    environment, major, migrator = (rows[key] for key in _KEYS)
    return Stamp(environment, int(major), migrator)


def write_stamp(session: Session, environment: str, migrator: str | None) -> Stamp:
    """Stamp a database; without a name, the current role is the migrator."""
    role = str(session.value("SELECT current_user"))
    why = make_schema(session)
    if why:
        raise NoPlaceForStamp(str(session.engine.url.database), role, why)
    stamp = Stamp(environment, session.major, migrator or role)
    values = (stamp.environment, str(stamp.major), stamp.migrator)
    for name, value in zip(_KEYS, values, strict=True):
        session.rows(_SET, name=name, value=value)
    return stamp


class NoPlaceForStamp(click.ClickException):
    def __init__(self, database: str, role: str, why: str) -> None:
        self.database, self.role, self.why = database, role, why
        super().__init__(
            f"The role {role} {why}, so {database} was not stamped. Have the owner run "
            f"`{typed('guard')}`, or GRANT the privilege."
        )
