"""COMPAT110 mixes-phases: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT110",
    silent=[
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))\nop.drop_column("users", "name")',
            "a revision without a phase promises nothing",
        ),
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            "that is what expand is for",
            header='phase = "expand"',
        ),
        case(
            'op.drop_column("users", "name")',
            "that is what contract is for",
            header='phase = "contract"',
        ),
        case(
            'op.execute("UPDATE users SET active = true WHERE id < 9")',
            "that is what backfill is for",
            header='phase = "backfill"',
        ),
        case(
            'op.backfill("fill", "users", set_={"name": "email"}, where="name IS NULL")',
            "the work is registered, and nothing is changed",
            header='phase = "backfill"',
        ),
    ],
    findings=[
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))\nop.drop_column("users", "name")',
            """
            10
              This revision's phase is contract, but column users.fax comes too late for the code that needs it.
              help: move it to an earlier revision with:
                phase = "expand"
            """,
            header='phase = "contract"',
        ),
        case(
            'op.create_table("notes", sa.Column("id", sa.BigInteger(), primary_key=True))',
            """
            10
              This revision's phase is contract, but table notes comes too late for the code that needs it.
              help: move it to an earlier revision with:
                phase = "expand"
            """,
            header='phase = "contract"',
        ),
        case(
            "op.execute(\"ALTER TYPE stage ADD VALUE 'late'\")",
            """
            10
              This revision's phase is contract, but value 'late' of type stage comes too late for the code that needs it.
              help: move it to an earlier revision with:
                phase = "expand"
            """,
            header='phase = "contract"',
        ),
        case(
            "op.execute(\"CREATE TYPE stage AS ENUM ('a')\")",
            """
            10
              This revision's phase is contract, but type stage comes too late for the code that needs it.
              help: move it to an earlier revision with:
                phase = "expand"
            """,
            header='phase = "contract"',
        ),
        case(
            'op.drop_column("users", "name")',
            """
            10
              This revision's phase is backfill, but this line changes the schema.
              help: move the line to a revision of its own, with its own phase.
            """,
            header='phase = "backfill"',
        ),
        case(
            'op.drop_column("users", "name")',
            """
            10
              'exapnd' is not a valid phase.
              help: set phase to "expand", "backfill" or "contract".
            """,
            header='phase = "exapnd"',
        ),
    ],
)
