"""What-if scenarios: a season with changes, computed without changing the season.

Only the changes of a scenario are stored.  It is computed from the present season each time it is
shown, and never written to the season's tables.
"""

import hashlib
import json
from typing import Any, NamedTuple

from levy.errors import (
    InputRefused,
    ScenarioConflict,
    ScenarioMissing,
    ScenarioNameTaken,
)
from levy.law.season import Season, SeasonResult
from levy.services.account import this_account
from levy.services.changed_season import Cell, check, season_with, text_of
from levy.services.jurisdiction import season_result
from levy.services.season_archive import season_zip
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
    """An input that a scenario changes: the season's text, and the scenario's."""

    cell: Cell
    season_has: str
    text: str


class WhatIf(NamedTuple):
    """A computed scenario; problem says why it could not be computed.

    mark  a hash of its changes, to detect that somebody else changed them
    """

    number: int
    name: str
    changes: tuple[Change, ...]
    season: Season
    result: SeasonResult | None
    problem: str
    mark: str


def what_ifs(season: Season, numbers: tuple[int, ...] | None = None) -> tuple[WhatIf, ...]:
    """Return the scenarios of a season, computed; all of them if numbers is None."""
    with transaction():
        scenarios = [
            (scenario.id, scenario.name, _cells(scenario))
            for scenario in scenarios_of(season_key(season))
            if numbers is None or scenario.id in numbers
        ]
    return tuple(_compute(season, *scenario) for scenario in scenarios)


def scenario_names(season: Season) -> tuple[tuple[int, str], ...]:
    """Return the number and name of every scenario of a season."""
    with transaction():
        return tuple((scenario.id, scenario.name) for scenario in scenarios_of(season_key(season)))


def new_scenario(season: Season, name: str) -> int:
    """Create a scenario without changes, and return its number; raises ScenarioNameTaken."""
    name = " ".join(name.split())
    if not name:
        raise InputRefused("The scenario", "It has no name.", "Write one, such as: factor 1.02.")
    if len(name) > MOST_LETTERS:
        reason = f"Its name has {len(name)} letters."
        raise InputRefused("The scenario", reason, f"Write at most {MOST_LETTERS}.")
    with transaction():
        number = make_scenario(season_key(season), name=name, who=this_account())
        if number is None:
            raise ScenarioNameTaken(name)
    return number


def change_scenario(season: Season, number: int, change: tuple[Cell, str], *, mark: str) -> None:
    """Save a change of a scenario.

    mark  the scenario's mark when the user saw it

    Raises InputRefused, ScenarioMissing; ScenarioConflict if somebody else changed it since.
    """
    cell, text = change
    with transaction():
        scenario = _locked_scenario(season_key(season), number)
        cells = _cells(scenario)
        for other, its_text in cells:
            season = season_with(season, other, its_text) if other != cell else season
        after = season_with(season, cell, text)
        check(after, cell)
        wanted = text_of(after, cell)
        if (cell, wanted) in cells:
            return
        _check_mark(scenario, cells, mark, "changed")
        save_change(number, file=cell.file, code=cell.code, field=cell.field, text=wanted)


def undo_scenario_change(season: Season, number: int, cell: Cell, *, mark: str) -> None:
    """Remove a scenario's change of a cell.

    Raises ScenarioMissing; ScenarioConflict if somebody else changed it since.
    """
    with transaction():
        scenario = _locked_scenario(season_key(season), number)
        cells = _cells(scenario)
        if cell in dict(cells):
            _check_mark(scenario, cells, mark, "changed")
            remove_change(number, file=cell.file, code=cell.code, field=cell.field)


def discard_scenario(season: Season, number: int, *, mark: str) -> str:
    """Remove a scenario, and return a message for the user.

    Raises ScenarioMissing; ScenarioConflict if somebody else changed it since.
    """
    with transaction():
        scenario = _locked_scenario(season_key(season), number)
        name = scenario.name
        _check_mark(scenario, _cells(scenario), mark, "discarded")
        remove_scenario(number)
    return f"Scenario {name!r} is discarded; the season is unchanged."


def export_scenario(season: Season, number: int) -> bytes:
    """Return a zip of a scenario's season folder; raises ScenarioMissing."""
    scenarios = what_ifs(season, (number,))
    if not scenarios:
        raise ScenarioMissing(number)
    return season_zip(scenarios[0].season, scenarios[0].result)


def _locked_scenario(season_id: int, number: int) -> Any:
    scenario = scenario_of(season_id, number)
    if scenario is None:
        raise ScenarioMissing(number)
    return scenario


def _check_mark(scenario: Any, cells: Cells, mark: str, action: str) -> None:
    """Raise ScenarioConflict if a scenario's changes no longer have this mark."""
    if mark_of(cells) != mark:
        raise ScenarioConflict(scenario.name, action)


def _cells(scenario: Any) -> Cells:
    return tuple((Cell(row.file, row.code, row.field), row.text) for row in changes_of(scenario.id))


def mark_of(cells: Cells) -> str:
    """Return a hash that identifies these changes of a scenario."""
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def _compute(season: Season, number: int, name: str, cells: Cells) -> WhatIf:
    changes = tuple(Change(cell, text_of(season, cell), text) for cell, text in cells)
    scenario = WhatIf(number, name, changes, season, None, "", mark_of(cells))
    changed_season = season
    try:
        for cell, text in cells:
            changed_season = season_with(changed_season, cell, text)
        result = season_result(changed_season)
    except InputRefused as error:
        # The season changed since the scenario: its levy or area may no longer exist.
        return scenario._replace(problem=str(error))
    return scenario._replace(season=changed_season, result=result)
