"""Computes a season and saves the results with its inputs."""

from collections.abc import Callable

from levy.services import figures
from levy.services.account import this_account
from levy.services.jurisdiction import season_result
from levy.services.season_figures import total_tax
from levy.services.season_name import season_title
from levy.store.audit import write_audit
from levy.store.inputs import load_season
from levy.store.results import save_results
from levy.store.seasons import season_to_change
from levy.store.transaction import transaction


def calculate_season(
    year: int,
    county: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> str:
    """Compute a season, replace earlier results, and return a message for the user.

    progress  called with the number of levies computed and the total

    Raises SeasonMissing, CountyNeeded, ParameterMissing for a year without law, LevyCircle.
    """
    with transaction():
        season_to_change(county, year=year)
        season = load_season(county, year=year)
        result = season_result(season, progress)
        save_results(county, year=year, result=result)
        facts = season.facts
        total = figures.dollars(total_tax(result))
        write_audit(
            this_account(),
            action="season.calculate",
            subject=season_title(season),
            after={"levies": len(result.levies), "tax": total_tax(result)},
        )
    waiting = sum(1 for levy in result.levies if levy.missing)
    sentence = f"Computed {len(result.levies) - waiting} of {len(result.levies)} levies"
    if waiting:
        waits = "1 waits" if waiting == 1 else f"{waiting} wait"
        return f"{sentence}; {waits} for an input that is not known yet."
    return f"{sentence}: tax in {facts.county} County {total}."
