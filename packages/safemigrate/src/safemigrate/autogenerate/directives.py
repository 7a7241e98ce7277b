"""What Alembic's revision command calls with its proposal: it writes one revision per phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, MetaData

from safemigrate.autogenerate.backfill_names import with_free_names
from safemigrate.autogenerate.enum_types import EnumTypes
from safemigrate.autogenerate.migrate_errors import NoModels
from safemigrate.autogenerate.online_changes import OnlineChanges
from safemigrate.autogenerate.rename_line import RenameLine
from safemigrate.autogenerate.renaming import renamed
from safemigrate.autogenerate.taken_apart import units_of
from safemigrate.autogenerate.unit import Phase, Unit
from safemigrate.project.revision_ids import id_after

PlacedUnit = tuple[str, Unit]  # with Alembic's token of its database, which templates use


class SafeDirectives:
    """Rewrites a proposal; afterwards `revisions` has the units of each revision, by its id.

    Alembic calls it once for each database.  Each call rebuilds all revisions.

    at_once  change a type or a name in one statement, even if it blocks or breaks programs
    """

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.revisions: dict[str, tuple[Phase, list[Unit]]] = {}
        self.tokens: list[tuple[str, str]] = []
        self.units: list[PlacedUnit] = []

    def __call__(
        self, context: MigrationContext, revision: Any, directives: list[ops.MigrationScript]
    ) -> None:
        """Replace Alembic's proposal with revisions of one phase each."""
        last = directives[-1]
        changes, reverse = last.upgrade_ops_list[-1], last.downgrade_ops_list[-1]
        self.tokens.append((str(changes.upgrade_token), str(reverse.downgrade_token)))
        token = self.tokens[-1][0]
        self.units += [(token, unit) for unit in self._units(context, changes, reverse)]
        if not is_one_of_several(context):
            _leave_out_empty(context)
        if self.units:
            directives[:] = self._scripts(directives[0])

    def _units(
        self, context: MigrationContext, changes: ops.UpgradeOps, reverse: ops.DowngradeOps
    ) -> list[Unit]:
        if context.dialect.name != "postgresql" or context.connection is None:
            locks = f"not known for {context.dialect.name}"
            unit = Unit(Phase.EXPAND, tuple(changes.ops), tuple(reverse.ops), locks)
            return [unit] if changes.ops else []
        models = _models(context)
        _refuse_without_models(models, changes)
        _warn_of_surplus_values(EnumTypes(context.connection), models)
        online = None if self.at_once else OnlineChanges(Operations(context))
        return _units(changes, context.connection, online)

    def _scripts(self, proposal: ops.MigrationScript) -> list[ops.MigrationScript]:
        scripts: list[ops.MigrationScript] = []
        self.revisions.clear()
        for number, placed in enumerate(_revisions(self.units), 1):
            script = _next(proposal, scripts[-1], number) if scripts else proposal
            script.upgrade_ops = [
                ops.UpgradeOps(
                    [change for place, unit in placed if place == token for change in unit.up],
                    upgrade_token=token,
                )
                for token, _ in self.tokens
            ]
            script.downgrade_ops = [
                ops.DowngradeOps(
                    [op for place, unit in reversed(placed) if place == up for op in unit.down],
                    downgrade_token=token,
                )
                for up, token in self.tokens
            ]
            units = [unit for _, unit in placed]
            self.revisions[str(script.rev_id)] = (units[0].phase, units)
            scripts.append(script)
        return scripts


def is_one_of_several(context: MigrationContext) -> bool:
    """Return whether several databases share a revision file, as with `db init --multidb`."""
    return bool(context.opts["upgrade_token"] != "upgrades")  # noqa: S105 - a word of Alembic


def _units(
    changes: ops.UpgradeOps, connection: Connection, online: OnlineChanges | None
) -> list[Unit]:
    """Return the units of a proposal; the database is queried with the new names."""
    renames = [change.rename for change in changes.ops if isinstance(change, RenameLine)]
    names = online.of_names(renames) if online else {}
    with renamed(connection, renames):
        units = list(units_of(changes, connection, names, online))
    with_free_names(units, connection)
    return units


def _leave_out_empty(context: MigrationContext) -> None:
    """Write no empty file, whatever the project's env.py does about it."""
    project_hook = context.opts["process_revision_directives"]

    def without_empty(
        context: MigrationContext, revision: Any, directives: list[ops.MigrationScript]
    ) -> None:
        if project_hook is not None:
            project_hook(context, revision, directives)
        if all(changes.is_empty() for script in directives for changes in script.upgrade_ops_list):
            directives.clear()

    context.opts["process_revision_directives"] = without_empty


def _revisions(placed: Sequence[PlacedUnit]) -> Iterator[list[PlacedUnit]]:
    """Yield the units of each revision: one phase, and units that must be alone separately."""
    together: list[PlacedUnit] = []
    for token, unit in sorted(placed, key=lambda owned: owned[1].turn):
        if together and not _belongs(unit, together[-1][1]):
            yield together
            together = []
        together.append((token, unit))
    if together:
        yield together


def _belongs(unit: Unit, before: Unit) -> bool:
    same = (unit.turn, unit.phase) == (before.turn, before.phase)
    return same and not (unit.is_alone or before.is_alone)


def _refuse_without_models(models: Sequence[MetaData], changes: ops.UpgradeOps) -> None:
    dropped = [change.table_name for change in changes.ops if isinstance(change, ops.DropTableOp)]
    if dropped and not any(metadata.tables for metadata in models):
        raise NoModels(current_app.import_name, dropped)


def _warn_of_surplus_values(enums: EnumTypes, models: Sequence[MetaData]) -> None:
    for name, values in enums.surplus_values(models):
        click.echo(
            f"Enum type {name} has {', '.join(map(repr, values))} in the database but not in the "
            "models. PostgreSQL cannot remove a value from an enum type: restore it in the model, "
            "or change the column to a new type.",
            err=True,
        )


def _models(context: MigrationContext) -> Sequence[MetaData]:
    models = context.opts.get("target_metadata")
    if isinstance(models, MetaData):
        return [models]
    return list(models) if isinstance(models, Iterable) else []


def _next(
    proposal: ops.MigrationScript, last: ops.MigrationScript, number: int
) -> ops.MigrationScript:
    return ops.MigrationScript(
        rev_id=id_after(str(last.rev_id)),
        message=f"{proposal.message or ''} part {number}".strip(),
        imports=set(proposal.imports),
        upgrade_ops=ops.UpgradeOps([]),
        downgrade_ops=ops.DowngradeOps([]),
        head=last.rev_id,
        version_path=proposal.version_path,
    )
