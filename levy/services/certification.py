"""What stands in the way of certifying a season; nothing may be certified while anything does."""

from levy.services.measure_register import errors_of
from levy.services.season_view import SeasonView


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
