"""COMPAT101 drops-column: where it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_found = rule_tests(
    "COMPAT101",
    silent=[
        case(
            'op.drop_column("users", "name")',
            "its author says that no running code uses it",
            header='phase = "contract"',
        ),
        case(
            'op.drop_column("users", "fax")',
            "the column goes out with it",
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
            together=2,
        ),
        case(
            after_new('op.drop_column("new", "a")'),
            "no released code knows the table",
        ),
    ],
    found=[
        case(
            'op.drop_column("users", "name")',
            """
            10
              Code that is still running selects users.name, and fails when it is gone.
              help: deploy code that no longer maps it first, then say in this file:
                phase = "contract"
            """,
        ),
        case(
            'op.drop_column("users", "fax")',
            """
            10
              Code that is still running selects users.fax, and fails when it is gone.
              help: deploy code that no longer maps it first, then say in this file:
                phase = "contract"
            """,
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
        ),
    ],
)
