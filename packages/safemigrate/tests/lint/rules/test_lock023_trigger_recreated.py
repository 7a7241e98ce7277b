"""LOCK023 trigger-recreated: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK023",
    silent=[
        case(
            'op.execute("DROP TRIGGER note ON orders")',
            "it is not created again, and there is no other way to drop it",
        ),
        case(
            'op.execute("CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")',
            "nobody is blocked from reading",
        ),
        case(
            'op.execute("CREATE OR REPLACE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")',
            "as it should be",
            pg=14,
        ),
    ],
    findings=[
        case(
            """
            op.execute("DROP TRIGGER note ON orders")
            op.execute("CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")
            """,
            """
            10
              DROP TRIGGER note takes ACCESS EXCLUSIVE on orders: nobody can read or write orders until the transaction ends, and this revision creates the trigger again.
              help: replace its function instead:
                op.execute("CREATE OR REPLACE FUNCTION …")
            """,
        ),
        case(
            """
            op.execute("DROP TRIGGER note ON orders")
            op.execute("CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")
            """,
            """
            10
              DROP TRIGGER note takes ACCESS EXCLUSIVE on orders: nobody can read or write orders until the transaction ends, and this revision creates the trigger again.
              help: replace it instead:
                op.execute("CREATE OR REPLACE TRIGGER note … ON orders …")
            """,
            pg=14,
        ),
    ],
)
