"""The errors about a clone that cannot be created or used."""

from __future__ import annotations

import click


class PlanError(click.ClickException):
    """An error about a plan that a person can fix."""


class NoPlaceForClone(PlanError):
    """No server lets this user create the clone."""

    def __init__(self, rejected: list[str]) -> None:
        self.rejected = rejected
        super().__init__(
            f"The clone could not be created, so nothing was planned: {'; '.join(rejected)}. Let "
            "the user create databases (ALTER ROLE … CREATEDB), or set SAFEMIGRATE_SHADOW_URL to "
            "a server that allows it."
        )


class CloneFailed(PlanError):
    """The clone was created but its schema could not be."""

    def __init__(self, database: str, cause: str) -> None:
        self.database, self.cause = database, cause
        super().__init__(
            f"The schema of {database} could not be copied ({cause}), and the applied revisions "
            "could not run on an empty database instead. Nothing was planned."
        )


class PlanRefused(PlanError):
    """PostgreSQL refused something that a plan needs."""

    def __init__(self, database: str, cause: str) -> None:
        self.database, self.cause = database, cause
        super().__init__(
            f"The plan for {database} stopped: {cause}. The database was not changed. Fix that "
            "and plan again."
        )


class OtherDatabaseReached(PlanError):
    """A revision or env.py connected to a database that is not the clone."""

    def __init__(self, database: str, clone: str) -> None:
        self.database, self.clone = database, clone
        super().__init__(
            f"The migrations connected to database {database}, but a plan may touch only its clone "
            f"{clone}. Nothing was run there. A plan covers one database: exclude the others with "
            "an -x argument that your env.py reads, or plan without them."
        )


class OtherDriver(PlanError):
    """The application's driver does not report the server's messages."""

    def __init__(self, driver: str) -> None:
        self.driver = driver
        super().__init__(
            f"The application connects with {driver}, but a plan needs psycopg 3: use an address "
            "that begins with postgresql+psycopg://."
        )
