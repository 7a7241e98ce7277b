"""COMPAT102 drops-table: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT102",
    silent=[
        case(
            'op.drop_table("orders")',
            "its author says that no running code uses it",
            header='phase = "contract"',
        ),
        case(
            after_new('op.drop_table("new")'),
            "no released code uses it",
        ),
        case(
            """
            op.execute("DROP VIEW w")
            op.execute("CREATE VIEW w AS SELECT 1")
            """,
            "the view is created again",
        ),
    ],
    findings=[
        case(
            'op.drop_table("orders")',
            """
            10
              Running code still queries orders, and fails once it is dropped.
              help: first deploy code that no longer uses it, then set in this file:
                phase = "contract"
            """,
        ),
        case(
            'op.execute("DROP VIEW w")',
            """
            10
              Running code still queries w, and fails once it is dropped.
              help: first deploy code that no longer uses it, then set in this file:
                phase = "contract"
            """,
        ),
    ],
)
