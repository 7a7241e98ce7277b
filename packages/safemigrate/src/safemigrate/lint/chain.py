"""The revisions of a project in order, each run without a database and carried on to the next."""

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
from safemigrate.lint.recording.tape import Known, Sent, Unread
from safemigrate.lint.schema_replay import after
from safemigrate.lint.source import Source

if TYPE_CHECKING:
    from alembic.script import Script, ScriptDirectory

    from safemigrate.lint.recording.recording_session import Session


@dataclass(frozen=True)
class Chain:
    """All revisions, oldest first, and what a rule may ask of the whole.

    judged     the revisions that findings are wanted for
    published  revisions that others have: they are what the judged ones follow
    edited     published revisions whose file was changed since
    files      every revision file by the id it says it has, two where two say the same
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

    judged    revisions whose findings are wanted; the others are run for what they leave
    together  whether the judged go out with one another; else each goes out alone
    """
    from safemigrate.lint.recording.recording_session import session

    schema = Schema()
    migrations: list[Migration] = []
    with session(scripts, pg) as recording:
        for script in in_order(scripts):
            asked = script.revision in judged
            group = judged if together and asked else frozenset({script.revision})
            migration = _upgraded(script, recording, schema, together=group, pg=pg)
            schema = migration.after
            migrations.append(_downgraded(migration, script, recording) if asked else migration)
    return tuple(migrations)


def in_order(scripts: ScriptDirectory) -> Iterator[Script]:
    """Yield the revisions, each after those that it follows or depends on; else by id."""
    found = {script.revision: script for script in scripts.walk_revisions()}
    graph: TopologicalSorter[str] = TopologicalSorter()
    for script in found.values():
        graph.add(script.revision, *_before(script, scripts))
    graph.prepare()
    while graph.is_active():
        ready = sorted(graph.get_ready())
        yield from (found[revision] for revision in ready)
        graph.done(*ready)


def _before(script: Script, scripts: ScriptDirectory) -> Iterator[str]:
    for named in (script.down_revision, script.dependencies):
        for name in (named,) if isinstance(named, str) else named or ():
            earlier = scripts.get_revision(name)
            if earlier is not None:
                yield earlier.revision


def _upgraded(
    script: Script, session: Session, before: Schema, *, together: frozenset[str], pg: int
) -> Migration:
    from safemigrate.lint.recording.recorder import record

    source = Source(Path(script.path))
    tape = record(script.module, source, "upgrade", session)
    steps, reached, refused = _steps(tape.sent, before, script.revision, pg=pg)
    follows = script.down_revision or ()
    phase = getattr(script.module, "phase", None)
    return Migration(
        script.revision,
        (follows,) if isinstance(follows, str) else tuple(follows),
        source,
        phase if isinstance(phase, str) else None,
        together,
        steps,
        after=reached,
        unread=(*tape.unread, *refused),
        pg=pg,
    )


def _downgraded(migration: Migration, script: Script, session: Session) -> Migration:
    """Return a migration with what its downgrade does, which only its own rules ask for."""
    from safemigrate.lint.recording.recorder import record

    tape = record(script.module, migration.source, "downgrade", session)
    back, _, _ = _steps(tape.sent, migration.after, script.revision, pg=migration.pg)
    return replace(migration, back=back, unread_back=tuple(tape.unread))


def _steps(
    sent: Iterable[Sent], schema: Schema, revision: str, *, pg: int
) -> tuple[tuple[Step, ...], Schema, list[Unread]]:
    steps: list[Step] = []
    unread: list[Unread] = []
    numbers: dict[tuple[int, int], int] = {}
    moved = 0  # COMMIT and BEGIN, written out, which the driver does not count
    alone = False
    for item in sent:
        try:
            found = operations(item.text)
        except sql.Unreadable as error:
            unread.append(Unread(item.lines[0] if item.lines else 1, str(error)))
            continue
        schema = _with_known(schema, item.known)
        for operation in found:
            if isinstance(operation, Transaction):
                alone, moved = not operation.opens, moved + 1
            transaction = None
            if not alone and item.transaction is not None:
                key = item.transaction, moved
                transaction = numbers.setdefault(key, len(numbers) + 1)
            effects = effects_after(operation, schema, steps, pg=pg)
            lines = item.lines or (1,)
            steps.append(Step(operation, schema, lines, transaction, item.text, effects))
            schema = after(schema, operation, revision)
    return tuple(steps), schema, unread


def _with_known(schema: Schema, known: Sequence[Known]) -> Schema:
    """Return the schema with what a revision says of columns that nothing else told."""
    for item in known:
        table = schema.table(item.table)
        column = table.columns.get(item.column) or Column(item.column, None)
        if column.type is None and item.type is not None:
            column = replace(column, type=_parsed(item.type))
        if item.column not in table.columns and item.nullable is not None:
            column = replace(column, not_null=not item.nullable)
        columns = {**table.columns, item.column: column}
        schema = schema.with_table(replace(table, columns=columns))
    return schema


def _parsed(text: str) -> Type | None:
    try:
        (made,) = operations(f"ALTER TABLE t ALTER c TYPE {text}")
    except sql.Unreadable:
        return None
    return made.type if isinstance(made, AlterType) else None
