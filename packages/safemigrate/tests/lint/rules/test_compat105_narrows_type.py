"""COMPAT105 narrows-type: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT105",
    silent=[
        case(
            'op.alter_column("users", "name", type_=sa.Text())',
            "every value fits",
        ),
        case(
            'op.alter_column("orders", "total", type_=sa.Numeric(12, 4))',
            "digits and scale grow",
        ),
        case(
            'op.alter_column("users", "fax", type_=sa.String(9))',
            "the column is deployed with it",
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
            together=2,
        ),
        case(
            'op.alter_column("orders", "number", type_=sa.Text())',
            "a number fits in a text",
        ),
    ],
    findings=[
        case(
            'op.alter_column("users", "name", type_=sa.String(20))',
            """
            10
              Not every varchar(50) fits in varchar(20): the change of users.name rejects or truncates the first value that does not fit, and running code can write more of them.
              help: enforce the new limit with a NOT VALID CHECK, and validate it once all rows satisfy it.
            """,
        ),
        case(
            'op.alter_column("users", "id", type_=sa.Integer())',
            """
            10
              Not every bigint fits in integer: the change of users.id rejects or truncates the first value that does not fit, and running code can write more of them.
              help: enforce the new limit with a NOT VALID CHECK, and validate it once all rows satisfy it.
            """,
        ),
        case(
            'op.alter_column("orders", "total", type_=sa.Numeric(10, 4))',
            """
            10
              Not every numeric(10,2) fits in numeric(10,4): the change of orders.total rejects or truncates the first value that does not fit, and running code can write more of them.
              help: enforce the new limit with a NOT VALID CHECK, and validate it once all rows satisfy it.
            """,
        ),
        case(
            'op.alter_column("users", "email", type_=sa.String(100))',
            """
            10
              Not every text fits in varchar(100): the change of users.email rejects or truncates the first value that does not fit, and running code can write more of them.
              help: enforce the new limit with a NOT VALID CHECK, and validate it once all rows satisfy it.
            """,
        ),
    ],
)
