"""What PostgreSQL does for an operation: the locks it takes, and the work it does under them.

Measured on PostgreSQL 12 to 18, statement by statement.
https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safemigrate.lint.free_type_change import is_free
from safemigrate.lint.known_schema import Schema, Table
from safemigrate.lint.operations import (
    AddColumn,
    AddConstraint,
    AlterTable,
    AlterType,
    AttachPartition,
    ChangeRows,
    Constraint,
    CreateIndex,
    CreateTable,
    CreateTrigger,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNotNull,
    DropTable,
    DropTrigger,
    LockTable,
    Operation,
    RefreshView,
    Reindex,
    Rename,
    RewriteTable,
    SetDefault,
    SetNotNull,
    Truncate,
    ValidateConstraint,
)

ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE"
EXCLUSIVE = "EXCLUSIVE"
SHARE_ROW_EXCLUSIVE = "SHARE ROW EXCLUSIVE"
SHARE = "SHARE"
SHARE_UPDATE_EXCLUSIVE = "SHARE UPDATE EXCLUSIVE"
ROW_EXCLUSIVE = "ROW EXCLUSIVE"
ROW_SHARE = "ROW SHARE"
BLOCKS_WRITING = frozenset({ACCESS_EXCLUSIVE, EXCLUSIVE, SHARE_ROW_EXCLUSIVE, SHARE})

# Kinds of ALTER TABLE that take less than ACCESS EXCLUSIVE.
_LIGHT = {
    "SetStatistics": SHARE_UPDATE_EXCLUSIVE,
    "SetOptions": SHARE_UPDATE_EXCLUSIVE,
    "ResetOptions": SHARE_UPDATE_EXCLUSIVE,
    "SetRelOptions": SHARE_UPDATE_EXCLUSIVE,
    "ResetRelOptions": SHARE_UPDATE_EXCLUSIVE,
    "ClusterOn": SHARE_UPDATE_EXCLUSIVE,
    "DropCluster": SHARE_UPDATE_EXCLUSIVE,
    **dict.fromkeys(
        ("EnableTrig", "DisableTrig", "EnableTrigAll", "DisableTrigAll", "EnableTrigUser",
         "DisableTrigUser", "EnableAlwaysTrig", "EnableReplicaTrig"),
        SHARE_ROW_EXCLUSIVE,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Effects:
    """Locks by table; tables that are rewritten, scanned, indexed or whose keys are checked."""

    locks: Mapping[str, str] = field(default_factory=dict)
    rewrites: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()
    builds: tuple[str, ...] = ()
    checks_keys: tuple[str, ...] = ()

    def works(self) -> bool:
        """Return whether anything takes as long as the table is large."""
        return bool(self.rewrites or self.scans or self.builds or self.checks_keys)


def effects(operation: Operation, before: Schema, *, pg: int, utc: bool = False) -> Effects:
    """Return what an operation does where the schema is as it was before.

    pg   PostgreSQL's major version
    utc  whether the session's time zone is known to be UTC
    """
    match operation:
        case AddColumn():
            return _add_column(operation, before)
        case AlterType():
            return _alter_type(operation, before, utc=utc)
        case SetNotNull():
            return _set_not_null(operation, before)
        case AddConstraint():
            return _add_constraint(operation, before)
        case ValidateConstraint():
            return _validate(operation, before)
        case CreateIndex() | DropIndex() | Reindex():
            return _index(operation, before)
        case AttachPartition() | DetachPartition() | CreateTable():
            return _partition(operation, before, pg=pg)
        case DropTable() | DropColumn() | DropConstraint():
            return _drop(operation, before)
        case _:
            return _plain(operation)


def parents(table: Table, column: str | None = None) -> list[str]:
    """Return the tables that a table's foreign keys (those of one column) refer to."""
    return [
        key.references
        for key in table.foreign_keys()
        if key.references and (column is None or column in key.columns)
    ]


