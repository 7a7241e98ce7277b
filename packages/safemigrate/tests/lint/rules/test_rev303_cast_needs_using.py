"""REV303 cast-needs-using: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "REV303",
    silent=[
        case(
            'op.alter_column("users", "name", type_=sa.Text())',
            "PostgreSQL casts automatically",
            downgrade='op.alter_column("users", "name", type_=sa.String(50))',
        ),
        case(
            'op.alter_column("orders", "number", type_=sa.Text())',
            "USING says how",
            downgrade='op.alter_column("orders", "number", type_=sa.Integer(), postgresql_using="number::integer")',
        ),
        case(
            'op.alter_column("orders", "number", type_=sa.BigInteger())',
            "it casts numbers automatically",
            downgrade='op.alter_column("orders", "number", type_=sa.Integer())',
        ),
    ],
    findings=[
        case(
            'op.alter_column("orders", "number", type_=sa.Text())',
            """
            14
              downgrade() fails here: orders.number cannot be cast automatically from text to integer.
              help: say how to cast it:
                op.alter_column("orders", "number", type_=…, postgresql_using="number::integer")
            """,
            downgrade='op.alter_column("orders", "number", type_=sa.Integer())',
        ),
        case(
            'op.alter_column("users", "email", type_=sa.Boolean())',
            """
            10
              upgrade() fails here: users.email cannot be cast automatically from text to boolean.
              help: say how to cast it:
                op.alter_column("users", "email", type_=…, postgresql_using="email::boolean")
            """,
        ),
    ],
)
