"""Keeps the schema _migrate out of autogenerate, where a project compares all schemas."""

from __future__ import annotations

from typing import Any

OWN = "_migrate"


def without_own_schema(settings: dict[str, Any]) -> dict[str, Any]:
    """Return Alembic's settings so that include_schemas does not include ours."""
    if not settings.get("include_schemas"):
        return settings
    asked = settings.get("include_name")

    def include_name(name: str | None, kind: str, parents: Any) -> bool:
        if kind == "schema" and name == OWN:
            return False
        return bool(asked(name, kind, parents)) if asked else True

    return settings | {"include_name": include_name}
