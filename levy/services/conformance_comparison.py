"""Compares an answer with what an example expects: as numbers, key by key, never as text.

`100.0` equals `100.00`.  A blank equals only a blank.  A figure is a rate if its key, or a key
above it, says so ("rate", "F_annexation_rate", "rates"); every other figure is an amount.  A
tolerance applies to the figures of its unit, both ends included; figures without one have to be
equal.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

_RATE = re.compile(r"(?:^|_)rates?(?:_|$)")


class Difference(NamedTuple):
    """One value that differs between the answer and what the example expects.

    key  its path: "final.library", "results.3"
    """

    key: str
    expected: Any
    answer: Any

    def __str__(self) -> str:
        return f"{self.key} is {_as_text(self.answer)}, expected {_as_text(self.expected)}"


class NoAnswer:
    """Marks a key that the answer does not have."""

    def __repr__(self) -> str:
        """Return the words for a missing answer."""
        return "not answered"


NO_ANSWER = NoAnswer()


def differences(
    expected: Mapping[str, Any],
    answer: Mapping[str, Any],
    tolerance: Mapping[str, Decimal],
    *,
    unit: str | None = None,
) -> tuple[Difference, ...]:
    """Return every expected value that differs from the answer's, in the example's order.

    unit  unit of every figure ("rate"), for a rule whose keys do not say it
    """
    return tuple(_differences("", expected, answer, tolerance, unit))


def paths(expected: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every value that an example expects."""
    for key, value in _children(expected):
        below = f"{path}.{key}" if path else key
        if isinstance(value, Mapping | list):
            yield from paths(value, below)
        else:
            yield below


def _differences(
    path: str, expected: Any, answer: Any, tolerance: Mapping[str, Decimal], unit: str | None
) -> Iterator[Difference]:
    if isinstance(expected, list) and len(_items(answer)) > len(expected):
        yield Difference(path, expected, answer)
    for key, value in _children(expected):
        below = f"{path}.{key}" if path else key
        part = _child(answer, key)
        of_unit = "rate" if _RATE.search(key) else unit
        if isinstance(value, Mapping | list) and isinstance(part, Mapping | list | tuple):
            yield from _differences(below, value, part, tolerance, of_unit)
        elif not _same(value, part, tolerance.get(of_unit or "dollars", Decimal(0))):
            yield Difference(below, value, part)


def _children(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    else:
        yield from ((str(place), item) for place, item in enumerate(value))


def _items(answer: Any) -> Sequence[Any]:
    return answer if isinstance(answer, list | tuple) else ()


def _child(answer: Any, key: str) -> Any:
    if isinstance(answer, Mapping):
        return answer.get(key, NO_ANSWER)
    items = _items(answer)
    return items[int(key)] if key.isdigit() and int(key) < len(items) else NO_ANSWER


def _same(expected: Any, answer: Any, width: Decimal) -> bool:
    if expected is None or isinstance(expected, bool):
        return answer is expected
    number = _number(expected)
    if number is None:
        return bool(expected == answer)
    answer_number = _number(answer)
    if answer_number is None:
        return False
    # Fractions, because Decimal's subtraction rounds to 28 digits.
    return abs(Fraction(number) - Fraction(answer_number)) <= Fraction(width)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | Decimal | int):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _as_text(value: Any) -> str:
    if value is None:
        return "blank"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, str) else repr(value)
