"""The foot of a season's pages: which figures they show, and the state of the season."""

from levy.services.certification import Certification
from levy.services.opened_season import OpenedSeason
from levy.web import format as fmt


def foot_of(view: OpenedSeason, last: Certification | None) -> str:
    """Return the county, the tax year, the values, the season's state and its fingerprint.

    The fingerprint is the first digits of the SHA-256 of rates.csv, as exported.
    """
    facts = view.season.facts
    of = f" of {fmt.day(facts.values_as_of)}" if facts.values_as_of else ""
    parts = [
        f"{facts.county} County, {facts.state}",
        f"tax year {facts.tax_year}",
        f"values{of} (version {view.snapshot_version})",
    ]
    if view.computed_at is None:
        return " · ".join([*parts, "not computed"])
    parts += [state_word(last), f"computed {fmt.moment(view.computed_at)}"]
    if view.fingerprint:
        parts.append(f"rates.csv {view.fingerprint}")
    return " · ".join(parts)


def state_word(last: Certification | None) -> str:
    """Return the state of a season; a certification applies only to the results certified."""
    if last is None:
        return "draft"
    return "certified" if last.holds else "draft, changed since it was certified"
