"""Reports what a downgrade loses before it runs, and asks to confirm in a protected database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory

from safemigrate.execute.changes import StepsOf
from safemigrate.execute.deployer import Deployer
from safemigrate.execute.dry_run import pending
from safemigrate.execute.limits import Limits
from safemigrate.execute.loss.foresee import LossForecast, foresee
from safemigrate.journal.stamp import read_stamp
from safemigrate.project.alembic_config import Config
from safemigrate.project.confirmation import confirm
from safemigrate.project.mounted import mounted
from safemigrate.project.own_session import own_session
from safemigrate.state.position import heads_of

_KEYS = ("kind", "schema", "table", "column", "what", "number")


def announce(
    config: Config, script: ScriptDirectory, deployer: Deployer, limits: Limits, steps_of: StepsOf
) -> list[dict[str, Any]] | None:
    """Report what the downgrade loses; return it as plain values, or None if that is not known.

    Raises NameNotTyped if the name of a protected database is not confirmed.
    """
    steps = pending(config, script, steps_of)
    if not steps:
        return []
    session, database = deployer.session(deployer.engine), str(deployer.engine.url.database)
    forecast = _forecast(config, deployer, steps_of)
    names = _names(steps)
    for line in loss_lines(forecast, names):
        deployer.say(line)
    stamp = read_stamp(session)
    if stamp is not None and stamp.is_protected:
        confirm(f"Downgrading {names} in {stamp.environment}", database, limits.confirmed)
    if forecast.why_unknown:
        return None
    return [{key: asdict(loss)[key] for key in _KEYS} for loss in forecast.losses]


def what_it_loses(config: Config, script: ScriptDirectory, steps_of: StepsOf) -> list[str]:
    """Return the lines for a downgrade that is only previewed."""
    steps = pending(config, script, steps_of)
    if not steps:
        return []
    with own_session() as session:
        heads = heads_of(session, mounted().version_table)
    return loss_lines(foresee(config, steps_of, heads), _names(steps))


def _names(steps: Sequence[RevisionStep]) -> str:
    return ", ".join(step.revision.revision for step in steps)


def loss_lines(forecast: LossForecast, names: str) -> list[str]:
    """Return the losses as lines of text."""
    if forecast.why_unknown:
        return [f"It is not known what downgrading {names} loses. {forecast.why_unknown}"]
    if not forecast.losses:
        return [f"Downgrading {names} loses no table, column or value."]
    return [f"Downgrading {names} loses:", *(f"  {loss}" for loss in forecast.losses)]


def _forecast(config: Config, deployer: Deployer, steps_of: StepsOf) -> LossForecast:
    incomplete = deployer.incomplete_revision()
    if incomplete is not None:
        return LossForecast(
            why_unknown=f"{incomplete} is incomplete and continues where it stopped."
        )
    heads = heads_of(deployer.session(deployer.engine), deployer.version_table)
    return foresee(config, steps_of, heads)
