"""What PostgreSQL does for an operation: the locks that it takes and the work under them.

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
_WEAKER_LOCKS = {
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

    def has_work(self) -> bool:
        """Return whether anything takes longer the larger the table is."""
        return bool(self.rewrites or self.scans or self.builds or self.checks_keys)


def effects(operation: Operation, before: Schema, *, pg: int, utc: bool = False) -> Effects:
    """Return what an operation does to the schema before it.

    pg   PostgreSQL's major version
    utc  whether the session's time zone is known to be UTC
    """
    match operation:
        case AddColumn():
            return _add_column_effects(operation, before)
        case AlterType():
            return _alter_type_effects(operation, before, utc=utc)
        case SetNotNull():
            return _set_not_null_effects(operation, before)
        case AddConstraint():
            return _add_constraint_effects(operation, before)
        case ValidateConstraint():
            return _validate_effects(operation, before)
        case CreateIndex() | DropIndex() | Reindex():
            return _index_effects(operation, before)
        case AttachPartition() | DetachPartition() | CreateTable():
            return _partition_effects(operation, before, pg=pg)
        case DropTable() | DropColumn() | DropConstraint():
            return _drop_effects(operation, before)
        case _:
            return _other_effects(operation)


def referenced_tables(table: Table, column: str | None = None) -> list[str]:
    """Return the tables that a table's foreign keys, or those of one column, reference."""
    return [
        key.referenced_table
        for key in table.foreign_keys()
        if key.referenced_table and (column is None or column in key.columns)
    ]


def _add_column_effects(op: AddColumn, before: Schema) -> Effects:
    table, column = op.table, op.column
    locks = {
        c.referenced_table: SHARE_ROW_EXCLUSIVE for c in column.constraints if c.referenced_table
    }
    locks[table] = ACCESS_EXCLUSIVE
    if column.generated == "virtual":
        return Effects(locks)
    domain = before.domains.get(column.type.name) if column.type else None
    rewritten = (
        column.serial
        or column.identity
        or column.generated == "stored"
        or bool(domain and domain.constrained)
        or bool(set(column.volatile_functions) - before.nonvolatile_functions)
    )
    kinds = {c.kind for c in column.constraints if not c.not_enforced}
    return Effects(
        locks,
        rewrites=(table,) if rewritten else (),
        scans=(table,) if "check" in kinds and not rewritten else (),
        builds=(table,) if kinds & {"unique", "primary"} else (),
        checks_keys=(table,) if "foreign" in kinds and (column.default or rewritten) else (),
    )


def _alter_type_effects(op: AlterType, before: Schema, *, utc: bool) -> Effects:
    table = before.table(op.table)
    locks = dict.fromkeys([op.table], ACCESS_EXCLUSIVE)
    old = before.type_of(op.table, op.column)
    casts = (None, op.column, f"{op.column}::{op.type}")
    if (
        old is None
        or op.using not in casts
        or not is_free(old, op.type, domains=before.domains, utc=utc)
    ):
        return Effects(locks, rewrites=(op.table,))
    indexed = any(op.column in index.columns for index in table.indexes.values())
    checked = any(c.kind == "check" and op.column in c.columns for c in table.constraints.values())
    return Effects(
        locks,
        scans=(op.table,) if checked and old != op.type else (),
        builds=(op.table,) if op.collation and indexed else (),
    )


def _set_not_null_effects(op: SetNotNull, before: Schema) -> Effects:
    column = before.column(op.table, op.column)
    is_proved = before.table(op.table).proves_not_null(op.column)
    scanned = not is_proved and not (column and column.not_null)
    return Effects({op.table: ACCESS_EXCLUSIVE}, scans=(op.table,) if scanned else ())


def _add_constraint_effects(op: AddConstraint, before: Schema) -> Effects:
    rule, table = op.constraint, op.table
    if rule.kind == "foreign":
        locks = dict.fromkeys([str(rule.referenced_table), table], SHARE_ROW_EXCLUSIVE)
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


def _validate_effects(op: ValidateConstraint, before: Schema) -> Effects:
    rule = before.table(op.table).constraints.get(op.name)
    locks = {op.table: SHARE_UPDATE_EXCLUSIVE}
    if rule and not rule.not_valid:
        return Effects(locks)  # it is valid already
    if rule and rule.referenced_table:
        return Effects({rule.referenced_table: ROW_SHARE, **locks}, checks_keys=(op.table,))
    return Effects(locks, scans=(op.table,))


