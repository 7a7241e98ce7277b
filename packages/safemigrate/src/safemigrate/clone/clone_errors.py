"""Every sentence for a clone that cannot be made or used."""

from __future__ import annotations

import click


class PlanError(click.ClickException):
    """Something about a plan that a person can put right."""


class NoPlaceForClone(PlanError):
    """No server was found on which the clone could be made."""

    def __init__(self, tried: list[str]) -> None:
        self.tried = tried
        super().__init__(
            f"No clone could be made, so nothing was planned: {'; '.join(tried)}. Let the user "
            "create databases (ALTER ROLE … CREATEDB), or set SAFEMIGRATE_SHADOW_URL to a server "
            "where it may."
        )


class CloneFailed(PlanError):
    """The clone was made and could not be filled."""

    def __init__(self, database: str, said: str) -> None:
        self.database, self.said = database, said
        super().__init__(
            f"The schema of {database} could not be copied ({said}), and the applied revisions "
            "could not be run on an empty database instead. Nothing was planned."
        )


class PlanRefused(PlanError):
    """A server refused something that a plan needs."""

    def __init__(self, database: str, said: str) -> None:
        self.database, self.said = database, said
        super().__init__(
            f"The plan for {database} came to a halt: {said}. The database was not changed. Put "
            "that right and plan again."
        )


class OtherDatabaseReached(PlanError):
    """A revision or env.py was about to reach a database that is not the clone."""

    def __init__(self, database: str, clone: str) -> None:
        self.database, self.clone = database, clone
        super().__init__(
            f"The migrations went to the database {database}, and a plan may touch only its clone "
            f"{clone}: nothing was run there. A plan knows one database: leave the others out "
            "with an -x argument that your env.py reads, or plan without them."
        )


class OtherDriver(PlanError):
    """The application's driver does not pass on what the server says."""

    def __init__(self, driver: str) -> None:
        self.driver = driver
        super().__init__(
            f"The application connects with {driver}, and a plan listens through psycopg 3: use "
            "an address that begins with postgresql+psycopg://."
        )
