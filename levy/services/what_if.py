"""What-if scenarios: a season with changes, computed beside the real one and never into it.

A scenario keeps its changes only.  It is computed from the season as it stands each time it is
shown, and nothing of it is written to the season's tables.
"""

import hashlib
import json
from typing import Any, NamedTuple

from levy.errors import (
    InputRefused,
    ScenarioChangedMeanwhile,
    ScenarioMissing,
    ScenarioNameTaken,
)
from levy.law.season import Season, SeasonResult
from levy.services.account import this_account
from levy.services.changed_season import Cell, changed, check, text_of
from levy.services.jurisdiction import season_result
from levy.services.season_archive import packed
from levy.services.season_name import season_key
from levy.store.scenarios import (
    changes_of,
    make_scenario,
    remove_change,
    remove_scenario,
    save_change,
    scenario_of,
    scenarios_of,
)
from levy.store.transaction import transaction

MOST_LETTERS = 80  # of a name
Cells = tuple[tuple[Cell, str], ...]


class Change(NamedTuple):
    """An input that a scenario has otherwise: what the season has, and what it has."""

    cell: Cell
    season_has: str
    text: str


class WhatIf(NamedTuple):
    """A scenario, computed; problem says why it cannot be.

    mark  what tells its changes from those that it had at another time
    """

    number: int
    name: str
    changes: tuple[Change, ...]
    season: Season
    result: SeasonResult | None
    problem: str
    mark: str


def what_ifs(season: Season, numbers: tuple[int, ...] | None = None) -> tuple[WhatIf, ...]:
    """Return the scenarios of a season, computed; of no numbers given, all."""
    with transaction():
        found = [
            (scenario.id, scenario.name, _cells(scenario))
            for scenario in scenarios_of(season_key(season))
            if numbers is None or scenario.id in numbers
        ]
    return tuple(_computed(season, *one) for one in found)


def scenario_names(season: Season) -> tuple[tuple[int, str], ...]:
    """Return the number and name of every scenario of a season."""
    with transaction():
        return tuple((scenario.id, scenario.name) for scenario in scenarios_of(season_key(season)))


def new_scenario(season: Season, name: str) -> int:
    """Make a scenario without changes, and return its number; raises ScenarioNameTaken."""
    name = " ".join(name.split())
    if not name:
        raise InputRefused("The scenario", "It has no name.", "Write one, such as: factor 1.02.")
    if len(name) > MOST_LETTERS:
        what = f"Its name has {len(name)} letters."
        raise InputRefused("The scenario", what, f"Write at most {MOST_LETTERS}.")
    with transaction():
        number = make_scenario(season_key(season), name=name, who=this_account())
        if number is None:
            raise ScenarioNameTaken(name)
    return number


def change_scenario(season: Season, number: int, change: tuple[Cell, str], *, mark: str) -> None:
    """Write into a scenario what it has otherwise.

    mark  of the scenario as the person saw it

    Raises InputRefused, ScenarioMissing; ScenarioChangedMeanwhile where its changes are others.
    """
    cell, text = change
    with transaction():
        scenario = _held(season_key(season), number)
        cells = _cells(scenario)
        for other, its_text in cells:
            season = changed(season, other, its_text) if other != cell else season
        after = changed(season, cell, text)
        check(after, cell)
        wanted = text_of(after, cell)
        if (cell, wanted) in cells:
            return
        _same(scenario, cells, mark, "changed")
        save_change(number, file=cell.file, code=cell.code, field=cell.field, text=wanted)


def take_back(season: Season, number: int, cell: Cell, *, mark: str) -> None:
    """Let a scenario have in a cell what its season has.

    Raises ScenarioMissing; ScenarioChangedMeanwhile where its changes are not those of the mark.
    """
    with transaction():
        scenario = _held(season_key(season), number)
        cells = _cells(scenario)
        if cell in dict(cells):
            _same(scenario, cells, mark, "changed")
            remove_change(number, file=cell.file, code=cell.code, field=cell.field)


def discard_scenario(season: Season, number: int, *, mark: str) -> str:
    """Remove a scenario, and return the sentence that tells a person.

    Raises ScenarioMissing; ScenarioChangedMeanwhile where its changes are not those of the mark.
    """
    with transaction():
        scenario = _held(season_key(season), number)
        name = scenario.name
        _same(scenario, _cells(scenario), mark, "discarded")
        remove_scenario(number)
    return f"Scenario {name!r} is discarded; the season is as it was."


def export_scenario(season: Season, number: int) -> bytes:
    """Return a scenario's season folder, packed; raises ScenarioMissing."""
    found = what_ifs(season, (number,))
    if not found:
        raise ScenarioMissing(number)
    return packed(found[0].season, found[0].result)


def _held(season_id: int, number: int) -> Any:
    scenario = scenario_of(season_id, number)
    if scenario is None:
        raise ScenarioMissing(number)
    return scenario


def _same(scenario: Any, cells: Cells, mark: str, what: str) -> None:
    """Raise ScenarioChangedMeanwhile where a scenario's changes are not those of the mark."""
    if mark_of(cells) != mark:
        raise ScenarioChangedMeanwhile(scenario.name, what)


def _cells(scenario: Any) -> Cells:
    return tuple((Cell(row.file, row.code, row.field), row.text) for row in changes_of(scenario.id))


def mark_of(cells: Cells) -> str:
    """Return what tells these changes of a scenario from others."""
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def _computed(season: Season, number: int, name: str, cells: Cells) -> WhatIf:
    changes = tuple(Change(cell, text_of(season, cell), text) for cell, text in cells)
    found = WhatIf(number, name, changes, season, None, "", mark_of(cells))
    made = season
    try:
        for cell, text in cells:
            made = changed(made, cell, text)
        result = season_result(made)
    except InputRefused as error:
        # The season changed under the scenario: its levy or area may be gone.
        return found._replace(problem=str(error))
    return found._replace(season=made, result=result)
