"""The addresses of a season's pages: /benton/2025/ for Benton County, tax year 2025."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from levy.errors import SeasonMissing
from levy.services.certification import Certification, last_certified
from levy.services.open_season import season_of_stamp, season_stamps
from levy.services.opened_season import OpenedSeason, SeasonName, SeasonStamp

Address = dict[str, Any]
NUMBER = "<int(max=9223372036854775807):number>"  # a row's number; the largest bigint


class SeasonContext(NamedTuple):
    """The variables of every page of a season.

    address  the county and year in its addresses
    others   the other seasons, with their addresses
    last     its last certification, or None
    """

    view: OpenedSeason
    address: Address
    others: tuple[tuple[SeasonName, Address], ...]
    last: Certification | None = None


def season_at(county: str, year: int) -> SeasonContext:
    """Return the season at an address, ignoring case.

    Raises SeasonMissing if there is none.
    """
    stamps = season_stamps()
    by_name = addresses(stamp.name for stamp in stamps)
    stamp = stamp_at(stamps, county, year)
    if stamp is None:
        raise SeasonMissing(
            f"{county} {year}", [f"{name.county}, {name.state} {name.tax_year}" for name in by_name]
        )
    others = tuple(other for other in by_name.items() if other[0] != stamp.name)
    view = season_of_stamp(stamp)
    return SeasonContext(view, by_name[stamp.name], others, last_certified(view))


def stamp_at(stamps: tuple[SeasonStamp, ...], county: str, year: int) -> SeasonStamp | None:
    """Return the stamp of the season at an address, or None."""
    by_name = addresses(stamp.name for stamp in stamps)
    address = {"county": county.lower(), "year": year}
    return next((stamp for stamp in stamps if by_name[stamp.name] == address), None)


def addresses(names: Iterable[SeasonName]) -> dict[SeasonName, Address]:
    """Return the address of each season; it includes the state if two states have the county."""
    names = tuple(names)
    states: dict[str, set[str]] = {}
    for name in names:
        states.setdefault(_slug(name.county), set()).add(name.state)
    return {name: _address(name, states[_slug(name.county)]) for name in names}


def _address(name: SeasonName, states: set[str]) -> Address:
    county = name.county if len(states) == 1 else f"{name.county} {name.state}"
    return {"county": _slug(county), "year": name.tax_year}


def _slug(words: str) -> str:
    """Return words for use in an address: ASCII letters and digits, joined with -."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    # A name without any ASCII letters becomes their code points.
    return joined or "-".join(f"u{ord(letter):x}" for letter in words.lower() if letter.isalnum())
