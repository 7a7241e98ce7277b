"""One reading of a database's catalogue: everything in its schemas, and what is true of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import psycopg

from safemigrate.catalogue import constraint_objects as rules
from safemigrate.catalogue import database_objects as database
from safemigrate.catalogue import program_objects as programs
from safemigrate.catalogue import table_objects as tables
from safemigrate.catalogue import type_objects as types

Fact = str | None
# In the order in which one can be made after the other.
KINDS = {
    "extension": database.EXTENSION,
    "schema": tables.SCHEMA,
    "default privileges": database.DEFAULT_PRIVILEGES,
    "collation": types.COLLATION,
    "enum": types.ENUM,
    "domain": types.DOMAIN,
    "domain constraint": types.DOMAIN_CONSTRAINT,
    "composite type": types.COMPOSITE,
    "range type": types.RANGE,
    "sequence": programs.SEQUENCE,
    "function": programs.FUNCTION,
    "aggregate": programs.AGGREGATE,
    "table": tables.TABLE,
    "column": tables.COLUMN,
    "constraint": rules.CONSTRAINT,
    "view": programs.VIEW,
    "materialized view": programs.MATERIALIZED_VIEW,
    "index": rules.INDEX,
    "statistics": rules.STATISTICS,
    "rule": rules.RULE,
    "trigger": rules.TRIGGER,
    "policy": rules.POLICY,
    "event trigger": database.EVENT_TRIGGER,
    "publication": database.PUBLICATION,
}
# IN over varchar is written differently after a dump and restore, and means the same.
_CAST_ARRAY = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::[\w ]+(?:, )?)+)\]\)::(\w+)\[\]")
_ELEMENT = re.compile(r"'(?:[^']|'')*'::[\w ]+")

# Up to PostgreSQL 15 a view's columns are written with their table, also where there is one.
VIEWS = {"view", "materialized view"}
_FIRST_FROM = re.compile(
    r"\bFROM (?:ONLY )?(?:\w+|\"[^\"]+\")(?:\.(\w+|\"[^\"]+\"))?"
    r"(?: (?!WHERE|GROUP|ORDER|LIMIT|UNION|JOIN|CROSS|NATURAL|FETCH|OFFSET|HAVING|WINDOW|LEFT|RIGHT"
    r"|FULL|EXCEPT|INTERSECT|FOR|TABLESAMPLE)(\w+|\"[^\"]+\"))?"
)


@dataclass(frozen=True)
class Thing:
    """An object of the catalogue.

    parent  the name of what it belongs to and goes with
    facts   what is true of it; None for what it does not have
    target  how COMMENT ON and GRANT name it
    make    the statement that makes it
    unmake  the statement that drops it
    """

    kind: str
    name: str
    parent: str | None
    facts: dict[str, Fact]
    target: str | None
    make: str
    unmake: str


Catalogue = dict[tuple[str, str], Thing]


def read(connection: psycopg.Connection, version_table: str) -> Catalogue:
    """Return everything by kind and name, in the order in which it was made.

    version_table  Alembic's, as a statement names it; it is left out, and its owner is the role
                   that objects are expected to belong to
    """
    found: Catalogue = {}
    with connection.transaction():
        connection.execute("SET LOCAL search_path = pg_catalog")  # every name with its schema
        connection.execute(
            "SELECT set_config('safemigrate.version_table', %(table)s, true), "
            "set_config('safemigrate.owner', coalesce((SELECT pg_get_userbyid(relowner) "
            "FROM pg_class WHERE oid = to_regclass(%(table)s)), current_user), true)",
            {"table": version_table},
        )
        for kind, query in KINDS.items():
            for name, parent, facts, target, make, unmake in connection.execute(query.encode()):
                told = {key: _normal(value) for key, value in facts.items()}
                if kind in VIEWS:
                    told["definition"] = _unqualified(str(told["definition"]))
                found[kind, name] = Thing(kind, name, parent, told, target, make, unmake)
    return found


def _normal(value: Fact) -> Fact:
    return value and _CAST_ARRAY.sub(_cast_each, value)


def _unqualified(view: str) -> str:
    """Return a view's text without the name of its first table before columns."""
    found = _FIRST_FROM.search(view)
    name = found and (found[2] or found[1])
    return re.sub(rf"(?<![\w.\"]){re.escape(name)}\.(?=[\w\"])", "", view) if name else view


def _cast_each(found: re.Match[str]) -> str:
    elements = _ELEMENT.findall(found[1])
    return f"ARRAY[{', '.join(f'({element})::{found[2]}' for element in elements)}]"
