"""Compares an answer with what an example expects: as numbers, key by key, never as text.

`100.0` equals `100.00`.  A blank equals a blank and nothing else.  A figure is a rate where
its key, or a key above it, says so ("rate", "F_annexation_rate", "rates"); every other figure
counts with the amounts.  A tolerance covers the figures of its own unit, both ends included;
what has none is exact.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

_RATE = re.compile(r"(?:^|_)rates?(?:_|$)")


class Difference(NamedTuple):
    """One expected value that the answer does not have.

    key  its path: "final.library", "results.3"
    """

    key: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.key} is {_shown(self.found)}, expected {_shown(self.expected)}"


class NoAnswer:
    """Stands for a key that the answer does not have."""

    def __repr__(self) -> str:
        """Return what a person reads: that there is no answer."""
        return "not answered"


NO_ANSWER = NoAnswer()


def differences(
    expected: Mapping[str, Any],
    found: Mapping[str, Any],
    tolerance: Mapping[str, Decimal],
    *,
    unit: str | None = None,
) -> tuple[Difference, ...]:
    """Return every expected value that the answer does not have, in the example's order.

    unit  of every figure ("rate"), for a rule whose keys do not say it
    """
    return tuple(_below("", expected, found, tolerance, unit))


def paths(expected: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every value that an example expects."""
    for key, value in _children(expected):
        below = f"{path}.{key}" if path else key
        if isinstance(value, Mapping | list):
            yield from paths(value, below)
        else:
            yield below


def _below(
    path: str, expected: Any, found: Any, tolerance: Mapping[str, Decimal], unit: str | None
) -> Iterator[Difference]:
    if isinstance(expected, list) and len(_list(found)) > len(expected):
        yield Difference(path, expected, found)
    for key, value in _children(expected):
        below = f"{path}.{key}" if path else key
        answer = _child(found, key)
        of_unit = "rate" if _RATE.search(key) else unit
        if isinstance(value, Mapping | list) and isinstance(answer, Mapping | list | tuple):
            yield from _below(below, value, answer, tolerance, of_unit)
        elif not _same(value, answer, tolerance.get(of_unit or "dollars", Decimal(0))):
            yield Difference(below, value, answer)


def _children(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    else:
        yield from ((str(place), item) for place, item in enumerate(value))


def _list(found: Any) -> Sequence[Any]:
    return found if isinstance(found, list | tuple) else ()


def _child(found: Any, key: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(key, NO_ANSWER)
    items = _list(found)
    return items[int(key)] if key.isdigit() and int(key) < len(items) else NO_ANSWER


def _same(expected: Any, found: Any, width: Decimal) -> bool:
    if expected is None or isinstance(expected, bool):
        return found is expected
    number = _number(expected)
    if number is None:
        return bool(expected == found)
    answer = _number(found)
    if answer is None:
        return False
    # Fractions, because Decimal's own subtraction rounds what has more than 28 digits.
    return abs(Fraction(number) - Fraction(answer)) <= Fraction(width)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | Decimal | int):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shown(value: Any) -> str:
    if value is None:
        return "blank"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, str) else repr(value)
