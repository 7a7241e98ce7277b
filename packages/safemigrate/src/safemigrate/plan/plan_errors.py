"""Every sentence for a plan that cannot be made or no longer holds."""

from __future__ import annotations

from safemigrate.clone.clone_errors import PlanError
from safemigrate.project.exit_status import ExitStatus


class OtherDatabase(PlanError):
    """The application's database is not PostgreSQL."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"The application's database is {kind}, and a plan measures what PostgreSQL does: "
            "plan with the address of a PostgreSQL like the one that the revisions are for."
        )


class PlanUnreadable(PlanError):
    """The file is not a plan that this version wrote."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(f"{file} is no plan ({why}): write one with `plan -o {file}`.")


class PlanOutdated(PlanError):
    """Something is not as it was when the plan was made."""

    exit_code = ExitStatus.FINDINGS

    def __init__(self, changes: list[str]) -> None:
        self.changes = changes
        super().__init__(
            f"The plan no longer holds: {'; '.join(changes)}. Nothing was run: make a new plan "
            "and read it."
        )


class PlanFails(PlanError):
    """The plan says that the upgrade would fail."""

    exit_code = ExitStatus.FINDINGS

    def __init__(self, file: str, failure: str) -> None:
        self.file, self.failure = file, failure
        super().__init__(
            f"The plan in {file} says that this upgrade would fail:\n{failure}\nNothing was run: "
            "put that right and plan again."
        )


class BlockTooLong(PlanError):
    """The plan blocks an application for longer than was allowed."""

    exit_code = ExitStatus.FINDINGS

    def __init__(self, predicted: str, allowed: str, where: str) -> None:
        self.predicted, self.allowed, self.where = predicted, allowed, where
        super().__init__(
            f"The longest predicted block is {predicted} ({where}), and --max-block allows "
            f"{allowed}."
        )
