"""Whether two conditions say the same, as PostgreSQL writes them, but for types of constants.

A column that changed its type leaves traces in its CHECK: ((1)::bigint)::numeric stands where a new
CHECK has (1)::numeric.
"""

from __future__ import annotations

import re

_NUMBER, _TEXT = r"-?\d+(?:\.\d+)?", r"'(?:[^']|'')*'"
_CAST = re.compile(
    rf"(?:\(({_NUMBER}|{_TEXT})\)|({_NUMBER}|{_TEXT}))"
    r"::(?:smallint|integer|bigint|numeric|real|double precision|text|character varying)"
    r"(?:\(\d+(?:,\d+)?\))?(?!\[)"
)
_ARRAY = re.compile(r"\((ARRAY\[[^\[\]]*\])\)::(?:text|character varying)\[\]")
_QUOTED_NUMBER = re.compile(rf"'({_NUMBER})'")
# 7 / 2 of integers is another number than of numerics.
_RECKONED = re.compile(rf"{_NUMBER}\)* [-+*/%^] \(*{_NUMBER}")


def same_condition(one: str, other: str | None) -> bool:
    """Return whether two conditions are one; None, which could not be read, is like no other."""
    if other is None or one == other:
        return one == other
    bare = _bare(one)
    return bare == _bare(other) and not _RECKONED.search(bare)


def _bare(condition: str) -> str:
    """Return a condition whose constants have no types."""
    before = ""
    while before != condition:
        before = condition
        condition = _CAST.sub(lambda found: found[1] or found[2], condition)
        condition = _ARRAY.sub(r"\1", condition)
    return re.sub(rf"\(({_NUMBER})\)", r"\1", _QUOTED_NUMBER.sub(r"\1", condition))
