"""LOCK017 slow-after-lock: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK017",
    silent=[
        case(
            'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")',
            "nothing is locked before it",
            earlier=[
                SHOP,
                'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            ],
        ),
        case(
            after_new('op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")'),
            "nobody waits for a new table",
            earlier=[
                SHOP,
                'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            ],
        ),
        case(
            """
            op.add_column("users", sa.Column("a", sa.Text()))
            op.execute("UPDATE orders SET total = 0")
            """,
            "DATA202 has that",
        ),
        case(
            """
            op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)
            op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")
            """,
            "LOCK018 has that",
        ),
    ],
    findings=[
        case(
            """
            op.add_column("users", sa.Column("a", sa.Text()))
            op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")
            """,
            """
            11
              During the validation of ck on orders, nobody can read or write users: line 10 locks users with ACCESS EXCLUSIVE until the transaction ends.
              help: move this statement to the next revision.
            """,
            earlier=[
                SHOP,
                'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            ],
        ),
        case(
            """
            op.drop_column("users", "name")
            op.execute("CREATE TABLE copy AS SELECT * FROM orders")
            """,
            """
            11
              During the query that fills copy, nobody can read or write users: line 10 locks users with ACCESS EXCLUSIVE until the transaction ends.
              help: move this statement to the next revision.
            """,
        ),
    ],
)
