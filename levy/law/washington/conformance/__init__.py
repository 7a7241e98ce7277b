"""Worked examples of Washington's levy law: their rules, and how a number of one is read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from levy.law.washington.law import Law

Inputs = Mapping[str, Any]
Answer = Mapping[str, Any]
LawOf = Callable[[int], Law]  # the law of a tax year


def number(inputs: Inputs, key: str) -> Decimal | None:
    """Return an input's number, a decimal string; None where it is null or has no key."""
    value = inputs.get(key)
    return None if value is None else Decimal(value)