def _index_effects(op: CreateIndex | DropIndex | Reindex, before: Schema) -> Effects:
    if isinstance(op, CreateIndex):
        if op.only:
            return Effects({op.table: SHARE})
        mode = SHARE_UPDATE_EXCLUSIVE if op.concurrently else SHARE
        tables = [op.table, *(p.name for p in before.partitions(op.table))]
        return Effects(dict.fromkeys(tables, mode), builds=(op.table,))
    is_index = isinstance(op, DropIndex) or op.kind == "index"
    table = before.table_of_index(op.name) if is_index else op.name
    if isinstance(op, DropIndex):
        mode = SHARE_UPDATE_EXCLUSIVE if op.concurrently else ACCESS_EXCLUSIVE
        return Effects({table: mode} if table else {})
    mode = SHARE_UPDATE_EXCLUSIVE if op.concurrently else SHARE
    index = {op.name: ACCESS_EXCLUSIVE} if is_index and not op.concurrently else {}
    return Effects(index | ({table: mode} if table else {}), builds=(table or op.name,))


def _partition_effects(
    op: AttachPartition | DetachPartition | CreateTable, before: Schema, *, pg: int
) -> Effects:
    if isinstance(op, DetachPartition):
        if op.concurrently:
            return Effects(dict.fromkeys([op.table, op.partition], SHARE_UPDATE_EXCLUSIVE))
        partition = ACCESS_EXCLUSIVE if pg >= 14 else SHARE_UPDATE_EXCLUSIVE
        return Effects({op.table: ACCESS_EXCLUSIVE, op.partition: partition})
    if isinstance(op, AttachPartition):
        default = _default_partition(before, op.table, exclude=op.partition)
        constraints = before.table(op.partition).constraints.values()
        implied = any(c.kind == "check" and not c.not_valid for c in constraints)
        locks = {op.table: SHARE_UPDATE_EXCLUSIVE, op.partition: ACCESS_EXCLUSIVE}
        return Effects(
            locks | dict.fromkeys(default, ACCESS_EXCLUSIVE),
            scans=(*(() if implied else (op.partition,)), *default),
        )
    rules = [*op.constraints, *(c for column in op.columns for c in column.constraints)]
    locks = {c.referenced_table: SHARE_ROW_EXCLUSIVE for c in rules if c.referenced_table}
    if op.partition_of is None:
        return Effects({name: mode for name, mode in locks.items() if name != op.table})
    default = _default_partition(before, op.partition_of, exclude=op.table)
    locks |= dict.fromkeys([op.partition_of, *default], ACCESS_EXCLUSIVE)
    return Effects(locks, scans=default)


def _default_partition(before: Schema, table: str, *, exclude: str) -> tuple[str, ...]:
    return tuple(p.name for p in before.partitions(table) if p.is_default and p.name != exclude)


def _drop_effects(op: DropTable | DropColumn | DropConstraint, before: Schema) -> Effects:
    """Return the effects of a drop, which also locks the tables that its foreign keys reference."""
    table = before.table(op.table)
    match op:
        case DropTable():
            tables = referenced_tables(table)
        case DropColumn():
            tables = referenced_tables(table, op.column)
        case DropConstraint():
            rule = table.constraints.get(op.name)
            tables = [rule.referenced_table] if rule and rule.referenced_table else []
    return Effects(dict.fromkeys([*tables, op.table], ACCESS_EXCLUSIVE))


def _other_effects(op: Operation) -> Effects:
    """Return the effects of an operation that do not depend on the schema."""
    match op:
        case Truncate() | RewriteTable():
            return Effects({op.table: ACCESS_EXCLUSIVE}, rewrites=(op.table,))
        case RefreshView():
            mode = EXCLUSIVE if op.concurrently else ACCESS_EXCLUSIVE
            return Effects({op.name: mode}, rewrites=(op.name,))
        case SetDefault() | DropNotNull() | DropTrigger():
            return Effects({op.table: ACCESS_EXCLUSIVE})
        case CreateTrigger():
            return Effects({op.table: SHARE_ROW_EXCLUSIVE})
        case AlterTable():
            return Effects({op.table: _WEAKER_LOCKS.get(op.subtype, ACCESS_EXCLUSIVE)})
        case Rename(kind="table" | "column" | "constraint"):
            return Effects({op.table: ACCESS_EXCLUSIVE})
        case LockTable():
            return Effects({op.table: op.mode})
        case ChangeRows():
            return Effects({op.table: ROW_EXCLUSIVE})
        case _:
            return Effects()
