"""What a migration does, in one vocabulary for Alembic's operations and for SQL.

A table's name includes its schema, unless that is `public`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Type:
    """A column's type as PostgreSQL names it: varchar(50), integer, timestamptz(3)[]."""

    name: str
    modifiers: tuple[int, ...] = ()
    array: bool = False

    def __str__(self) -> str:
        size = f"({','.join(map(str, self.modifiers))})" if self.modifiers else ""
        return f"{self.name}{size}{'[]' if self.array else ''}"


@dataclass(frozen=True)
class Constraint:
    """A rule on a table's rows; kind is check, foreign, unique, primary, exclude or not null."""

    kind: str
    name: str | None = None
    columns: tuple[str, ...] = ()
    expression: str | None = None
    referenced_table: str | None = None
    referenced_columns: tuple[str, ...] = ()
    not_valid: bool = False
    not_enforced: bool = False
    using_index: str | None = None
    proves_not_null: tuple[str, ...] = ()  # columns that the expression requires to be not null


@dataclass(frozen=True)
class Column:
    """A column; default is SQL, and generated is stored, virtual or None."""

    name: str
    type: Type | None
    not_null: bool = False
    default: str | None = None
    volatile_functions: tuple[str, ...] = ()  # in the default; may differ for each row
    generated: str | None = None
    identity: bool = False
    serial: bool = False  # its type was written as serial, which creates a sequence
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True)
class CreateTable:
    table: str
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    partition_of: str | None = None
    partitioned: bool = False
    is_default: bool = False
    from_query: bool = False


@dataclass(frozen=True)
class DropTable:
    table: str
    cascade: bool = False


@dataclass(frozen=True)
class AddColumn:
    table: str
    column: Column
    if_not_exists: bool = False


@dataclass(frozen=True)
class DropColumn:
    table: str
    column: str
    cascade: bool = False


@dataclass(frozen=True)
class AlterType:
    table: str
    column: str
    type: Type
    using: str | None = None
    collation: str | None = None


@dataclass(frozen=True)
class SetDefault:
    table: str
    column: str
    default: str | None  # None: the default is dropped


@dataclass(frozen=True)
class SetNotNull:
    table: str
    column: str


@dataclass(frozen=True)
class DropNotNull:
    table: str
    column: str


@dataclass(frozen=True)
class AddConstraint:
    table: str
    constraint: Constraint


@dataclass(frozen=True)
class ValidateConstraint:
    table: str
    name: str


@dataclass(frozen=True)
class DropConstraint:
    table: str
    name: str
    cascade: bool = False


@dataclass(frozen=True)
class CreateIndex:
    table: str
    name: str | None
    columns: tuple[str | None, ...]  # None: an expression
    unique: bool = False
    concurrently: bool = False
    if_not_exists: bool = False
    where: str | None = None
    method: str = "btree"
    included_columns: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True)
class DropIndex:
    name: str
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True)
class Reindex:
    kind: str  # index, table, schema, database or system
    name: str
    concurrently: bool = False


@dataclass(frozen=True)
class Rename:
    """kind is table, column, constraint, index, view, schema, type, enum value …"""

    kind: str
    table: str
    old: str
    new: str


@dataclass(frozen=True)
class AttachPartition:
    table: str
    partition: str
    is_default: bool = False


@dataclass(frozen=True)
class DetachPartition:
    table: str
    partition: str
    concurrently: bool = False


@dataclass(frozen=True)
class CreateEnum:
    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddEnumValue:
    name: str
    value: str


@dataclass(frozen=True)
class CreateDomain:
    name: str
    type: Type
    constrained: bool = False


@dataclass(frozen=True)
class AlterDomain:
    name: str
    checks_rows: bool = False


@dataclass(frozen=True)
class DropType:
    name: str
    cascade: bool = False


@dataclass(frozen=True)
class CreateFunction:
    name: str
    volatile: bool = True


@dataclass(frozen=True)
class CreateTrigger:
    table: str
    name: str
    replace: bool = False


@dataclass(frozen=True)
class DropTrigger:
    table: str
    name: str


@dataclass(frozen=True)
class ChangeRows:
    """INSERT, UPDATE, DELETE or MERGE; `bounded` means that a key or a LIMIT keeps the rows few."""

    verb: str
    table: str
    columns: tuple[str, ...] = ()
    bounded: bool = False
    from_query: bool = False
    on_conflict: bool = False
    reads_itself: bool = False  # SET n = n + 1
    explicit_columns: tuple[str, ...] = ()  # columns that an INSERT sets explicitly


@dataclass(frozen=True)
class Truncate:
    table: str
    cascade: bool = False


@dataclass(frozen=True)
class CreateView:
    name: str
    materialized: bool = False


@dataclass(frozen=True)
class RefreshView:
    name: str
    concurrently: bool = False


@dataclass(frozen=True)
class DropObject:
    """DROP of anything but a table, index, type or trigger: view, sequence, schema, function …"""

    kind: str
    name: str
    cascade: bool = False


@dataclass(frozen=True)
class CreateSequence:
    name: str
    owned: bool = False


@dataclass(frozen=True)
class SetSequence:
    """A change of a sequence's value; name is None if the statement does not say which."""

    name: str | None
    table: str | None = None


@dataclass(frozen=True)
class RewriteTable:
    """VACUUM FULL, CLUSTER, SET LOGGED …; `statement` is the words as written."""

    table: str
    statement: str


@dataclass(frozen=True)
class AlterTable:
    """Any other ALTER of a table; `subtype` is its name in the grammar: SetStatistics."""

    table: str
    subtype: str
    column: str | None = None


@dataclass(frozen=True)
class LockTable:
    table: str
    mode: str


@dataclass(frozen=True)
class SetParameter:
    name: str
    value: str
    local: bool = False


@dataclass(frozen=True)
class Transaction:
    """An explicit BEGIN or COMMIT."""

    opens: bool


@dataclass(frozen=True)
class Query:
    """A SELECT."""

    from_tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Other:
    """A statement that no rule examines; kind is its name in the grammar."""

    kind: str
    table: str | None = None


Operation: TypeAlias = (
    CreateTable | DropTable | AddColumn | DropColumn | AlterType | SetDefault | SetNotNull
    | DropNotNull | AddConstraint | ValidateConstraint | DropConstraint | CreateIndex | DropIndex
    | Reindex | Rename | AttachPartition | DetachPartition | CreateEnum | AddEnumValue
    | CreateDomain | AlterDomain | DropType | CreateFunction | CreateTrigger | DropTrigger
    | ChangeRows | Truncate | CreateView | RefreshView | DropObject | CreateSequence | SetSequence
    | RewriteTable | AlterTable | LockTable | SetParameter | Transaction | Query | Other
)  # fmt: skip
