"""What Alembic's revision command calls with its proposal: it becomes one revision a phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
from alembic.operations import MigrateOperation, ops
from alembic.runtime.migration import MigrationContext
from alembic.util import rev_id
from sqlalchemy import MetaData

from safemigrate.autogenerate.enum_types import EnumTypes
from safemigrate.autogenerate.renames import Answers, renames
from safemigrate.autogenerate.safe_form import SafeForm, no_table, plain
from safemigrate.autogenerate.unit import Phase, Unit


class SafeDirectives:
    """Rewrites a proposal; afterwards `written` has the units of each revision, by its id."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.written: dict[str, tuple[Phase, list[Unit]]] = {}

    def __call__(
        self, context: MigrationContext, revision: Any, directives: list[ops.MigrationScript]
    ) -> None:
        """Replace Alembic's proposal, where it is one for one PostgreSQL database."""
        proposal = directives[0]
        if len(directives) != 1 or len(proposal.upgrade_ops_list) != 1:
            return
        if context.dialect.name != "postgresql" or context.connection is None:
            return
        assert proposal.upgrade_ops is not None
        units = list(self._units(context, list(_flat(proposal.upgrade_ops))))
        if units:
            directives[:] = list(self._scripts(proposal, units))

    def _units(self, context: MigrationContext, changes: list[MigrateOperation]) -> Iterator[Unit]:
        enums, models = EnumTypes(context), _models(context)
        for name, values in enums.left_over(models):
            click.echo(
                f"Enum type {name} has {', '.join(map(repr, values))} in the database and in no "
                "model. PostgreSQL cannot take a value out of a type: put it back into the model, "
                "or change the column to a new type.",
                err=True,
            )
        sorted_out = renames(changes, self.answers, context.dialect)
        changes = sorted_out.changes
        made = {change.table_name for change in changes if isinstance(change, ops.CreateTableOp)}
        gone = {change.table_name for change in changes if isinstance(change, ops.DropTableOp)}
        columns: dict[str, set[str]] = {}
        for change in changes:
            if isinstance(change, ops.AddColumnOp):
                columns.setdefault(change.table_name, set()).add(change.column.name)
        safe = SafeForm(context.dialect, columns)
        yield from enums.grown(models)
        yield from enums.made(changes)
        yield from sorted_out.units
        for change in changes:
            table = getattr(change, "table_name", None) or getattr(change, "source_table", None)
            if isinstance(change, ops.CreateTableOp) or table in made:
                yield _on_new_table(change)
            elif table not in gone:
                yield from safe.units(change)
        # Last, when no other table refers to them any more.
        for change in changes:
            if isinstance(change, ops.DropTableOp):
                yield no_table(change)

    def _scripts(
        self, proposal: ops.MigrationScript, units: Sequence[Unit]
    ) -> Iterator[ops.MigrationScript]:
        follows: ops.MigrationScript | None = None
        for phase in Phase:
            of = [unit for unit in units if unit.phase is phase]
            if not of:
                continue
            script = proposal if follows is None else _next(proposal, follows, phase)
            upgrade, downgrade = script.upgrade_ops, script.downgrade_ops
            assert upgrade is not None
            assert downgrade is not None
            upgrade.ops = [change for unit in of for change in unit.up]
            downgrade.ops = [change for unit in reversed(of) for change in unit.down]
            assert script.rev_id is not None
            self.written[script.rev_id] = (phase, of)
            yield script
            follows = script


def _flat(changes: ops.UpgradeOps) -> Iterator[MigrateOperation]:
    for change in changes.ops:
        if isinstance(change, ops.ModifyTableOps):
            yield from change.ops
        else:
            yield change


def _models(context: MigrationContext) -> Sequence[MetaData]:
    models = context.opts.get("target_metadata")
    if isinstance(models, MetaData):
        return [models]
    return list(models) if isinstance(models, Iterable) else []


def _on_new_table(change: MigrateOperation) -> Unit:
    unit = plain(change)
    return Unit(unit.phase, unit.up, unit.down)


def _next(
    proposal: ops.MigrationScript, follows: ops.MigrationScript, phase: Phase
) -> ops.MigrationScript:
    return ops.MigrationScript(
        rev_id=rev_id(),
        message=f"{proposal.message or ''} ({phase})".strip(),
        imports=set(proposal.imports),
        upgrade_ops=ops.UpgradeOps([], upgrade_token=proposal.upgrade_ops_list[0].upgrade_token),
        downgrade_ops=ops.DowngradeOps(
            [], downgrade_token=proposal.downgrade_ops_list[0].downgrade_token
        ),
        head=follows.rev_id,
        version_path=proposal.version_path,
    )