def _add_column(made: AddColumn, before: Schema) -> Effects:
    table, column = made.table, made.column
    locks = {c.references: SHARE_ROW_EXCLUSIVE for c in column.constraints if c.references}
    locks[table] = ACCESS_EXCLUSIVE
    if column.generated == "virtual":
        return Effects(locks)
    domain = before.domains.get(column.type.name) if column.type else None
    rewritten = (
        column.serial
        or column.identity
        or column.generated == "stored"
        or bool(domain and domain.constrained)
        or bool(set(column.calls) - before.steady_functions)
    )
    kinds = {c.kind for c in column.constraints if not c.not_enforced}
    return Effects(
        locks,
        rewrites=(table,) if rewritten else (),
        scans=(table,) if "check" in kinds and not rewritten else (),
        builds=(table,) if kinds & {"unique", "primary"} else (),
        checks_keys=(table,) if "foreign" in kinds and (column.default or rewritten) else (),
    )


def _alter_type(made: AlterType, before: Schema, *, utc: bool) -> Effects:
    table = before.table(made.table)
    locks = dict.fromkeys([made.table], ACCESS_EXCLUSIVE)
    old = before.type_of(made.table, made.column)
    plain = (None, made.column, f"{made.column}::{made.type}")
    if (
        old is None
        or made.using not in plain
        or not is_free(old, made.type, domains=before.domains, utc=utc)
    ):
        return Effects(locks, rewrites=(made.table,))
    indexed = any(made.column in index.columns for index in table.indexes.values())
    checked = any(
        c.kind == "check" and made.column in c.columns for c in table.constraints.values()
    )
    return Effects(
        locks,
        scans=(made.table,) if checked and old != made.type else (),
        builds=(made.table,) if made.collation and indexed else (),
    )


def _set_not_null(made: SetNotNull, before: Schema) -> Effects:
    column = before.column(made.table, made.column)
    proved = before.table(made.table).proves_not_null(made.column)
    scanned = not proved and not (column and column.not_null)
    return Effects({made.table: ACCESS_EXCLUSIVE}, scans=(made.table,) if scanned else ())


def _add_constraint(made: AddConstraint, before: Schema) -> Effects:
    rule, table = made.constraint, made.table
    if rule.kind == "foreign":
        locks = dict.fromkeys([str(rule.references), table], SHARE_ROW_EXCLUSIVE)
        return Effects(locks, checks_keys=() if _unchecked(rule) else (table,))
    locks = {table: ACCESS_EXCLUSIVE}
    if rule.kind in {"check", "not null"}:
        return Effects(locks, scans=() if _unchecked(rule) else (table,))
    if not rule.using_index:
        return Effects(locks, builds=(table,))
    index = before.table(table).indexes.get(rule.using_index)
    keys = index.columns if index else rule.columns
    nullable = rule.kind == "primary" and not all(_not_null(before, table, key) for key in keys)
    return Effects(locks, scans=(table,) if nullable else ())


def _unchecked(rule: Constraint) -> bool:
    return rule.not_valid or rule.not_enforced


def _not_null(schema: Schema, table: str, name: str | None) -> bool:
    column = schema.column(table, name or "")
    return column is None or column.not_null or schema.table(table).proves_not_null(column.name)


def _validate(made: ValidateConstraint, before: Schema) -> Effects:
    rule = before.table(made.table).constraints.get(made.name)
    locks = {made.table: SHARE_UPDATE_EXCLUSIVE}
    if rule and not rule.not_valid:
        return Effects(locks)  # it is valid already
    if rule and rule.references:
        return Effects({rule.references: ROW_SHARE, **locks}, checks_keys=(made.table,))
    return Effects(locks, scans=(made.table,))


