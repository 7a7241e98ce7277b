"""Whether two conditions, as PostgreSQL writes them, are equal except for types of constants.

A change of a column's type leaves casts in its CHECK: ((1)::bigint)::numeric instead of the
(1)::numeric of a new CHECK.
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
# 7 / 2 is 3 for integers and 3.5 for numerics.
_ARITHMETIC = re.compile(rf"{_NUMBER}\)* [-+*/%^] \(*{_NUMBER}")


def same_condition(first: str, second: str | None) -> bool:
    """Return whether two conditions are equal; None, which could not be read, equals nothing."""
    if second is None or first == second:
        return first == second
    bare = _bare(first)
    return bare == _bare(second) and not _ARITHMETIC.search(bare)


def _bare(condition: str) -> str:
    """Return a condition without the types of its constants."""
    before = ""
    while before != condition:
        before = condition
        condition = _CAST.sub(lambda cast: cast[1] or cast[2], condition)
        condition = _ARRAY.sub(r"\1", condition)
    return re.sub(rf"\(({_NUMBER})\)", r"\1", _QUOTED_NUMBER.sub(r"\1", condition))
