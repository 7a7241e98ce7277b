"""Where a season's pages stand: /benton/2025/ for Benton County, tax year 2025."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from levy.errors import SeasonMissing
from levy.services.certification import Certified, last_certified
from levy.services.open_season import opened, season_stamps
from levy.services.season_view import SeasonName, SeasonStamp, SeasonView

Address = dict[str, Any]
NUMBER = "<int(max=9223372036854775807):number>"  # of a row; the database has no greater one


class ShownSeason(NamedTuple):
    """What every page of a season is made with.

    address  what its addresses start with
    others   the other seasons that there are, with their addresses
    last     its last certification, or None
    """

    view: SeasonView
    address: Address
    others: tuple[tuple[SeasonName, Address], ...]
    last: Certified | None = None


def season_at(county: str, year: int) -> ShownSeason:
    """Return the season at an address, its county in whatever case.

    Raises SeasonMissing where there is none.
    """
    stamps = season_stamps()
    known = addresses(stamp.name for stamp in stamps)
    stamp = stamp_at(stamps, county, year)
    if stamp is None:
        raise SeasonMissing(
            f"{county} {year}", [f"{name.county}, {name.state} {name.tax_year}" for name in known]
        )
    others = tuple(other for other in known.items() if other[0] != stamp.name)
    view = opened(stamp)
    return ShownSeason(view, known[stamp.name], others, last_certified(view))


def stamp_at(stamps: tuple[SeasonStamp, ...], county: str, year: int) -> SeasonStamp | None:
    """Return the stamp of the season at an address, or None."""
    known = addresses(stamp.name for stamp in stamps)
    asked = {"county": county.lower(), "year": year}
    return next((stamp for stamp in stamps if known[stamp.name] == asked), None)


def addresses(known: Iterable[SeasonName]) -> dict[SeasonName, Address]:
    """Return the address of each season; a county that two states have is told by its state."""
    known = tuple(known)
    states: dict[str, set[str]] = {}
    for name in known:
        states.setdefault(_joined(name.county), set()).add(name.state)
    return {name: _address(name, states[_joined(name.county)]) for name in known}


def _address(name: SeasonName, states: set[str]) -> Address:
    county = name.county if len(states) == 1 else f"{name.county} {name.state}"
    return {"county": _joined(county), "year": name.tax_year}


def _joined(words: str) -> str:
    """Return words as an address has them: letters and digits of ASCII, with - between."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    # A name of other letters altogether is told by their numbers.
    return joined or "-".join(f"u{ord(letter):x}" for letter in words.lower() if letter.isalnum())
