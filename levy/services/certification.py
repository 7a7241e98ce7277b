"""Certifying a season: what blocks it, and who certified which figures.

A certification is an entry of the audit trail, which nobody can change.  It applies to the results
that were certified; a season that is computed again is no longer certified.
"""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from levy.errors import NotCertified, SeasonMissing
from levy.services import figures
from levy.services.account import this_account
from levy.services.measure_register import blocking_notices
from levy.services.open_season import season_now
from levy.services.opened_season import OpenedSeason
from levy.services.season_figures import total_tax
from levy.services.season_name import season_title
from levy.store.audit import CERTIFIED, audit_trail, write_audit
from levy.store.seasons import season_to_change
from levy.store.transaction import transaction


class Certification(NamedTuple):
    """The last certification of a season; holds is False if the season changed since."""

    who: str
    at: datetime
    levies: int
    tax: Decimal
    holds: bool


def blockers(view: OpenedSeason) -> tuple[str, ...]:
    """Return what has to be fixed before the season can be certified, one sentence each."""
    if view.result is None:
        return ("The season is not computed.",)
    sentences = []
    if view.stale:
        sentences.append(
            f"The results were computed from version {view.computed_from} of the values, and the "
            f"season now has version {view.snapshot_version}: compute it again."
        )
    waiting = [row.levy for row in view.result.levies if row.missing]
    if waiting:
        waits = "1 levy waits" if len(waiting) == 1 else f"{len(waiting):,} levies wait"
        sentences.append(f"{waits} for an input that is not known yet.")
    sentences += (notice.sentence for notice in blocking_notices(view.result))
    return tuple(sentences)


def state_of(view: OpenedSeason) -> str:
    """Return what identifies these results of the season: when they were computed."""
    return view.computed_at.isoformat() if view.computed_at else ""


def certify(year: int, county: str | None, *, shown: str) -> str:
    """Record that a season is certified as it is now; return a message for the user.

    shown  state of the results that the user saw

    Raises NotCertified if something blocks it, or the season was computed again since.
    """
    with transaction():
        season_to_change(county, year=year)
        view = season_now(year, county)
        name = season_title(view.season)
        reasons = blockers(view)
        if state_of(view) != shown:
            reasons = ("It was computed again after your page was shown: check it again.",)
        if reasons or view.result is None:
            raise NotCertified(name, reasons)
        levies, tax = len(view.result.levies), total_tax(view.result)
        write_audit(
            this_account(),
            action=CERTIFIED,
            subject=name,
            after={"levies": levies, "tax": tax, "computed": shown},
        )
    return f"{name} is certified: {levies} levies, tax in the county {figures.dollars(tax)}."


def last_certified(view: OpenedSeason) -> Certification | None:
    """Return the last certification of a season, or None if there is none."""
    with transaction():
        return _last_certification(view)


def certification_in_force(year: int, county: str | None) -> Certification | None:
    """Return the certification that any change would end, within the open transaction.

    None if the season is not certified as it is now, or is not loaded.
    """
    try:
        last = _last_certification(season_now(year, county))
    except SeasonMissing:
        return None
    return last if last is not None and last.holds else None


def _last_certification(view: OpenedSeason) -> Certification | None:
    entries = audit_trail(season_title(view.season), action=CERTIFIED, limit=1)
    if not entries:
        return None
    entry, facts = entries[0], entries[0].after or {}
    holds = facts.get("computed") == state_of(view) and not view.stale
    return Certification(entry.who, entry.at, facts["levies"], Decimal(facts["tax"]), holds)
