"""What-if scenarios: each stores what it changes in its season."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.models import Scenario, ScenarioChange


def scenarios_of(season_id: int) -> list[Scenario]:
    """Return the scenarios of a season, in the order in which they were created."""
    query = select(Scenario).where(Scenario.season_id == season_id)
    return list(db.session.scalars(query.order_by(Scenario.id)))


def scenario_of(season_id: int, number: int) -> Scenario | None:
    """Return one scenario of a season, locked until the transaction ends."""
    query = select(Scenario).where(Scenario.season_id == season_id, Scenario.id == number)
    return db.session.scalars(query.with_for_update()).one_or_none()


def make_scenario(season_id: int, *, name: str, who: str) -> int | None:
    """Add a scenario and return its number; None if the season already has one of this name."""
    row = insert(Scenario).values(season_id=season_id, name=name, who=who)
    stmt = row.on_conflict_do_nothing(index_elements=["season_id", "name"]).returning(Scenario.id)
    return db.session.scalar(stmt)


def changes_of(scenario_id: int) -> list[ScenarioChange]:
    """Return what a scenario changes, by file, row and column."""
    query = select(ScenarioChange).where(ScenarioChange.scenario_id == scenario_id)
    table = ScenarioChange
    return list(db.session.scalars(query.order_by(table.file, table.code, table.field)))


def save_change(scenario_id: int, *, file: str, code: str, field: str, text: str) -> None:
    """Save a scenario's text for a cell, replacing an earlier one."""
    key = {"scenario_id": scenario_id, "file": file, "code": code, "field": field}
    row = insert(ScenarioChange).values(**key, text=text)
    db.session.execute(row.on_conflict_do_update(index_elements=list(key), set_={"text": text}))


def remove_change(scenario_id: int, *, file: str, code: str, field: str) -> None:
    """Remove a scenario's change of a cell, so that it has the season's text again."""
    table = ScenarioChange
    db.session.execute(
        delete(table).where(
            table.scenario_id == scenario_id,
            table.file == file,
            table.code == code,
            table.field == field,
        )
    )


def remove_scenario(scenario_id: int) -> None:
    """Remove a scenario and its changes."""
    db.session.execute(delete(Scenario).where(Scenario.id == scenario_id))
