"""Why a command was refused in a protected environment, and the override of each refusal."""

from __future__ import annotations

from collections.abc import Sequence

import click

from safemigrate.typed import typed

CONFIRMATION = 7


class GuardRefused(click.ClickException):
    exit_code = CONFIRMATION

    def __init__(
        self, database: str, environment: str, refusals: Sequence[tuple[str, str]]
    ) -> None:
        self.database, self.environment = database, environment
        self.refusals = tuple(refusals)
        told = "".join(f"\n  {why} Override: --override {name}" for name, why in refusals)
        super().__init__(f"{database} is a {environment} database. Nothing was run:{told}")


class NoPlaceForStamp(click.ClickException):
    def __init__(self, database: str, role: str, why: str) -> None:
        self.database, self.role, self.why = database, role, why
        super().__init__(
            f"The role {role} {why}, so {database} was not stamped. Let the owner run "
            f"`{typed('guard')}`, or GRANT the right."
        )
