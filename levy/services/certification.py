"""Certifying a season: what stands in the way, and who certified which figures.

A certification is an entry of the audit trail, which nobody can change.  It holds for the results
that it was made of; a season that is computed anew is no longer certified.
"""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from levy.errors import NotCertified, SeasonMissing
from levy.services import figures
from levy.services.account import this_account
from levy.services.measure_register import errors_of
from levy.services.open_season import season_now
from levy.services.season_figures import total_tax
from levy.services.season_name import season_title
from levy.services.season_view import SeasonView
from levy.store.audit import CERTIFIED, audit_trail, write_audit
from levy.store.seasons import season_to_change
from levy.store.transaction import transaction


class Certified(NamedTuple):
    """The last certification of a season; holds where the season is still as it was."""

    who: str
    at: datetime
    levies: int
    tax: Decimal
    holds: bool


def in_the_way(view: SeasonView) -> tuple[str, ...]:
    """Return what has to be mended before the season can be certified, a sentence each."""
    if view.result is None:
        return ("The season is not computed.",)
    said = []
    if view.stale:
        said.append(
            f"The results are of version {view.computed_from} of the values, and the season holds "
            f"version {view.snapshot_version}: compute it anew."
        )
    waiting = [row.levy for row in view.result.levies if row.missing]
    if waiting:
        waits = "1 levy waits" if len(waiting) == 1 else f"{len(waiting):,} levies wait"
        said.append(f"{waits} for something not yet known.")
    said += (notice.sentence for notice in errors_of(view.result))
    return tuple(said)


def state_of(view: SeasonView) -> str:
    """Return what tells these results from the season's others: when they were computed."""
    return view.computed_at.isoformat() if view.computed_at else ""


def certify(year: int, county: str | None, *, shown: str) -> str:
    """Note that a season is certified as it stands; return the sentence for it.

    shown  the state of the results that the person looked at

    Raises NotCertified where something stands in the way, or the season was computed anew since.
    """
    with transaction():
        season_to_change(county, year=year)
        view = season_now(year, county)
        name = season_title(view.season)
        reasons = in_the_way(view)
        if state_of(view) != shown:
            reasons = ("It was computed anew since your page was shown: look at it again.",)
        if reasons or view.result is None:
            raise NotCertified(name, reasons)
        levies, tax = len(view.result.levies), total_tax(view.result)
        write_audit(
            this_account(),
            what=CERTIFIED,
            subject=name,
            after={"levies": levies, "tax": tax, "computed": shown},
        )
    return f"{name} is certified: {levies} levies, tax in the county {figures.dollars(tax)}."


def last_certified(view: SeasonView) -> Certified | None:
    """Return the last certification of a season, or None where there was none."""
    with transaction():
        return _last(view)


def certified_now(year: int, county: str | None) -> Certified | None:
    """Return the certification that any change would end, in the transaction that is open.

    None where the season is not certified as it stands, or is not loaded.
    """
    try:
        last = _last(season_now(year, county))
    except SeasonMissing:
        return None
    return last if last is not None and last.holds else None


def _last(view: SeasonView) -> Certified | None:
    entries = audit_trail(season_title(view.season), what=CERTIFIED, limit=1)
    if not entries:
        return None
    noted = entries[0].after or {}
    holds = noted.get("computed") == state_of(view) and not view.stale
    return Certified(entries[0].who, entries[0].at, noted["levies"], Decimal(noted["tax"]), holds)
