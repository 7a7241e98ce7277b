"""Worked examples of Washington's levy law: the rules that they name, and how inputs are read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.law import Law

Inputs = Mapping[str, Any]
Answer = Mapping[str, Any]
LawOf = Callable[[int], Law]  # the law of a tax year


def number(inputs: Inputs, key: str) -> Decimal | None:
    """Return an input, a decimal string, as a number; None if it is null or missing."""
    value = inputs.get(key)
    return None if value is None else Decimal(value)
