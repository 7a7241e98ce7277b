"""A type or sequence that downgrade() leaves makes the next upgrade() fail.

sa.Enum in create_table creates the type, but drop_table does not drop it; the
next upgrade fails with "type already exists".

    def downgrade():
        op.drop_table("person")
        op.execute("DROP TYPE mood")

https://www.postgresql.org/docs/current/sql-droptype.html
"""

from collections.abc import Iterator

from safemigrate.lint.finding import Finding
from safemigrate.lint.migration import Migration, Step
from safemigrate.lint.operations import (
    CreateDomain,
    CreateEnum,
    CreateSequence,
    DropObject,
    DropType,
)

ID = "REV302"


def check(migration: Migration) -> Iterator[Finding]:
    if not migration.downgrade_steps:
        return  # REV301
    dropped = {
        step.operation.name
        for step in (*migration.downgrade_steps, *migration.steps)
        if isinstance(step.operation, DropType | DropObject)
    }
    owned = {op.name for _, op in migration.each(CreateSequence) if op.owned}
    for step in migration.steps:
        created = _created_object(step)
        if created is None or created[1] in dropped | owned:
            continue  # it is dropped, alone or with the column that owns it
        if any(created[1].startswith(f"{schema}.") for schema in dropped):
            continue  # it is dropped with its schema
        kind, name = created
        function = migration.source.function("downgrade")
        yield Finding(
            ID,
            (function.lineno if function else step.line,),
            f"downgrade() leaves the {kind} {name} behind, so the next upgrade() fails with "
            '"already exists".',
            f'drop it at the end of downgrade():\nop.execute("DROP {kind.upper()} {name}")',
        )


def _created_object(step: Step) -> tuple[str, str] | None:
    match step.operation:
        case CreateEnum(name=name):
            return "type", name
        case CreateDomain(name=name):
            return "domain", name
        case CreateSequence(name=name, owned=False):
            return "sequence", name
        case _:
            return None
