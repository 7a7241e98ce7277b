"""Before a downgrade: what it loses is said, and where the database is protected, confirmed."""

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
    config: Config, script: ScriptDirectory, one: Deployer, limits: Limits, steps_of: StepsOf
) -> list[dict[str, Any]] | None:
    """Say what the downgrade loses; return it as plain values, None where that is not known.

    Raises NameNotTyped where a protected database's name is not given.
    """
    back = pending(config, script, steps_of)
    if not back:
        return []
    session, database = one.session(one.engine), str(one.engine.url.database)
    foreseen = _foreseen(config, one, steps_of)
    names = _names(back)
    for line in told(foreseen, names):
        one.say(line)
    stamp = read_stamp(session)
    if stamp is not None and stamp.is_protected:
        confirm(f"Taking {names} back in {stamp.environment}", database, limits.confirmed)
    if foreseen.why_unknown:
        return None
    return [{key: asdict(loss)[key] for key in _KEYS} for loss in foreseen.losses]


def what_it_loses(config: Config, script: ScriptDirectory, steps_of: StepsOf) -> list[str]:
    """Return the lines for a downgrade that is only looked at."""
    back = pending(config, script, steps_of)
    if not back:
        return []
    with own_session() as session:
        heads = heads_of(session, mounted().version_table)
    return told(foresee(config, steps_of, heads), _names(back))


def _names(back: Sequence[RevisionStep]) -> str:
    return ", ".join(step.revision.revision for step in back)


def told(foreseen: LossForecast, names: str) -> list[str]:
    """Return the lines that a person reads."""
    if foreseen.why_unknown:
        return [f"What taking {names} back loses is not known. {foreseen.why_unknown}"]
    if not foreseen.losses:
        return [f"Taking {names} back loses no table, column or value."]
    return [f"Taking {names} back loses:", *(f"  {loss}" for loss in foreseen.losses)]


def _foreseen(config: Config, one: Deployer, steps_of: StepsOf) -> LossForecast:
    half = one.incomplete_revision()
    if half is not None:
        return LossForecast(why_unknown=f"{half} is half done, and goes on where it stopped.")
    heads = heads_of(one.session(one.engine), one.version_table)
    return foresee(config, steps_of, heads)
