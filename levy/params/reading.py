"""Reads one number of law for one tax year, and refuses a year that the file does not have.

A file is named after its statute.  It has `citation` and, for each number, an array of entries
with `tax_year`, or `first_year` and `last_year`; `value`; `source`.  Every value is written with
a decimal point, because TOML would read it as an integer otherwise.
"""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from levy.errors import ParameterMissing, ParameterUnreadable

HERE = Path(__file__).parent


@cache
def _entries(file: str) -> dict[str, Any]:
    try:
        return tomllib.loads((HERE / file).read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ParameterUnreadable(f"levy/params/{file}", str(error)) from error


def parameter(file: str, name: str, tax_year: int) -> Decimal:
    """Return the value of one parameter for one tax year.

    file  path below levy/params: "washington/rcw_84_55_005.toml"

    Raises ParameterMissing for a year that the file does not have, ParameterUnreadable for
    an entry that is not a number with a decimal point and a source.
    """
    years: set[int] = set()
    for entry in _entries(file).get(name, ()):
        first = entry.get("tax_year", entry.get("first_year"))
        last = entry.get("tax_year", entry.get("last_year"))
        years |= {first, last}
        if first <= tax_year <= last:
            return _checked(file, name, entry)
    raise ParameterMissing(name, tax_year, sorted(years), f"levy/params/{file}")


def _checked(file: str, name: str, entry: dict[str, Any]) -> Decimal:
    value = entry.get("value")
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ParameterUnreadable(
            f"levy/params/{file}", f"{name} has the value {value!r}: write it with a decimal point"
        )
    if not entry.get("source"):
        raise ParameterUnreadable(f"levy/params/{file}", f"{name} = {value} has no source")
    return value
