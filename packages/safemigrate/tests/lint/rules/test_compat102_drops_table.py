"""COMPAT102 drops-table: where it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_found = rule_tests(
    "COMPAT102",
    silent=[
        case(
            'op.drop_table("orders")',
            "its author says that no running code uses it",
            header='phase = "contract"',
        ),
        case(
            after_new('op.drop_table("new")'),
            "no released code knows it",
        ),
        case(
            """
            op.execute("DROP VIEW w")
            op.execute("CREATE VIEW w AS SELECT 1")
            """,
            "the view is made anew",
        ),
    ],
    found=[
        case(
            'op.drop_table("orders")',
            """
            10
              Code that is still running queries orders, and fails when it is gone.
              help: deploy code that no longer uses it first, then say in this file:
                phase = "contract"
            """,
        ),
        case(
            'op.execute("DROP VIEW w")',
            """
            10
              Code that is still running queries w, and fails when it is gone.
              help: deploy code that no longer uses it first, then say in this file:
                phase = "contract"
            """,
        ),
    ],
)
