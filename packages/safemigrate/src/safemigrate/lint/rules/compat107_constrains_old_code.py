"""A new constraint in an expand revision can reject rows of running code.

`phase = "expand"` promises that running code works on the new schema. A new
CHECK, NOT NULL, UNIQUE, EXCLUDE or foreign key can break that promise, even NOT
VALID, because it applies to new rows. Add it once all running code satisfies
it:

    phase = "contract"

    def upgrade():
        op.create_check_constraint(…, postgresql_not_valid=True)

To replace a CHECK, first allow both the old and the new condition. `db migrate`
writes that:

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
            case AddConstraint(table=table, constraint=added) if not added.using_index:
                columns, rule = added.columns, _WORDS[added.kind]
            case _:
                continue  # an existing index already rejects the same rows
        if _is_proved(step, table, columns) or (
            columns and all(migration.is_new_column(step, table, name) for name in columns)
        ):
            continue  # running code does not write these columns, or already follows the rule
        if isinstance(step.operation, AddConstraint) and _widens(migration, step.operation):
            continue  # it accepts what the previous CHECK accepted
        yield Finding(
            ID,
            step.lines,
            f"This revision's phase is expand, but the {rule} on {table} rejects rows that running "
            "code may write.",
            'move it to a later revision with:\nphase = "contract"',
        )


def _widens(migration: Migration, added: AddConstraint) -> bool:
    """Return whether a CHECK of several conditions takes the name of a dropped one."""
    dropped = {(op.table, op.name) for _, op in migration.each(DropConstraint)}
    new_names = {
        (op.table, op.new)
        for _, op in migration.each(Rename)
        if (op.kind, op.table, op.old) == ("constraint", added.table, added.constraint.name)
    }
    return bool(dropped & new_names) and sql.is_disjunction(added.constraint.expression or "")


def _is_proved(step: Step, table: str, columns: tuple[str, ...]) -> bool:
    before = step.before.table(table)
    return isinstance(step.operation, SetNotNull) and before.proves_not_null(columns[0])
