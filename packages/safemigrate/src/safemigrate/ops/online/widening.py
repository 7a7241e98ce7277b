"""Which changes of type keep every value, so that no row has to be looked at.

https://www.postgresql.org/docs/current/datatype-numeric.html
"""

from __future__ import annotations

import re

_WIDER = [
    ("smallint", "integer"),
    ("integer", "bigint"),
    ("bigint", "numeric"),
    ("real", "double precision"),
    ("json", "jsonb"),
    ("character varying", "text"),
]
_NUMERIC = re.compile(r"numeric\((\d+)(?:,(\d+))?\)")


def is_widening(old: str, new: str) -> bool:
    """Return whether every value of a type is one of another; types as PostgreSQL writes them."""
    if old == new:
        return True
    if old_numeric := _NUMERIC.fullmatch(old):
        return new == "numeric" or _holds(old_numeric, _NUMERIC.fullmatch(new))
    return any(is_widening(wider, new) for one, wider in _WIDER if one == old)


def _holds(old: re.Match[str], new: re.Match[str] | None) -> bool:
    if new is None:
        return False
    (precision, scale), (new_precision, new_scale) = (
        (int(each[1]), int(each[2] or 0)) for each in (old, new)
    )
    return new_scale >= scale and new_precision - new_scale >= precision - scale
