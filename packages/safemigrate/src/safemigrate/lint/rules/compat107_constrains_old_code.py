"""A new rule in an expand revision refuses what the running code may write.

`phase = "expand"` promises that the version which is running now works on the
schema that the revision leaves. A new CHECK, NOT NULL, UNIQUE, EXCLUDE or
foreign key on columns that this version writes may break that promise, and
NOT VALID does not help: it holds for new rows.

Put the constraint in a later revision, when all running code keeps to it:

    phase = "contract"

    def upgrade():
        op.create_check_constraint(…, postgresql_not_valid=True)

A CHECK that takes the place of another may let in what either condition does
until then, which is what `db migrate` writes:

    op.replace_check_safely("positive", "orders", "(total > 0) OR (total >= 0)")

https://www.postgresql.org/docs/current/ddl-constraints.html
"""

from collections.abc import Iterator

from safemigrate.lint import sql
from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import AddConstraint, DropConstraint, Rename, SetNotNull

ID = "COMPAT107"

_WORDS = {
    "check": "CHECK",
    "foreign": "FOREIGN KEY",
    "unique": "UNIQUE",
    "primary": "PRIMARY KEY",
    "exclude": "EXCLUDE",
    "not null": "NOT NULL",
}


def check(migration: Migration) -> Iterator[Finding]:
    if migration.phase != "expand":
        return  # only an expand revision promises this
    for step in migration.steps:
        match step.operation:
            case SetNotNull(table=table, column=column):
                columns: tuple[str, ...] = (column,)
                rule = "NOT NULL"
            case AddConstraint(table=table, constraint=made) if not made.using_index:
                columns, rule = made.columns, _WORDS[made.kind]
            case _:
                continue  # an index that is there already refuses the same rows
        if _proved(step, table, columns) or (
            columns and all(migration.is_new_column(step, table, name) for name in columns)
        ):
            continue  # running code does not write these columns, or keeps to the rule already
        if isinstance(step.operation, AddConstraint) and _widens(migration, step.operation):
            continue  # what the rule before it let in
        yield Finding(
            ID,
            step.lines,
            f"This revision says that it expands, but the {rule} on {table} refuses rows that code "
            "which is still running may write.",
            'move it to a later revision that says:\nphase = "contract"',
        )


def _widens(migration: Migration, added: AddConstraint) -> bool:
    """Return whether a CHECK of one condition or another takes the name of one that goes."""
    gone = {(op.table, op.name) for _, op in migration.each(DropConstraint)}
    taken = {
        (op.table, op.new)
        for _, op in migration.each(Rename)
        if (op.what, op.table, op.old) == ("constraint", added.table, added.constraint.name)
    }
    return bool(gone & taken) and sql.is_either(added.constraint.expression or "")


def _proved(step: Step, table: str, columns: tuple[str, ...]) -> bool:
    known = step.before.table(table)
    return isinstance(step.operation, SetNotNull) and known.proves_not_null(columns[0])
