"""What-if scenarios: a season with changes, computed beside the real one and never into it.

A scenario keeps its changes only.  It is computed from the season as it stands each time it is
shown, and nothing of it is written to the season's tables.
"""

from typing import Any, NamedTuple

from levy.errors import InputRefused, ScenarioMissing, ScenarioNameTaken
from levy.law.season import Season, SeasonResult
from levy.services.changed_season import Cell, changed, check, text_of
from levy.services.jurisdiction import jurisdiction
from levy.services.season_archive import packed
from levy.services.who import this_account
from levy.store.scenarios import (
    changes_of,
    make_scenario,
    remove_change,
    remove_scenario,
    save_change,
    scenario_of,
    scenarios_of,
)
from levy.store.seasons import season_named
from levy.store.transaction import transaction


class Change(NamedTuple):
    """An input that a scenario has otherwise: what the season has, and what it has."""

    cell: Cell
    season_has: str
    text: str


class WhatIf(NamedTuple):
    """A scenario, computed; problem says why it cannot be."""

    number: int
    name: str
    changes: tuple[Change, ...]
    season: Season
    result: SeasonResult | None
    problem: str


def what_ifs(season: Season, numbers: tuple[int, ...] | None = None) -> tuple[WhatIf, ...]:
    """Return the scenarios of a season, computed; of no numbers given, all."""
    with transaction():
        found = [
            (scenario.id, scenario.name, _cells(scenario))
            for scenario in scenarios_of(_key(season))
            if numbers is None or scenario.id in numbers
        ]
    return tuple(_computed(season, *one) for one in found)


def scenario_names(season: Season) -> tuple[tuple[int, str], ...]:
    """Return the number and name of every scenario of a season."""
    with transaction():
        return tuple((scenario.id, scenario.name) for scenario in scenarios_of(_key(season)))


def new_scenario(season: Season, name: str) -> int:
    """Make a scenario without changes, and return its number; raises ScenarioNameTaken."""
    name = " ".join(name.split())[:80]
    if not name:
        raise InputRefused("The scenario", "It has no name.", "Write one, such as: factor 1.02.")
    with transaction():
        number = make_scenario(_key(season), name=name, who=this_account())
        if number is None:
            raise ScenarioNameTaken(name)
    return number


def change_scenario(season: Season, number: int, change: tuple[Cell, str]) -> None:
    """Write into a scenario what it has otherwise; raises InputRefused, ScenarioMissing."""
    cell, text = change
    with transaction():
        scenario = _held(_key(season), number)
        for other, its_text in _cells(scenario):
            season = changed(season, other, its_text) if other != cell else season
        after = changed(season, cell, text)
        check(after, cell)
        save_change(
            number, file=cell.file, code=cell.code, field=cell.field, text=text_of(after, cell)
        )


def take_back(season: Season, number: int, cell: Cell) -> None:
    """Let a scenario have in a cell what its season has."""
    with transaction():
        _held(_key(season), number)
        remove_change(number, file=cell.file, code=cell.code, field=cell.field)


def discard_scenario(season: Season, number: int) -> str:
    """Remove a scenario, and return the sentence that tells a person."""
    with transaction():
        scenario = _held(_key(season), number)
        name = scenario.name
        remove_scenario(number)
    return f"Scenario {name!r} is discarded; the season is as it was."


def export_scenario(season: Season, number: int) -> tuple[str, bytes]:
    """Return a scenario's name and its season folder, packed; raises ScenarioMissing."""
    found = what_ifs(season, (number,))
    if not found:
        raise ScenarioMissing(number)
    return found[0].name, packed(found[0].season, found[0].result)


def _key(season: Season) -> int:
    facts = season.facts
    return season_named(f"{facts.county}, {facts.state}", year=facts.tax_year).id


def _held(season_id: int, number: int) -> Any:
    scenario = scenario_of(season_id, number)
    if scenario is None:
        raise ScenarioMissing(number)
    return scenario


def _cells(scenario: Any) -> tuple[tuple[Cell, str], ...]:
    return tuple((Cell(row.file, row.code, row.field), row.text) for row in changes_of(scenario.id))


def _computed(
    season: Season, number: int, name: str, cells: tuple[tuple[Cell, str], ...]
) -> WhatIf:
    changes = tuple(Change(cell, text_of(season, cell), text) for cell, text in cells)
    made = season
    try:
        for cell, text in cells:
            made = changed(made, cell, text)
        law = jurisdiction(made.facts.state)
        numbers = law.parameters(made.facts.tax_year)
        result = law.calculate(made, numbers, lambda done, total: None)
    except InputRefused as error:
        # The season changed under the scenario: its levy or area may be gone.
        return WhatIf(number, name, changes, season, None, str(error))
    return WhatIf(number, name, changes, made, result, "")
