"""Which law a season answers to: by its state, and nowhere else in the program."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from levy.errors import JurisdictionUnknown
from levy.law.jurisdictions import JURISDICTIONS
from levy.law.season import Season, SeasonResult


class Jurisdiction(NamedTuple):
    """A state's law: its calculation, and its numbers for a tax year."""

    calculate: Callable[[Season, Any, Callable[[int, int], None]], SeasonResult]
    parameters: Callable[[int], Any]


def jurisdiction(state: str) -> Jurisdiction:
    """Return a state's law; raises JurisdictionUnknown where the program has none."""
    if state not in JURISDICTIONS:
        raise JurisdictionUnknown(state, sorted(JURISDICTIONS))
    package = JURISDICTIONS[state]
    return Jurisdiction(
        import_module(f"levy.law.{package}.season").calculate,
        import_module(f"levy.params.{package}").law,
    )
