"""Reads a number of an example: a decimal string; null, or no key at all, is a blank."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def number(inputs: Mapping[str, Any], key: str) -> Decimal | None:
    """Return an input's number, or None where it is blank."""
    value = inputs.get(key)
    return None if value is None else Decimal(value)
