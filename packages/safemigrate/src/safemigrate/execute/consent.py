"""Asks before an upgrade that would block an application for longer than --lock-timeout.

Lint knows which lock each pending statement takes and what it does; the server knows how large the
tables are.  An upgrade with --plan does not ask: whoever passes a plan has read it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from alembic.script import ScriptDirectory

from safemigrate.execute.limits import Limits
from safemigrate.plan.production import TABLES, TableFacts
from safemigrate.plan.speeds import DEFAULT
from safemigrate.postgres.durations import duration_words
from safemigrate.postgres.session import Session
from safemigrate.postgres.sizes import count, size_words
from safemigrate.project.exit_status import ExitStatus, MigrationStopped
from safemigrate.project.invocation import typed
from safemigrate.project.sentences.place import shown

if TYPE_CHECKING:
    from safemigrate.lint.chain import Chain
    from safemigrate.lint.finding import Finding
    from safemigrate.lint.migration import Migration, Step

Sizes = Mapping[str, TableFacts]  # by the table name that lint uses

BLOCKING_RULES = ("LOCK", "DATA202")  # prefixes of rules about statements that block others


@dataclass(frozen=True)
class SlowStatement:
    """A statement that blocks others longer the larger its table is; seconds are estimated."""

    rule: str
    revision: str
    file: Path
    line: int
    message: str
    help: str
    table: str
    facts: TableFacts
    seconds: float

    def __str__(self) -> str:
        facts = f"{count(self.facts.rows, 'row')}, {size_words(self.facts.total)}"
        return (
            f"{shown(self.file)}:{self.line}: {self.rule}\n  {self.message}\n"
            f"  {self.table} has {facts}: about {duration_words(self.seconds)} (estimated).\n"
            f"  help: {self.help.splitlines()[0].removesuffix(':')}"
        )


def ask(
    session: Session,
    scripts: ScriptDirectory,
    pending: Callable[[], Iterable[str]],
    limits: Limits,
    *,
    say: Callable[[str], None],
) -> None:
    """Return if no statement is slow, or if `limits.allow` or the user permits the slow ones.

    Raises ConsentMissing otherwise.
    """
    sizes = _sizes(session)
    large = any(_worst(facts) > limits.lock_timeout for facts in sizes.values())
    revisions = frozenset(pending()) if large else frozenset()
    if not revisions:
        return  # the usual case in development: no revision file is read
    slow = list(_slow(scripts, revisions, sizes, limits, pg=session.major))
    for statement in slow:
        if statement.rule in limits.allow:
            say(f"{statement}\n  allowed: {limits.allow[statement.rule]}")
    objections = [statement for statement in slow if statement.rule not in limits.allow]
    if not objections:
        return
    interactive = sys.stdin is not None and sys.stdin.isatty()
    if interactive:
        for statement in objections:
            say(str(statement))
        if click.confirm("Run anyway?", err=True):
            return
    rules = sorted({statement.rule for statement in objections})
    raise ConsentMissing([str(statement) for statement in objections], rules, shown=interactive)


def _sizes(session: Session) -> dict[str, TableFacts]:
    sizes: dict[str, TableFacts] = {}
    default = session.value("SELECT current_schema()")
    for schema, name, rows, heap, indexes, *_ in session.rows(TABLES):
        facts = TableFacts(int(rows), int(heap), int(indexes))
        sizes[f"{schema}.{name}"] = facts
        if schema == default:
            sizes[name] = facts
    return sizes


def _worst(facts: TableFacts) -> float:
    return _rewriting(facts) + facts.rows / DEFAULT.check + facts.rows / DEFAULT.change


def _rewriting(facts: TableFacts) -> float:
    return facts.heap / DEFAULT.rewrite + (facts.rows / DEFAULT.build if facts.indexes else 0.0)


def _slow(
    scripts: ScriptDirectory, pending: frozenset[str], sizes: Sizes, limits: Limits, *, pg: int
) -> Iterator[SlowStatement]:
    from safemigrate.lint.chain import Chain, read_chain
    from safemigrate.lint.judgment import judge
    from safemigrate.lint.rules import own_rules

    rules = {id_: rule for id_, rule in own_rules().items() if id_.startswith(BLOCKING_RULES)}
    migrations = read_chain(scripts, pending, together=True, pg=pg)
    chain = Chain(migrations, heads=tuple(scripts.get_heads()), judged=pending)
    reported: set[tuple[str, tuple[int, ...]]] = set()
    for finding in judge(chain, rules).findings:
        for migration, step in _steps_of(finding, chain):
            costs = dict(_costs(step, sizes)) if _blocks(migration, step) else {}
            table = max(costs, key=lambda name: costs[name], default="")
            place = (migration.revision, finding.lines)
            if costs.get(table, 0.0) > limits.lock_timeout and place not in reported:
                reported.add(place)
                yield SlowStatement(
                    finding.rule,
                    migration.revision,
                    finding.file,
                    finding.line,
                    finding.message,
                    finding.help,
                    table,
                    sizes[table],
                    costs[table],
                )


def _steps_of(finding: Finding, chain: Chain) -> Iterator[tuple[Migration, Step]]:
    for migration in chain.migrations:
        if migration.source.file == finding.file:
            for step in migration.steps:
                if step.lines == finding.lines:
                    yield migration, step


def _blocks(migration: Migration, step: Step) -> bool:
    """Whether this or an earlier statement of the transaction has locked an existing table."""
    from safemigrate.lint.effects import BLOCKS_WRITING

    return any(
        mode in BLOCKS_WRITING and not migration.is_new(locking, table)
        for locking in (*migration.earlier(step), step)
        for table, mode in locking.effects.locks.items()
    )


def _costs(step: Step, sizes: Sizes) -> Iterator[tuple[str, float]]:
    """Yield each table's seconds, at the plan's default speeds; TRUNCATE reads no rows."""
    from safemigrate.lint.operations import ChangeRows, Truncate
    from safemigrate.lint.slow import is_large

    if isinstance(step.operation, Truncate):
        return
    work = step.effects
    tables = {*work.rewrites, *work.scans, *work.builds, *work.checks_keys}
    if isinstance(step.operation, ChangeRows) and is_large(step):
        tables.add(step.operation.table)
    for table in sorted(tables & sizes.keys()):
        facts = sizes[table]
        seconds = _rewriting(facts) if table in work.rewrites else 0.0
        seconds += facts.heap / DEFAULT.scan if table in work.scans else 0.0
        seconds += facts.rows / DEFAULT.build if table in work.builds else 0.0
        seconds += facts.rows / DEFAULT.check if table in work.checks_keys else 0.0
        yield table, seconds or facts.rows / DEFAULT.change


class ConsentMissing(MigrationStopped):
    exit_code = ExitStatus.NOT_CONFIRMED

    def __init__(self, slow: Sequence[str], rules: Sequence[str], *, shown: bool) -> None:
        self.slow, self.rules = tuple(slow), tuple(rules)
        statements = "1 statement blocks" if len(slow) == 1 else f"{len(slow)} statements block"
        heading = f"{statements} an application for longer than --lock-timeout:"
        allow = " ".join(f"--allow {rule}='REASON'" for rule in rules)
        super().__init__(
            ("" if shown else "\n".join([heading, *slow, ""]))
            + f"Nothing was run. Write it the safe way; or allow it, with {allow}; or review "
            f"`{typed('plan -o plan.json')}`, then run `{typed('upgrade --plan plan.json')}`."
        )
