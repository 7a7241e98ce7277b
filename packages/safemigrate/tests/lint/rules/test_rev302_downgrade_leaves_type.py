"""REV302 downgrade-leaves-type: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "REV302",
    silent=[
        case(
            'op.create_table("person", sa.Column("mood", sa.Enum("a", "b", name="mood")))',
            "the type is dropped, too",
            downgrade="""
            op.drop_table("person")
            op.execute("DROP TYPE mood")
            """,
        ),
        case(
            'op.create_table("person", sa.Column("mood", sa.Enum("a", "b", name="mood")))',
            "REV301 has that",
        ),
        case(
            'op.execute("CREATE SEQUENCE s OWNED BY users.id")',
            "it is dropped with its column",
            downgrade="""
            op.execute("SELECT 1")
            op.drop_column("users", "id")
            """,
        ),
        case(
            "op.execute(\"CREATE SCHEMA z; CREATE TYPE z.mood AS ENUM ('a')\")",
            "it is dropped with its schema",
            downgrade='op.execute("DROP SCHEMA z CASCADE")',
        ),
    ],
    findings=[
        case(
            'op.create_table("person", sa.Column("mood", sa.Enum("a", "b", name="mood")))',
            """
            13
              downgrade() leaves the type mood behind, so the next upgrade() fails with "already exists".
              help: drop it at the end of downgrade():
                op.execute("DROP TYPE mood")
            """,
            downgrade='op.drop_table("person")',
        ),
        case(
            """
            op.execute("CREATE SEQUENCE s")
            op.add_column("users", sa.Column("fax", sa.Text()))
            """,
            """
            14
              downgrade() leaves the sequence s behind, so the next upgrade() fails with "already exists".
              help: drop it at the end of downgrade():
                op.execute("DROP SEQUENCE s")
            """,
            downgrade='op.drop_column("users", "fax")',
        ),
    ],
)
