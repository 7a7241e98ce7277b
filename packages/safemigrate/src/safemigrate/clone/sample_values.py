"""Values for a sample row, from the column's type and its checks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

LITERAL = re.compile(r"'((?:[^']|'')*)'::|(?<![\w.'])(-?\d+(?:\.\d+)?)(?![\w.'])")
PATTERN = re.compile(r"~ '((?:[^']|'')*)'")
ITEM = re.compile(r"(\[[^\]]+\]|\\.|[^{}*+?()|^$])(\{\d+(?:,\d*)?\}|[*+?])?")
# Which literals of a check can be a column's value, by type category.
FITS: dict[str, Callable[[str], bool]] = defaultdict(
    lambda: lambda value: False,
    N=lambda value: re.fullmatch(r"-?\d+(\.\d+)?", value) is not None,
    S=lambda value: True,
    E=lambda value: True,
    D=lambda value: re.match(r"\d{4}-", value) is not None,
)

BY_TYPE = {
    "uuid": ("00000000-0000-4000-8000-000000000001",),
    "json": ("{}", "[]"),
    "jsonb": ("{}", "[]"),
    "xml": ("<a/>",),
    "bytea": ("\\x31",),
    "date": ("2025-01-01",),
    "time": ("12:00",),
    "timetz": ("12:00+00",),
    "cidr": ("10.0.0.0/8",),
    "inet": ("10.0.0.1",),
    "macaddr": ("08:00:2b:01:02:03",),
    "macaddr8": ("08:00:2b:01:02:03:04:05",),
    "point": ("(0,0)",),
    "line": ("{1,1,1}",),
    "lseg": ("(0,0),(1,1)",),
    "box": ("(0,0),(1,1)",),
    "path": ("(0,0),(1,1)",),
    "polygon": ("(0,0),(1,1),(1,0)",),
    "circle": ("<(0,0),1>",),
    "bool": ("false", "true"),
}
BY_CATEGORY = {
    "N": ("1", "0", "2025", "100", "-1"),
    "S": ("1", "a", "A1", "2025", "x@example.org"),
    "D": ("2025-01-01 12:00+00",),
    "T": ("1 day",),
    "A": ("{}",),
    "R": ("empty",),
}


def values_for(
    base: str,
    category: str,
    modifier: int,
    label: str | None,
    special: str,
    default: bool,
    required: bool,
    *,
    hints: list[str],
) -> list[str | None]:
    """Return the values to try in a column, likeliest first; none if it fills itself.

    base, category, modifier  its type, from pg_type and pg_attribute
    label                     the first value of an enum
    special                   nonempty for an identity or generated column
    hints                     the checks and partition bounds that use it
    """
    if special or (default and not hints):
        return []  # most rows have the column's own default
    usual: tuple[str, ...] = (label,) if label else BY_TYPE.get(base, BY_CATEGORY.get(category, ()))
    if base in {"bit", "varbit"}:
        usual = ("1" * max(modifier, 1),)
    if base == "bpchar":
        usual = tuple(value.ljust(max(modifier - 4, 1), "1") for value in usual)
    hinted = [value for hint in hints for value in _literals(hint) if FITS[category](value)]
    null = () if required else (None,)
    return list(dict.fromkeys([*hinted, *usual, *null]))


def _literals(text: str) -> list[str]:
    matching = [_shortest_match(pattern) for pattern in PATTERN.findall(text)]
    literals = LITERAL.findall(PATTERN.sub("", text))
    return matching + [quoted.replace("''", "'") or number for quoted, number in literals]


def _shortest_match(pattern: str) -> str:
    """Return the shortest match of a simple regular expression, without groups or branches."""
    text = ""
    for item, times in ITEM.findall(pattern):
        inner = item[1:-1] if item.startswith("[") else {"\\d": "0", "\\w": "a"}.get(item, item)
        character = "a" if inner.startswith("^") or inner == "." else inner.lstrip("\\")[0]
        text += character * (int(times[1:-1].partition(",")[0]) if times[:1] == "{" else
                             int(times not in {"*", "?"}))  # fmt: skip
    return text
