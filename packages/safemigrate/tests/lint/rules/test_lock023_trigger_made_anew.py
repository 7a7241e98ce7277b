"""LOCK023 trigger-made-anew: where it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_found = rule_tests(
    "LOCK023",
    silent=[
        case(
            'op.execute("DROP TRIGGER note ON orders")',
            "it goes for good, and there is no other way",
        ),
        case(
            'op.execute("CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")',
            "nobody is kept from reading",
        ),
        case(
            'op.execute("CREATE OR REPLACE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")',
            "as it should be",
            pg=14,
        ),
    ],
    found=[
        case(
            """
            op.execute("DROP TRIGGER note ON orders")
            op.execute("CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()")
            """,
            """
            10
              DROP TRIGGER note takes ACCESS EXCLUSIVE on orders: nobody can read or write orders until the transaction ends, and this revision makes the trigger again.
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
              DROP TRIGGER note takes ACCESS EXCLUSIVE on orders: nobody can read or write orders until the transaction ends, and this revision makes the trigger again.
              help: replace it instead:
                op.execute("CREATE OR REPLACE TRIGGER note … ON orders …")
            """,
            pg=14,
        ),
    ],
)
