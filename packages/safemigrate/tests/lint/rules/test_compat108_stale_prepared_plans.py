"""COMPAT108 stale-prepared-plans: where it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_found = rule_tests(
    "COMPAT108",
    silent=[
        case(
            'op.alter_column("users", "email", type_=sa.Text())',
            "the type stays",
        ),
        case(
            'op.alter_column("users", "fax", type_=sa.String(9))',
            "no released code selects it",
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
            together=2,
        ),
        case(
            'op.alter_column("users", "name", nullable=True)',
            "no type is changed",
        ),
    ],
    found=[
        case(
            'op.alter_column("orders", "number", type_=sa.BigInteger())',
            """
            10
              Open connections that have prepared a query of orders.number fail with "cached plan must not change result type" from now on.
              help: restart other programs that read the table after this revision, or begin with op.change_type_online.
            """,
        ),
    ],
)
