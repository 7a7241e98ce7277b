"""How long ago, as people type it: 14d, 36h, 2w."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import click

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Age(click.ParamType):  # type: ignore[type-arg]
    """An age such as 14d, as a timedelta."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"(\d{1,4})([hdw])", value.strip())
        if found is None:
            self.fail(
                f"{value!r} is no age: write a whole number and h, d or w, such as 14d.", param, ctx
            )
        return timedelta(**{_UNITS[found[2]]: int(found[1])})