def _index(made: CreateIndex | DropIndex | Reindex, before: Schema) -> Effects:
    if isinstance(made, CreateIndex):
        if made.only:
            return Effects({made.table: SHARE})
        mode = SHARE_UPDATE_EXCLUSIVE if made.concurrently else SHARE
        tables = [made.table, *(p.name for p in before.partitions(made.table))]
        return Effects(dict.fromkeys(tables, mode), builds=(made.table,))
    is_index = isinstance(made, DropIndex) or made.what == "index"
    table = before.table_of_index(made.name) if is_index else made.name
    if isinstance(made, DropIndex):
        mode = SHARE_UPDATE_EXCLUSIVE if made.concurrently else ACCESS_EXCLUSIVE
        return Effects({table: mode} if table else {})
    mode = SHARE_UPDATE_EXCLUSIVE if made.concurrently else SHARE
    index = {made.name: ACCESS_EXCLUSIVE} if is_index and not made.concurrently else {}
    return Effects(index | ({table: mode} if table else {}), builds=(table or made.name,))


def _partition(
    made: AttachPartition | DetachPartition | CreateTable, before: Schema, *, pg: int
) -> Effects:
    if isinstance(made, DetachPartition):
        if made.concurrently:
            return Effects(dict.fromkeys([made.table, made.partition], SHARE_UPDATE_EXCLUSIVE))
        partition = ACCESS_EXCLUSIVE if pg >= 14 else SHARE_UPDATE_EXCLUSIVE
        return Effects({made.table: ACCESS_EXCLUSIVE, made.partition: partition})
    if isinstance(made, AttachPartition):
        default = _default_partition(before, made.table, but=made.partition)
        checked = before.table(made.partition).constraints.values()
        implied = any(c.kind == "check" and not c.not_valid for c in checked)
        locks = {made.table: SHARE_UPDATE_EXCLUSIVE, made.partition: ACCESS_EXCLUSIVE}
        return Effects(
            locks | dict.fromkeys(default, ACCESS_EXCLUSIVE),
            scans=(*(() if implied else (made.partition,)), *default),
        )
    rules = [*made.constraints, *(c for column in made.columns for c in column.constraints)]
    locks = {c.references: SHARE_ROW_EXCLUSIVE for c in rules if c.references}
    if made.partition_of is None:
        return Effects({name: mode for name, mode in locks.items() if name != made.table})
    default = _default_partition(before, made.partition_of, but=made.table)
    locks |= dict.fromkeys([made.partition_of, *default], ACCESS_EXCLUSIVE)
    return Effects(locks, scans=default)


def _default_partition(before: Schema, table: str, *, but: str) -> tuple[str, ...]:
    return tuple(p.name for p in before.partitions(table) if p.is_default and p.name != but)


def _drop(made: DropTable | DropColumn | DropConstraint, before: Schema) -> Effects:
    """Return the effects of a drop, which locks the tables that its foreign keys refer to."""
    table = before.table(made.table)
    match made:
        case DropTable():
            tables = parents(table)
        case DropColumn():
            tables = parents(table, made.column)
        case DropConstraint():
            rule = table.constraints.get(made.name)
            tables = [rule.references] if rule and rule.references else []
    return Effects(dict.fromkeys([*tables, made.table], ACCESS_EXCLUSIVE))


def _plain(made: Operation) -> Effects:
    """Return the effects of an operation that needs to know nothing of the schema."""
    match made:
        case Truncate() | RewriteTable():
            return Effects({made.table: ACCESS_EXCLUSIVE}, rewrites=(made.table,))
        case RefreshView():
            mode = EXCLUSIVE if made.concurrently else ACCESS_EXCLUSIVE
            return Effects({made.name: mode}, rewrites=(made.name,))
        case SetDefault() | DropNotNull() | DropTrigger():
            return Effects({made.table: ACCESS_EXCLUSIVE})
        case CreateTrigger():
            return Effects({made.table: SHARE_ROW_EXCLUSIVE})
        case AlterTable():
            return Effects({made.table: _LIGHT.get(made.what, ACCESS_EXCLUSIVE)})
        case Rename(what="table" | "column" | "constraint"):
            return Effects({made.table: ACCESS_EXCLUSIVE})
        case LockTable():
            return Effects({made.table: made.mode})
        case ChangeRows():
            return Effects({made.table: ROW_EXCLUSIVE})
        case _:
            return Effects()
