"""What-if scenarios: what each has otherwise than its season."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from levy.db import db
from levy.models import Scenario, ScenarioChange


def scenarios_of(season_id: int) -> list[Scenario]:
    """Return the scenarios of a season, in the order in which they were made."""
    wanted = select(Scenario).where(Scenario.season_id == season_id)
    return list(db.session.scalars(wanted.order_by(Scenario.id)))


def scenario_of(season_id: int, number: int) -> Scenario | None:
    """Return one scenario of a season, held until the transaction ends."""
    wanted = select(Scenario).where(Scenario.season_id == season_id, Scenario.id == number)
    return db.session.scalars(wanted.with_for_update()).one_or_none()


def make_scenario(season_id: int, *, name: str, who: str) -> int | None:
    """Add a scenario and return its number; None where the season has one of this name."""
    row = insert(Scenario).values(season_id=season_id, name=name, who=who)
    made = row.on_conflict_do_nothing(index_elements=["season_id", "name"]).returning(Scenario.id)
    return db.session.scalar(made)


def changes_of(scenario_id: int) -> list[ScenarioChange]:
    """Return what a scenario has otherwise, by file, row and column."""
    wanted = select(ScenarioChange).where(ScenarioChange.scenario_id == scenario_id)
    table = ScenarioChange
    return list(db.session.scalars(wanted.order_by(table.file, table.code, table.field)))


def save_change(scenario_id: int, *, file: str, code: str, field: str, text: str) -> None:
    """Save what a scenario has in a cell, in place of what it had there."""
    key = {"scenario_id": scenario_id, "file": file, "code": code, "field": field}
    row = insert(ScenarioChange).values(**key, text=text)
    db.session.execute(row.on_conflict_do_update(index_elements=list(key), set_={"text": text}))


def remove_change(scenario_id: int, *, file: str, code: str, field: str) -> None:
    """Let a scenario have in a cell what its season has."""
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
