"""Which changes of a column's type PostgreSQL makes without touching the rows.

Measured on PostgreSQL 12 to 18, with the same results.
https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
"""

from __future__ import annotations

from collections.abc import Mapping

from safemigrate.lint.operations import CreateDomain, Type

# The precision of a type that is written without one.
_WIDEST = {"timestamp": 6, "timestamptz": 6, "time": 6, "timetz": 6, "interval": 6}
_RELABELED = {("varchar", "text"), ("cidr", "inet"), ("integer", "oid"), ("xml", "text")}
_LENGTH = {"varchar", "varbit"}


def is_free(old: Type, new: Type, *, domains: Mapping[str, CreateDomain], utc: bool) -> bool:
    """Return whether the rows stay unchanged.

    domains  by name; a domain with a CHECK or NOT NULL is checked on every row
    utc      whether the session's time zone is known to be UTC
    """
    if new.name in domains:
        domain = domains[new.name]
        return not domain.constrained and is_free(old, domain.type, domains={}, utc=utc)
    if old == new:
        return True
    if old.array or new.array:
        return False
    if old.name == new.name:
        return widens(old, new)
    if {old.name, new.name} == {"timestamp", "timestamptz"}:
        return utc and not old.modifiers and not new.modifiers
    if (old.name, new.name) == ("text", "varchar"):
        return not new.modifiers
    return (old.name, new.name) in _RELABELED


def widens(old: Type, new: Type) -> bool:
    """Return whether every value fits unchanged in the same type with other modifiers."""
    if old.name in _LENGTH:
        return not new.modifiers or (bool(old.modifiers) and new.modifiers >= old.modifiers)
    if old.name == "numeric":
        if not new.modifiers or not old.modifiers:
            return not new.modifiers
        (precision, scale), (new_precision, new_scale) = _numeric(old), _numeric(new)
        return new_precision >= precision and new_scale == scale
    if old.name in _WIDEST:
        widest = (_WIDEST[old.name],)
        return (new.modifiers or widest) >= (old.modifiers or widest)
    return False


def _numeric(type_: Type) -> tuple[int, int]:
    precision, *scale = type_.modifiers
    return precision, scale[0] if scale else 0
