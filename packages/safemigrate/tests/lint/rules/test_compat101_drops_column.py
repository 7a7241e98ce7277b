"""COMPAT101 drops-column: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT101",
    silent=[
        case(
            'op.drop_column("users", "name")',
            "its author says that no running code uses it",
            header='phase = "contract"',
        ),
        case(
            'op.drop_column("users", "fax")',
            "the column is deployed with it",
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
            together=2,
        ),
        case(
            after_new('op.drop_column("new", "a")'),
            "no released code uses the table",
        ),
    ],
    findings=[
        case(
            'op.drop_column("users", "name")',
            """
            10
              Running code still selects users.name, and fails once it is dropped.
              help: first deploy code that no longer maps it, then set in this file:
                phase = "contract"
            """,
        ),
        case(
            'op.drop_column("users", "fax")',
            """
            10
              Running code still selects users.fax, and fails once it is dropped.
              help: first deploy code that no longer maps it, then set in this file:
                phase = "contract"
            """,
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
        ),
    ],
)
