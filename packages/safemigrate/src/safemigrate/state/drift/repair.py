"""Writes the revision that applies the differences everywhere, or undoes them in this database."""

# ruff: noqa: S608 (the statement is quoted)
from __future__ import annotations

import re
from collections.abc import Callable

import click
from alembic import command
from alembic.operations import ops
from alembic.script import Script, ScriptDirectory

from safemigrate.catalogue import Catalogue
from safemigrate.catalogue.comparison import Difference, differences, main_differences
from safemigrate.clone.replaying import quiet
from safemigrate.postgres.names import literal
from safemigrate.project.configuration import configured
from safemigrate.project.head_file import write_heads
from safemigrate.project.invocation import typed
from safemigrate.project.revision_ids import id_for_new
from safemigrate.project.sentences.place import shown
from safemigrate.state.drift.drift_report import Drift
from safemigrate.state.drift.drift_statements import statements
from safemigrate.state.drift.live import Sides

Body = Callable[[object, object, list[ops.MigrationScript]], None]


class NotAtHead(click.ClickException):
    """A repair follows the newest revision, but the database is not at that revision."""

    def __init__(self, current_heads: tuple[str, ...], heads: tuple[str, ...]) -> None:
        self.current_heads, self.heads = current_heads, heads
        super().__init__(
            f"The database is at {', '.join(current_heads) or 'no revision'} and the newest "
            f"revision is {', '.join(heads) or 'none'}: a repair written now would follow a "
            f"revision that is not applied. Run `{typed('upgrade')}` first, or "
            f"`{typed('stamp head')}` if the newest revision adopts what the database already "
            "has. Nothing was written."
        )


def write(drift: Drift, direction: str, directory: str | None) -> list[Script]:
    """Write the revision, print what to do with it, and return it.

    direction  "adopt" to write a revision that applies the differences, "revert" to undo them
    """
    adopting, reverting = both_ways(drift.differences, drift.sides.live, drift.sides.expected)
    up, down = (adopting, reverting)
    if direction == "revert":
        up, down = ([only_here(s, drift.sides) for s in side] for side in (reverting, adopting))
    with configured(directory) as config:
        heads = tuple(ScriptDirectory.from_config(config).get_heads())
        if sorted(heads) != sorted(drift.sides.heads) or len(heads) > 1:
            raise NotAtHead(drift.sides.heads, heads)

        config.set_main_option("revision_environment", "true")  # or the body would stay empty
        with quiet():
            written = command.revision(
                config,
                f"{direction} drift",
                rev_id=id_for_new(config),
                process_revision_directives=body_of(up, down),
            )
        write_heads(config)
    scripts = [s for s in (written if isinstance(written, list) else [written]) if s is not None]
    for script in scripts:
        click.echo(_advice(shown(script.path), script.revision, direction), err=True)
    return scripts


def body_of(up: list[str], down: list[str]) -> Body:
    """Return Alembic's process_revision_directives that gives a revision these statements."""

    def fill(context: object, revision: object, directives: list[ops.MigrationScript]) -> None:
        directives[0].upgrade_ops = ops.UpgradeOps([ops.ExecuteSQLOp(text_of(s)) for s in up])
        directives[0].downgrade_ops = ops.DowngradeOps([ops.ExecuteSQLOp(text_of(s)) for s in down])

    return fill


def both_ways(
    reported: list[Difference], live: Catalogue, expected: Catalogue
) -> tuple[list[str], list[str]]:
    """Return the statements that apply the differences, and those that undo them."""
    names = {(d.thing.kind, d.thing.name) for d in reported}
    names |= {(d.expected.kind, d.expected.name) for d in reported if d.expected}
    to_undo = [d for d in differences(live, expected) if _is_of(d, names)]
    to_apply = [d for d in differences(expected, live) if _is_of(d, names)]
    return (
        statements(to_apply, main_differences(to_apply, expected, live), live),
        statements(to_undo, main_differences(to_undo, live, expected), expected),
    )


def _is_of(difference: Difference, names: set[tuple[str, str]]) -> bool:
    """Return whether an object is one of these or belongs to one, such as a column's sequence."""
    thing = difference.thing
    return (thing.kind, thing.name) in names or any(
        thing.parent == name or str(thing.parent).startswith(f"{name}.") for _, name in names
    )


def only_here(statement: str, sides: Sides) -> str:
    """Return the statement wrapped so that it does nothing in any other database."""
    return (
        f"DO $here$ BEGIN IF current_database() = {literal(sides.database)} AND (SELECT "
        f"system_identifier FROM pg_control_system()) = {sides.system} THEN EXECUTE "
        f"{literal(statement)}; END IF; END $here$"
    )


def text_of(statement: str) -> str:
    """Return a statement with colons escaped, so that SQLAlchemy sees no bind parameters."""
    return re.sub(r"(?<![:\w\\]):(?=\w)", r"\\:", statement)


def _advice(file: str, revision: str, direction: str) -> str:
    if direction == "revert":
        return f"Wrote {file}. Read it, then undo the differences with `{typed('upgrade')}`."
    return (
        f"Wrote {file}. Read it. This database already has the change: record that with "
        f"`{typed(f'stamp {revision}')}`; `upgrade` applies it everywhere else."
    )
