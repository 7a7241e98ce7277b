"""Reads a database's system catalog: every object in its schemas, with its definition."""

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
# In an order in which they can be created.
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
# IN on a varchar column is written differently after a dump and restore, with the same meaning.
_CAST_ARRAY = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::[\w ]+(?:, )?)+)\]\)::(\w+)\[\]")
_ELEMENT = re.compile(r"'(?:[^']|'')*'::[\w ]+")

# Up to PostgreSQL 15 a view's columns are written with their table, even if there is only one.
VIEWS = {"view", "materialized view"}
_FIRST_FROM = re.compile(
    r"\bFROM (?:ONLY )?(?:\w+|\"[^\"]+\")(?:\.(\w+|\"[^\"]+\"))?"
    r"(?: (?!WHERE|GROUP|ORDER|LIMIT|UNION|JOIN|CROSS|NATURAL|FETCH|OFFSET|HAVING|WINDOW|LEFT|RIGHT"
    r"|FULL|EXCEPT|INTERSECT|FOR|TABLESAMPLE)(\w+|\"[^\"]+\"))?"
)


@dataclass(frozen=True)
class Thing:
    """An object of the database.

    parent  the name of the object that it belongs to and is dropped with
    facts   its properties by name; None for those that it does not have
    target  its name in COMMENT ON and GRANT
    make    the statement that creates it
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
    """Return every object by kind and name, in the order of KINDS, then of creation.

    version_table  Alembic's, quoted for SQL; it is left out, and its owner is the role that is
                   expected to own all objects
    """
    catalogue: Catalogue = {}
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
                normal = {key: _normal(value) for key, value in facts.items()}
                if kind in VIEWS:
                    normal["definition"] = _unqualified(str(normal["definition"]))
                catalogue[kind, name] = Thing(kind, name, parent, normal, target, make, unmake)
    return catalogue


def _normal(value: Fact) -> Fact:
    return value and _CAST_ARRAY.sub(_cast_elements, value)


def _unqualified(view: str) -> str:
    """Return a view's text without the name of its first table in front of columns."""
    first_from = _FIRST_FROM.search(view)
    name = first_from and (first_from[2] or first_from[1])
    return re.sub(rf"(?<![\w.\"]){re.escape(name)}\.(?=[\w\"])", "", view) if name else view


def _cast_elements(cast: re.Match[str]) -> str:
    elements = _ELEMENT.findall(cast[1])
    return f"ARRAY[{', '.join(f'({element})::{cast[2]}' for element in elements)}]"
