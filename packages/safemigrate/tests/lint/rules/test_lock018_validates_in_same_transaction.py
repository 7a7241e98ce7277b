"""LOCK018 validates-in-same-transaction: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK018",
    silent=[
        case(
            'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")',
            "the constraint is from an earlier revision",
            earlier=[
                SHOP,
                'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            ],
        ),
        case(
            """
            op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)
            op.execute("COMMIT")
            op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")
            """,
            "the first lock is released",
        ),
        case(
            after_new("""
            op.create_check_constraint("ck", "new", "a >= 0", postgresql_not_valid=True)
            op.execute("ALTER TABLE new VALIDATE CONSTRAINT ck")
            """),
            "a new table has no rows",
        ),
    ],
    findings=[
        case(
            """
            op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)
            op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")
            """,
            """
            11
              While every row is checked, nobody can read or write orders: line 10 adds ck and holds its lock until the transaction ends.
              help: validate it in the next revision:
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")
            """,
        ),
        case(
            """
            op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)
            op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk")
            """,
            """
            11
              While every row is checked, nobody can write to orders and users: line 10 adds fk and holds its lock until the transaction ends.
              help: validate it in the next revision:
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk")
            """,
        ),
    ],
)
