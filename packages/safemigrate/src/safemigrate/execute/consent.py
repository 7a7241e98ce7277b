"""Asks before an upgrade that would keep an application waiting for longer than a lock may.

Lint knows what each pending statement does under which lock, and the server how large the tables
are.  What a plan was made for is not asked about again: whoever hands in a plan has read it.
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

Sizes = Mapping[str, TableFacts]  # by the table's name as lint has it

OF_WAITING = ("LOCK", "DATA202")  # the rules of what keeps others out


@dataclass(frozen=True)
class Slow:
    """A statement that keeps others out for as long as a table is large; seconds are predicted."""

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
    """Return where nothing is slow, or a person or `limits.allow` agrees to what is.

    Raises ConsentMissing.
    """
    sizes = _sizes(session)
    large = any(_worst(facts) > limits.lock_timeout for facts in sizes.values())
    revisions = frozenset(pending()) if large else frozenset()
    if not revisions:
        return  # the usual case in development: nothing is even read
    slow = list(_slow(scripts, revisions, sizes, limits, pg=session.major))
    for each in slow:
        if each.rule in limits.allow:
            say(f"{each}\n  allowed: {limits.allow[each.rule]}")
    open_ = [each for each in slow if each.rule not in limits.allow]
    if not open_:
        return
    asked = sys.stdin is not None and sys.stdin.isatty()
    if asked:
        for each in open_:
            say(str(each))
        if click.confirm("Run it all the same?", err=True):
            return
    rules = sorted({each.rule for each in open_})
    raise ConsentMissing([str(each) for each in open_], rules, told=asked)


def _sizes(session: Session) -> dict[str, TableFacts]:
    found: dict[str, TableFacts] = {}
    default = session.value("SELECT current_schema()")
    for schema, name, rows, heap, indexes, *_ in session.rows(TABLES):
        facts = TableFacts(int(rows), int(heap), int(indexes))
        found[f"{schema}.{name}"] = facts
        if schema == default:
            found[name] = facts
    return found


def _worst(facts: TableFacts) -> float:
    return _rewriting(facts) + facts.rows / DEFAULT.check + facts.rows / DEFAULT.change


def _rewriting(facts: TableFacts) -> float:
    return facts.heap / DEFAULT.rewrite + (facts.rows / DEFAULT.build if facts.indexes else 0.0)


def _slow(
    scripts: ScriptDirectory, pending: frozenset[str], sizes: Sizes, limits: Limits, *, pg: int
) -> Iterator[Slow]:
    from safemigrate.lint.chain import Chain, read_chain
    from safemigrate.lint.judgment import judge
    from safemigrate.lint.rules import own_rules

    rules = {id_: rule for id_, rule in own_rules().items() if id_.startswith(OF_WAITING)}
    migrations = read_chain(scripts, pending, together=True, pg=pg)
    chain = Chain(migrations, heads=tuple(scripts.get_heads()), judged=pending)
    told: set[tuple[str, tuple[int, ...]]] = set()
    for finding in judge(chain, rules).findings:
        for migration, step in _steps_of(finding, chain):
            costs = dict(_costs(step, sizes)) if _keeps_out(migration, step) else {}
            table = max(costs, key=lambda name: costs[name], default="")
            spot = (migration.revision, finding.lines)
            if costs.get(table, 0.0) > limits.lock_timeout and spot not in told:
                told.add(spot)
                yield Slow(
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


def _keeps_out(migration: Migration, step: Step) -> bool:
    """Whether the transaction holds a lock on a table in use, from this statement or before it."""
    from safemigrate.lint.effects import BLOCKS_WRITING

    return any(
        mode in BLOCKS_WRITING and not migration.is_new(each, table)
        for each in (*migration.earlier(step), step)
        for table, mode in each.effects.locks.items()
    )


def _costs(step: Step, sizes: Sizes) -> Iterator[tuple[str, float]]:
    """Yield each table's seconds, at the plan's default speeds; TRUNCATE reads no row."""
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

    def __init__(self, slow: Sequence[str], rules: Sequence[str], *, told: bool) -> None:
        self.slow, self.rules = tuple(slow), tuple(rules)
        statements = "A statement keeps" if len(slow) == 1 else f"{len(slow)} statements keep"
        which = f"{statements} an application waiting for longer than --lock-timeout:"
        allow = " ".join(f"--allow {rule}='…'" for rule in rules)
        super().__init__(
            ("" if told else "\n".join([which, *slow, ""]))
            + f"Nothing was run. Write it the safe way; or say why it may run, with {allow}; or "
            f"read `{typed('plan -o plan.json')}`, and run `{typed('upgrade --plan plan.json')}`."
        )
