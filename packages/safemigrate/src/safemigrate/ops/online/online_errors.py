"""Everything that a change of a column in use is refused for: its parts and its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from safemigrate.project.exit_status import MigrationStopped


class NotUnderWay(MigrationStopped):
    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column
        super().__init__(
            f"No change of {table}.{column} is under way. It begins with "
            "op.change_type_online or op.rename_column_online, and the operations that follow "
            "are given the column's name of then."
        )


class CannotChange(MigrationStopped):
    def __init__(self, table: str, column: str, reasons: Sequence[str]) -> None:
        self.table, self.column, self.reasons = table, column, tuple(reasons)
        told = "".join(f"\n  {reason}" for reason in reasons)
        super().__init__(
            f"{table}.{column} cannot be changed while it is in use; nothing was changed:{told}"
        )


class IsFree(MigrationStopped):
    def __init__(self, table: str, column: str, old: str, new: str) -> None:
        self.table, self.column, self.old, self.new = table, column, old, new
        super().__init__(
            f"{table}.{column} becomes {new} from {old} at once: PostgreSQL keeps its rows and "
            "indexes as they are. Nothing was changed. Write op.alter_column("
            f'"{table}", "{column}", type_=…) in one revision instead of these.'
        )


class ValuesLost(MigrationStopped):
    def __init__(self, table: str, column: str, new: str, count: int, example: str) -> None:
        self.table, self.column, self.new = table, column, new
        self.count, self.example = count, example
        rows = "1 row holds a value" if count == 1 else f"{count:,} rows hold values"
        super().__init__(
            f"{table}.{column} cannot become {new}: {rows} that it does not keep, such as "
            f"{example!r}. Nothing was changed. Change the rows first, or say with using= what "
            "becomes of them."
        )


class RowsOutOfStep(MigrationStopped):
    def __init__(self, table: str, column: str, shadow: str, count: int) -> None:
        self.table, self.column, self.shadow, self.count = table, column, shadow, count
        rows = "1 row has" if count == 1 else f"{count:,} rows have"
        super().__init__(
            f"{table}.{shadow} is not filled: {rows} not the value of {column} in it. Fill it "
            f'first, with op.fill_online("{table}", …) in a revision before this one.'
        )


class NotHeld(MigrationStopped):
    def __init__(self, table: str, column: str, shadow: str, count: int) -> None:
        self.table, self.column, self.shadow, self.count = table, column, shadow, count
        rows = "1 row holds a value" if count == 1 else f"{count:,} rows hold values"
        super().__init__(
            f"{table}.{shadow} cannot take the place of {column}: {rows} in {column} that the "
            f"type of {shadow} does not hold. Nothing was changed. Change the rows first."
        )


class NotBuilt(MigrationStopped):
    def __init__(self, table: str, column: str, shadow: str, names: Sequence[str]) -> None:
        self.table, self.column, self.shadow = table, column, shadow
        self.names = tuple(names)
        super().__init__(
            f"{table}.{shadow} cannot take the place of {column} yet: it lacks its own of "
            f"{', '.join(names)}. Nothing was changed. "
            "Build them first, with op.build_online in a revision before this one."
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
            f"{table}.{column} has its old type still, so the change cannot be finished. "
            f'Nothing was changed. op.swap_online("{table}", "{column}") comes before it.'
        )
