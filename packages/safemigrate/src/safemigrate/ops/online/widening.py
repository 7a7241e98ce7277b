"""Which changes of type keep every value, so that no row has to be read.

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
    """Return whether the new type holds every value of the old; types as PostgreSQL prints them."""
    if old == new:
        return True
    if old_numeric := _NUMERIC.fullmatch(old):
        return new == "numeric" or _holds(old_numeric, _NUMERIC.fullmatch(new))
    return any(is_widening(wider, new) for narrower, wider in _WIDER if narrower == old)


def _holds(old: re.Match[str], new: re.Match[str] | None) -> bool:
    if new is None:
        return False
    (precision, scale), (new_precision, new_scale) = (
        (int(match[1]), int(match[2] or 0)) for match in (old, new)
    )
    return new_scale >= scale and new_precision - new_scale >= precision - scale
