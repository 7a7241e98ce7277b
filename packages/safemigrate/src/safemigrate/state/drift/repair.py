"""Writes the revision that makes the differences everywhere, or undoes them in this database."""

# ruff: noqa: S608 (the statement is quoted)
from __future__ import annotations

import re

import click
from alembic import command
from alembic.operations import ops
from alembic.script import Script, ScriptDirectory

from safemigrate.catalogue import Catalogue
from safemigrate.catalogue.comparison import Difference, differences, main_differences
from safemigrate.clone.replaying import quiet
from safemigrate.project.configuration import configured
from safemigrate.project.head_file import write_heads
from safemigrate.project.invocation import typed
from safemigrate.project.revision_ids import id_for_new
from safemigrate.project.sentences.place import shown
from safemigrate.state.drift.alter import literal
from safemigrate.state.drift.drift_report import Drift
from safemigrate.state.drift.drift_statements import statements
from safemigrate.state.drift.live import Sides


class NotAtHead(click.ClickException):
    """A repair follows the newest revision, and the database has not had that one."""

    def __init__(self, at: tuple[str, ...], heads: tuple[str, ...]) -> None:
        self.at, self.heads = at, heads
        super().__init__(
            f"The database is at {', '.join(at) or 'no revision'} and the newest is "
            f"{', '.join(heads) or 'none'}: a repair written now would follow what is not applied. "
            f"Run `{typed('upgrade')}` first, or `{typed('stamp head')}` where the newest adopts "
            "what is here already; nothing was written."
        )


def write(found: Drift, way: str, directory: str | None) -> list[Script]:
    """Write the revision, say what to do with it, and return it.

    way  "adopt" for a revision that makes the differences, "revert" for one that undoes them
    """
    adopting, reverting = both_ways(found.left, found.sides.live, found.sides.expected)
    up, down = (adopting, reverting)
    if way == "revert":
        up, down = ([only_here(s, found.sides) for s in side] for side in (reverting, adopting))
    with configured(directory) as config:
        heads = tuple(ScriptDirectory.from_config(config).get_heads())
        if sorted(heads) != sorted(found.sides.heads) or len(heads) > 1:
            raise NotAtHead(found.sides.heads, heads)

        def fill(context: object, revision: object, directives: list[ops.MigrationScript]) -> None:
            directives[0].upgrade_ops = ops.UpgradeOps([ops.ExecuteSQLOp(text_of(s)) for s in up])
            directives[0].downgrade_ops = ops.DowngradeOps(
                [ops.ExecuteSQLOp(text_of(s)) for s in down]
            )

        config.set_main_option("revision_environment", "true")  # or fill would not be called
        with quiet():
            made = command.revision(
                config, f"{way} drift", rev_id=id_for_new(config), process_revision_directives=fill
            )
        write_heads(config)
    written = made if isinstance(made, list) else [made]
    scripts = [script for script in written if script is not None]
    for script in scripts:
        click.echo(_advice(shown(script.path), script.revision, way), err=True)
    return scripts


def both_ways(
    left: list[Difference], live: Catalogue, expected: Catalogue
) -> tuple[list[str], list[str]]:
    """Return the statements that make the differences, and those that undo them."""
    names = {(each.thing.kind, each.thing.name) for each in left}
    names |= {(each.expected.kind, each.expected.name) for each in left if each.expected}
    undone = [each for each in differences(live, expected) if _is_of(each, names)]
    done = [each for each in differences(expected, live) if _is_of(each, names)]
    return (
        statements(done, main_differences(done, expected, live), live),
        statements(undone, main_differences(undone, live, expected), expected),
    )


def _is_of(each: Difference, names: set[tuple[str, str]]) -> bool:
    """Return whether an object is one of these, or goes with one: a table's column's sequence."""
    thing = each.thing
    return (thing.kind, thing.name) in names or any(
        thing.parent == name or str(thing.parent).startswith(f"{name}.") for _, name in names
    )


def only_here(statement: str, sides: Sides) -> str:
    """Return a statement that does nothing in databases which do not have this one's drift."""
    return (
        f"DO $here$ BEGIN IF current_database() = {literal(sides.database)} AND (SELECT "
        f"system_identifier FROM pg_control_system()) = {sides.system} THEN EXECUTE "
        f"{literal(statement)}; END IF; END $here$"
    )


def text_of(statement: str) -> str:
    """Return a statement whose colons are no names of values to SQLAlchemy."""
    return re.sub(r"(?<![:\w\\]):(?=\w)", r"\\:", statement)


def _advice(file: str, revision: str, way: str) -> str:
    if way == "revert":
        return f"Wrote {file}. Read it; `{typed('upgrade')}` undoes the differences here."
    return (
        f"Wrote {file}. Read it; this database has it already: `{typed(f'stamp {revision}')}` "
        "notes that here, and `upgrade` makes it everywhere else."
    )
