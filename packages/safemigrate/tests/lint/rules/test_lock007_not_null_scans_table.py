"""LOCK007 not-null-scans-table: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK007",
    silent=[
        case(
            'op.alter_column("orders", "state", nullable=True)',
            "dropping NOT NULL needs no scan",
        ),
        case(
            after_new('op.alter_column("new", "a", nullable=False)'),
            "a new table has no rows",
        ),
        case(
            'op.alter_column("orders", "state", nullable=False)',
            "a validated check already proves it",
            earlier=[
                SHOP,
                'op.create_check_constraint("c", "orders", "state IS NOT NULL", postgresql_not_valid=True)',
                'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT c")',
            ],
        ),
        case(
            'op.alter_column("users", "active", nullable=False)',
            "it is NOT NULL already",
        ),
        case(
            'op.execute("ALTER TABLE orders ADD CONSTRAINT n NOT NULL state NOT VALID")',
            "NOT VALID looks at new rows only",
            pg=18,
        ),
    ],
    findings=[
        case(
            'op.alter_column("orders", "state", nullable=False)',
            """
            10
              SET NOT NULL on orders.state takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is checked.
              help: first prove it with a CHECK:
                op.create_check_constraint("orders_state_present", "orders", "state IS NOT NULL", postgresql_not_valid=True)
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT orders_state_present")
                # the revision after that
                op.alter_column("orders", "state", nullable=False)
                op.drop_constraint("orders_state_present", "orders")
            """,
        ),
        case(
            'op.alter_column("orders", "state", nullable=False)',
            """
            10
              SET NOT NULL on orders.state takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is checked.
              help: first prove it with a CHECK:
                op.create_check_constraint("orders_state_present", "orders", "state IS NOT NULL", postgresql_not_valid=True)
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT orders_state_present")
                # the revision after that
                op.alter_column("orders", "state", nullable=False)
                op.drop_constraint("orders_state_present", "orders")
            """,
            earlier=[
                SHOP,
                'op.create_check_constraint("c", "orders", "state IS NOT NULL", postgresql_not_valid=True)',
            ],
        ),
        case(
            'op.alter_column("orders", "state", nullable=False)',
            """
            10
              SET NOT NULL on orders.state takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is checked.
              help: add it NOT VALID, and validate it in the next revision:
                op.execute("ALTER TABLE orders ADD CONSTRAINT orders_state_present NOT NULL state NOT VALID")
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT orders_state_present")
            """,
            pg=18,
        ),
    ],
)
