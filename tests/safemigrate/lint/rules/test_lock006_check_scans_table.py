"""LOCK006 check-scans-table: where it is silent, and what it prints."""

from tests.safemigrate.lint.ruling import after_new, case, rule_tests

test_silent, test_found = rule_tests(
    "LOCK006",
    silent=[
        case(
            'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            "NOT VALID checks new rows only",
        ),
        case(
            after_new('op.create_check_constraint("ck", "new", "a > 0")'),
            "no rows to check",
        ),
        case(
            'op.execute("ALTER DOMAIN price ADD CHECK (VALUE > 0) NOT VALID")',
            "the domain's columns are not read",
        ),
    ],
    found=[
        case(
            'op.create_check_constraint("ck_orders_total", "orders", "total >= 0")',
            """
            10
              ADD CHECK ck_orders_total takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is checked.
              help: add it NOT VALID, and validate it in the next revision:
                op.create_check_constraint("ck_orders_total", "orders", "total >= 0", postgresql_not_valid=True)
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")
            """,
        ),
        case(
            'op.execute("ALTER DOMAIN price ADD CHECK (VALUE > 0)")',
            """
            10
              The constraint on domain price takes SHARE on each table with a column of it: nobody can write to them while every row is checked.
              help: add it NOT VALID, and validate it in the next revision:
                op.execute("ALTER DOMAIN price ADD CONSTRAINT … CHECK (…) NOT VALID")
                # next revision
                op.execute("ALTER DOMAIN price VALIDATE CONSTRAINT …")
            """,
        ),
    ],
)
