"""Names of tables and other objects in a uniform spelling."""

from __future__ import annotations

from collections.abc import Iterable

from safemigrate.lint import sql


def table_name(relation: sql.Node) -> str:
    """Return a table's name, with its schema unless that is public."""
    return qualified([relation.schemaname, relation.relname])


def qualified(parts: Iterable[str]) -> str:
    """Return a name of several parts, without public and pg_catalog."""
    return ".".join(part for part in parts if part and part not in {"public", "pg_catalog"})


def strings(nodes: Iterable[sql.Node]) -> tuple[str, ...]:
    """Return the text of string nodes."""
    return tuple(node.string.sval for node in nodes)


def object_name(node: sql.Node) -> str:
    """Return the name of an object in DROP or ALTER: a list, type, signature or string node."""
    kind, content = sql.unwrap(node)
    match kind:
        case "list":
            return qualified(strings(content.items))
        case "type_name":
            return qualified(strings(content.names))
        case "object_with_args":
            return qualified(strings(content.objname))
        case _:
            return str(content.sval)


def options(nodes: Iterable[sql.Node]) -> dict[str, sql.Node]:
    """Return the parenthesized options of a statement by name."""
    return {node.def_elem.defname: node.def_elem for node in nodes}
