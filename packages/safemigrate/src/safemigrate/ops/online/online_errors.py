"""The errors of a change of a column in use: their parts and their messages."""

from __future__ import annotations

from collections.abc import Sequence

from safemigrate.project.exit_status import MigrationStopped


class NoChangeInProgress(MigrationStopped):
    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column
        super().__init__(
            f"No change of {table}.{column} is in progress. Begin it with "
            "op.change_type_online or op.rename_column_online, and give the later operations the "
            "name that the column had then."
        )


class CannotChange(MigrationStopped):
    def __init__(self, table: str, column: str, reasons: Sequence[str]) -> None:
        self.table, self.column, self.reasons = table, column, tuple(reasons)
        lines = "".join(f"\n  {reason}" for reason in reasons)
        super().__init__(
            f"{table}.{column} cannot be changed while it is in use; nothing was changed:{lines}"
        )


class PlainChangeIsFree(MigrationStopped):
    def __init__(self, table: str, column: str, old: str, new: str) -> None:
        self.table, self.column, self.old, self.new = table, column, old, new
        super().__init__(
            f"{table}.{column} can change from {old} to {new} at once: PostgreSQL keeps its rows "
            "and indexes as they are. Nothing was changed. Write op.alter_column("
            f'"{table}", "{column}", type_=…) in one revision instead of these.'
        )


class ValuesLost(MigrationStopped):
    def __init__(self, table: str, column: str, new: str, count: int, example: str) -> None:
        self.table, self.column, self.new = table, column, new
        self.count, self.example = count, example
        rows = "1 row holds a value" if count == 1 else f"{count:,} rows hold values"
        super().__init__(
            f"{table}.{column} cannot become {new}: {rows} that {new} cannot hold unchanged, such "
            f"as {example!r}. Nothing was changed. Change the rows first, or convert the values "
            "with using=."
        )


class RowsNotInSync(MigrationStopped):
    def __init__(self, table: str, column: str, shadow: str, count: int) -> None:
        self.table, self.column, self.shadow, self.count = table, column, shadow, count
        rows = "1 row" if count == 1 else f"{count:,} rows"
        super().__init__(
            f"{table}.{shadow} is not filled: it does not match {column} in {rows}. Fill it first, "
            f'with op.fill_online("{table}", …) in an earlier revision.'
        )


class ValuesDoNotFit(MigrationStopped):
    def __init__(self, table: str, column: str, shadow: str, count: int) -> None:
        self.table, self.column, self.shadow, self.count = table, column, shadow, count
        rows = "1 row holds a value" if count == 1 else f"{count:,} rows hold values"
        super().__init__(
            f"{table}.{shadow} cannot replace {column}: {rows} in {column} that the type of "
            f"{shadow} cannot hold. Nothing was changed. Change the rows first."
        )


class NotBuilt(MigrationStopped):
    def __init__(self, table: str, column: str, shadow: str, names: Sequence[str]) -> None:
        self.table, self.column, self.shadow = table, column, shadow
        self.names = tuple(names)
        super().__init__(
            f"{table}.{shadow} cannot replace {column} yet: it lacks counterparts of "
            f"{', '.join(names)}. Nothing was changed. "
            "Build them first, with op.build_online in an earlier revision."
        )


class CannotPrint(MigrationStopped):
    def __init__(self, operation: str) -> None:
        self.operation = operation
        super().__init__(
            f"op.{operation} looks at the column's indexes, constraints and rows while it runs, "
            "so --sql cannot print it. Run the upgrade on the database itself."
        )


class NotSwapped(MigrationStopped):
    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column
        super().__init__(
            f"{table}.{column} still has its old type, so the change cannot be finished. Nothing "
            f'was changed. Run op.swap_online("{table}", "{column}") in an earlier revision.'
        )
