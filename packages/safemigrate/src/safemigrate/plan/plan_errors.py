"""The errors about a plan that cannot be made or is no longer valid."""

from __future__ import annotations

from safemigrate.clone.clone_errors import PlanError
from safemigrate.project.exit_status import ExitStatus


class OtherDatabase(PlanError):
    """The application's database is not PostgreSQL."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"The application's database is {kind}, but a plan measures what PostgreSQL does. Plan "
            "with the address of a PostgreSQL server like the one the revisions are for."
        )


class PlanUnreadable(PlanError):
    """The file is not a plan of this version's format."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(f"{file} is not a valid plan ({reason}): write one with `plan -o {file}`.")


class PlanOutdated(PlanError):
    """Something has changed since the plan was made."""

    exit_code = ExitStatus.FINDINGS

    def __init__(self, changes: list[str]) -> None:
        self.changes = changes
        super().__init__(
            f"The plan is no longer valid: {'; '.join(changes)}. Nothing was run. Make a new plan "
            "and read it."
        )


class PlanFails(PlanError):
    """The plan predicts that the upgrade would fail."""

    exit_code = ExitStatus.FINDINGS

    def __init__(self, file: str, failure: str) -> None:
        self.file, self.failure = file, failure
        super().__init__(
            f"The plan in {file} says that this upgrade would fail:\n{failure}\nNothing was run. "
            "Fix that and plan again."
        )


class BlockTooLong(PlanError):
    """The plan blocks the application longer than --max-block allows."""

    exit_code = ExitStatus.FINDINGS

    def __init__(self, predicted: str, allowed: str, where: str) -> None:
        self.predicted, self.allowed, self.where = predicted, allowed, where
        super().__init__(
            f"The longest predicted block is {predicted} ({where}), but --max-block allows "
            f"{allowed}."
        )
