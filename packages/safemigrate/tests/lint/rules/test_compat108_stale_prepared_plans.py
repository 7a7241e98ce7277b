"""COMPAT108 stale-prepared-plans: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT108",
    silent=[
        case(
            'op.alter_column("users", "email", type_=sa.Text())',
            "the type is the same",
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
    findings=[
        case(
            'op.alter_column("orders", "number", type_=sa.BigInteger())',
            """
            10
              After this, open connections with a prepared query of orders.number fail with "cached plan must not change result type".
              help: restart other programs that read the table after this revision, or start with op.change_type_online instead.
            """,
        ),
    ],
)
