"""What the revisions so far say about the database: tables, columns, constraints, indexes, types.

A table that no revision creates (the history may begin later) is unknown, and so are its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from safemigrate.lint.operations import Column, Constraint, CreateDomain, CreateIndex, Type


@dataclass(frozen=True)
class Table:
    """What is known of a table; `created_in` is a revision, or None if the table is older."""

    name: str
    created_in: str | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    added_in: Mapping[str, str] = field(default_factory=dict)  # column -> revision
    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    indexes: Mapping[str, CreateIndex] = field(default_factory=dict)
    partition_of: str | None = None
    partitioned: bool = False
    is_default: bool = False  # holds the rows that no other partition takes

    def foreign_keys(self) -> Iterator[Constraint]:
        """Yield the constraints that reference another table."""
        for constraint in self.constraints.values():
            if constraint.kind == "foreign":
                yield constraint

    def proves_not_null(self, column: str) -> bool:
        """Return whether a validated CHECK proves that the column holds no NULL."""
        return any(
            column in constraint.proves_not_null and not constraint.not_valid
            for constraint in self.constraints.values()
        )

    def index_keys(self) -> Iterator[tuple[str, tuple[str | None, ...]]]:
        """Yield name and columns of every whole-table b-tree, including those of keys."""
        for name, constraint in self.constraints.items():
            if constraint.kind in {"primary", "unique"}:
                yield name, constraint.columns
        for name, index in self.indexes.items():
            if index.where is None and index.method == "btree":
                yield name, index.columns


@dataclass(frozen=True)
class Schema:
    """The database at one point of the chain of revisions."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    enums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domains: Mapping[str, CreateDomain] = field(default_factory=dict)
    nonvolatile_functions: frozenset[str] = frozenset()  # STABLE or IMMUTABLE
    views: frozenset[str] = frozenset()

    def table(self, name: str) -> Table:
        """Return what is known of a table, which may be nothing."""
        return self.tables.get(name) or Table(name)

    def column(self, table: str, column: str) -> Column | None:
        """Return a column, or None if it is not known."""
        return self.table(table).columns.get(column)

    def type_of(self, table: str, column: str) -> Type | None:
        """Return a column's type, or None if it is not known."""
        definition = self.column(table, column)
        return definition.type if definition else None

    def tables_with_type(self, type_: str) -> list[str]:
        """Return the tables that have a column of a type, in order of name."""
        return sorted(
            table.name
            for table in self.tables.values()
            if any(column.type and column.type.name == type_ for column in table.columns.values())
        )

    def table_of_index(self, name: str) -> str | None:
        """Return the table that an index belongs to, or None if it is not known."""
        for table in self.tables.values():
            if name in table.indexes or name in table.constraints:
                return table.name
        return None

    def referencing(self, table: str) -> list[str]:
        """Return the tables with a foreign key to this one, in order of name."""
        return sorted(
            other.name
            for other in self.tables.values()
            if any(key.referenced_table == table for key in other.foreign_keys())
        )

    def partitions(self, table: str) -> list[Table]:
        """Return the known partitions of a table."""
        return [other for other in self.tables.values() if other.partition_of == table]

    def with_table(self, table: Table) -> Schema:
        """Return this schema with one table added or replaced."""
        return replace(self, tables={**self.tables, table.name: table})

    def without_table(self, name: str) -> Schema:
        """Return this schema without a table."""
        return replace(self, tables={k: v for k, v in self.tables.items() if k != name})
