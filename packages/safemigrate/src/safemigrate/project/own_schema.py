"""Hides safemigrate's own schemas, and what soft drops set aside, from autogenerate."""

from __future__ import annotations

from typing import Any

OWN = "_migrate"


def without_own_schema(settings: dict[str, Any]) -> dict[str, Any]:
    """Return Alembic's settings so that none of our objects are compared with the models."""
    own_name, own_object = settings.get("include_name"), settings.get("include_object")

    def include_name(name: str | None, kind: str, parents: Any) -> bool:
        if kind == "schema" and name and (name == OWN or name.startswith(TRASH)):
            return False
        if kind == "column" and name and name.startswith(COLUMNS):
            return False
        return bool(own_name(name, kind, parents)) if own_name else True

    def include_object(
        thing: Any, name: str | None, kind: str, reflected: bool, compared: Any
    ) -> bool:
        if reflected and kind in {"index", "unique_constraint"} and _is_set_aside(thing):
            return False
        if own_object is None:
            return True
        return bool(own_object(thing, name, kind, reflected, compared))

    return settings | {"include_name": include_name, "include_object": include_object}


def _is_set_aside(thing: Any) -> bool:
    return any(column.name.startswith(COLUMNS) for column in thing.columns)


COLUMNS = "__dropped_"  # a column that is set aside: __dropped_REVISION_NAME


TRASH = "_migrate_trash"  # a schema of tables that are set aside: _migrate_trash_REVISION
