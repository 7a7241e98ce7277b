"""The lawful order of the levies: fire, library and hospital before the cities that wait for them.

A levy waits for those whose rates lower its statutory maximum (RCW 84.52.044), and an
earmarked part waits for the levy that it is part of.  Levies that wait for each other are an error.
"""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from levy.errors import LevyCircle
from levy.law.season import Levy, Limit


def lawful_order(levies: Sequence[Levy], limits: Mapping[str, Limit]) -> tuple[Levy, ...]:
    """Return the levies, each after those whose rates it needs."""
    by_code = {levy.levy: levy for levy in levies}
    waits: dict[str, list[str]] = {}
    for levy in levies:
        limit = limits.get(levy.levy)
        needed = limit.statutory_less if limit is not None else ()
        if levy.part_of is not None:
            needed = (*needed, levy.part_of)
        if needed:
            waits[levy.levy] = [code for code in needed if code in by_code]
    try:
        waiting = [code for code in TopologicalSorter(waits).static_order() if code in waits]
    except CycleError as error:
        raise LevyCircle(list(reversed(error.args[1]))) from error
    first = [levy for levy in levies if levy.levy not in waits]
    return (*first, *(by_code[code] for code in waiting))
