"""STYLE401 json: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE401",
    silent=[
        case(
            'op.add_column("users", sa.Column("a", postgresql.JSONB()))',
            "jsonb has equality",
        ),
        case(
            'op.drop_column("users", "name")',
            "nothing is created",
        ),
        case(
            'op.alter_column("users", "name", type_=postgresql.JSONB(), postgresql_using="name::jsonb")',
            "this has one, too",
        ),
    ],
    findings=[
        case(
            'op.add_column("users", sa.Column("a", sa.JSON()))',
            """
            10
              users.a is json, which has no equality operator: SELECT DISTINCT and UNION of this table fail.
              help: make it jsonb:
                sa.Column("a", postgresql.JSONB())
            """,
        ),
        case(
            'op.create_table("new", sa.Column("a", postgresql.JSON()))',
            """
            10
              new.a is json, which has no equality operator: SELECT DISTINCT and UNION of this table fail.
              help: make it jsonb:
                sa.Column("a", postgresql.JSONB())
            """,
        ),
    ],
)
