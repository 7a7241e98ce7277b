"""COMPAT107 constrains-old-code: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT107",
    silent=[
        case(
            'op.create_check_constraint("ck", "orders", "total >= 0")',
            "only an expand revision promises this",
        ),
        case(
            """
            op.add_column("users", sa.Column("fax", sa.Text()))
            op.create_check_constraint("ck", "users", "fax > '0'")
            """,
            "running code does not write the column",
            header='phase = "expand"',
        ),
        case(
            'op.alter_column("users", "name", nullable=False)',
            "running code already follows the rule",
            header='phase = "expand"',
            earlier=[SHOP, 'op.create_check_constraint("c", "users", "name IS NOT NULL")'],
        ),
        case(
            """
            op.execute("ALTER TABLE users ADD CONSTRAINT new CHECK ((name > 'a') OR (name > 'b'))")
            op.execute("ALTER TABLE users DROP CONSTRAINT c")
            op.execute("ALTER TABLE users RENAME CONSTRAINT new TO c")
            """,
            "it still accepts what running code may write",
            header='phase = "expand"',
            earlier=[SHOP, """op.create_check_constraint("c", "users", "name > 'a'")"""],
        ),
    ],
    findings=[
        case(
            """
            op.execute("ALTER TABLE users ADD CONSTRAINT new CHECK (name > 'b')")
            op.execute("ALTER TABLE users DROP CONSTRAINT c")
            op.execute("ALTER TABLE users RENAME CONSTRAINT new TO c")
            """,
            """
            10
              This revision's phase is expand, but the CHECK on users rejects rows that running code may write.
              help: move it to a later revision with:
                phase = "contract"
            """,
            header='phase = "expand"',
            earlier=[SHOP, """op.create_check_constraint("c", "users", "name > 'a'")"""],
        ),
        case(
            "op.execute(\"ALTER TABLE users ADD CONSTRAINT new CHECK (name > 'b' OR name > 'c')\")",
            """
            10
              This revision's phase is expand, but the CHECK on users rejects rows that running code may write.
              help: move it to a later revision with:
                phase = "contract"
            """,
            header='phase = "expand"',
        ),
        case(
            'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            """
            10
              This revision's phase is expand, but the CHECK on orders rejects rows that running code may write.
              help: move it to a later revision with:
                phase = "contract"
            """,
            header='phase = "expand"',
        ),
        case(
            'op.alter_column("users", "name", nullable=False)',
            """
            10
              This revision's phase is expand, but the NOT NULL on users rejects rows that running code may write.
              help: move it to a later revision with:
                phase = "contract"
            """,
            header='phase = "expand"',
        ),
    ],
)
