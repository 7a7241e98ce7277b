"""The foot of a season's pages: whose figures they are, and how far the season is."""

from levy.services.certification import Certified
from levy.services.season_view import SeasonView
from levy.web import format as written


def foot_of(view: SeasonView, last: Certified | None) -> str:
    """Return whose figures are shown, of which values, how far they are, and their mark.

    The mark is the first letters of the SHA-256 of the export's rates.csv.
    """
    facts = view.season.facts
    of = f" of {written.day(facts.values_as_of)}" if facts.values_as_of else ""
    said = [
        f"{facts.county} County, {facts.state}",
        f"tax year {facts.tax_year}",
        f"values{of} (version {view.snapshot_version})",
    ]
    if view.computed_at is None:
        return " · ".join([*said, "not computed"])
    said += [state_word(last), f"computed {written.moment(view.computed_at)}"]
    if view.fingerprint:
        said.append(f"rates.csv {view.fingerprint}")
    return " · ".join(said)


def state_word(last: Certified | None) -> str:
    """Return how far a season is; a certification holds for the results that it was made of."""
    if last is None:
        return "draft"
    return "certified" if last.holds else "draft, changed since it was certified"
