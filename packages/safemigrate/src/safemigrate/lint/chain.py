"""The revisions of a project in order; each runs without a database on its predecessor's schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from safemigrate.lint import sql
from safemigrate.lint.known_schema import Schema
from safemigrate.lint.migration import Migration, Step, effects_after
from safemigrate.lint.operations import AlterType, Column, Transaction, Type
from safemigrate.lint.reading import operations
from safemigrate.lint.recording.tape import AlteredColumn, SentStatement, UnreadLine
from safemigrate.lint.schema_replay import schema_after
from safemigrate.lint.source import Source

if TYPE_CHECKING:
    from alembic.script import Script, ScriptDirectory

    from safemigrate.lint.recording.recording_session import Session


@dataclass(frozen=True)
class Chain:
    """All revisions, oldest first, and what else rules need to know about them.

    judged     the revisions to report findings for
    published  revisions on the published branch, which the judged ones should follow
    edited     published revisions whose file has changed since
    files      every revision file with the id written in it; two files may have the same id
    code       the application's own source files
    """

    migrations: tuple[Migration, ...]
    heads: tuple[str, ...]
    judged: frozenset[str]
    published: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    files: tuple[tuple[str, Path], ...] = ()
    code: tuple[Path, ...] = ()

    def migration(self, revision: str) -> Migration | None:
        """Return a revision by id."""
        return next((m for m in self.migrations if m.revision == revision), None)


def read_chain(
    scripts: ScriptDirectory, judged: frozenset[str], *, together: bool, pg: int
) -> tuple[Migration, ...]:
    """Return every revision of a folder, oldest first.

    judged    revisions to report findings for; the others run only to build the schema
    together  whether the judged revisions are deployed together; if not, each is deployed alone
    """
    from safemigrate.lint.recording.recording_session import session

    schema = Schema()
    migrations: list[Migration] = []
    with session(scripts, pg) as recording:
        for script in in_order(scripts):
            is_judged = script.revision in judged
            group = judged if together and is_judged else frozenset({script.revision})
            migration = _run_upgrade(script, recording, schema, together=group, pg=pg)
            schema = migration.after
            if is_judged:
                migration = _with_downgrade(migration, script, recording)
            migrations.append(migration)
    return tuple(migrations)


def in_order(scripts: ScriptDirectory) -> Iterator[Script]:
    """Yield the revisions, each after those that it follows or depends on, otherwise by id."""
    scripts_by_id = {script.revision: script for script in scripts.walk_revisions()}
    graph: TopologicalSorter[str] = TopologicalSorter()
    for script in scripts_by_id.values():
        graph.add(script.revision, *_predecessors(script, scripts))
    graph.prepare()
    while graph.is_active():
        ready = sorted(graph.get_ready())
        yield from (scripts_by_id[revision] for revision in ready)
        graph.done(*ready)


def _predecessors(script: Script, scripts: ScriptDirectory) -> Iterator[str]:
    for field in (script.down_revision, script.dependencies):
        for name in (field,) if isinstance(field, str) else field or ():
            earlier = scripts.get_revision(name)
            if earlier is not None:
                yield earlier.revision


def _run_upgrade(
    script: Script, session: Session, before: Schema, *, together: frozenset[str], pg: int
) -> Migration:
    from safemigrate.lint.recording.recorder import record

    source = Source(Path(script.path))
    tape = record(script.module, source, "upgrade", session)
    steps, schema, unreadable = _steps(tape.statements, before, script.revision, pg=pg)
    follows = script.down_revision or ()
    phase = getattr(script.module, "phase", None)
    return Migration(
        script.revision,
        (follows,) if isinstance(follows, str) else tuple(follows),
        source,
        phase if isinstance(phase, str) else None,
        together,
        steps,
        after=schema,
        unread_lines=(*tape.unread_lines, *unreadable),
        pg=pg,
    )


def _with_downgrade(migration: Migration, script: Script, session: Session) -> Migration:
    """Return a migration with its downgrade steps, which only judged revisions need."""
    from safemigrate.lint.recording.recorder import record

    tape = record(script.module, migration.source, "downgrade", session)
    steps, _, _ = _steps(tape.statements, migration.after, script.revision, pg=migration.pg)
    unread = tuple(tape.unread_lines)
    return replace(migration, downgrade_steps=steps, unread_downgrade_lines=unread)


def _steps(
    statements: Iterable[SentStatement], schema: Schema, revision: str, *, pg: int
) -> tuple[tuple[Step, ...], Schema, list[UnreadLine]]:
    steps: list[Step] = []
    unread_lines: list[UnreadLine] = []
    numbers: dict[tuple[int, int], int] = {}
    boundaries = 0  # explicit COMMIT and BEGIN statements, which the driver does not count
    outside = False  # of a transaction
    for statement in statements:
        try:
            parsed = operations(statement.text)
        except sql.Unreadable as error:
            line = statement.lines[0] if statement.lines else 1
            unread_lines.append(UnreadLine(line, str(error)))
            continue
        schema = _with_altered_columns(schema, statement.altered_columns)
        for operation in parsed:
            if isinstance(operation, Transaction):
                outside, boundaries = not operation.opens, boundaries + 1
            transaction = None
            if not outside and statement.transaction is not None:
                key = statement.transaction, boundaries
                transaction = numbers.setdefault(key, len(numbers) + 1)
            effects = effects_after(operation, schema, steps, pg=pg)
            lines = statement.lines or (1,)
            steps.append(Step(operation, schema, lines, transaction, statement.text, effects))
            schema = schema_after(schema, operation, revision)
    return tuple(steps), schema, unread_lines


def _with_altered_columns(schema: Schema, altered: Sequence[AlteredColumn]) -> Schema:
    """Return the schema with what alter_column calls say about columns not known otherwise."""
    for hint in altered:
        table = schema.table(hint.table)
        column = table.columns.get(hint.column) or Column(hint.column, None)
        if column.type is None and hint.type is not None:
            column = replace(column, type=_parse_type(hint.type))
        if hint.column not in table.columns and hint.nullable is not None:
            column = replace(column, not_null=not hint.nullable)
        columns = {**table.columns, hint.column: column}
        schema = schema.with_table(replace(table, columns=columns))
    return schema


def _parse_type(text: str) -> Type | None:
    try:
        (operation,) = operations(f"ALTER TABLE t ALTER c TYPE {text}")
    except sql.Unreadable:
        return None
    return operation.type if isinstance(operation, AlterType) else None
