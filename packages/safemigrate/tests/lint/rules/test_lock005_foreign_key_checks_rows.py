"""LOCK005 foreign-key-checks-rows: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK005",
    silent=[
        case(
            'op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
            "NOT VALID checks new rows only",
        ),
        case(
            after_new('op.create_foreign_key("fk", "new", "users", ["user_id"], ["id"])'),
            "no rows to check",
        ),
        case(
            'op.execute("ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT ENFORCED")',
            "NOT ENFORCED checks nothing",
            pg=18,
        ),
    ],
    findings=[
        case(
            'op.create_foreign_key("fk_orders_buyer", "orders", "users", ["user_id"], ["id"])',
            """
            10
              ADD FOREIGN KEY fk_orders_buyer takes SHARE ROW EXCLUSIVE on orders and users: nobody can write to either while every row of orders is checked.
              help: add it NOT VALID, and validate it in the next revision:
                op.create_foreign_key("fk_orders_buyer", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk_orders_buyer")
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD FOREIGN KEY (number) REFERENCES orders")',
            """
            10
              ADD FOREIGN KEY takes SHARE ROW EXCLUSIVE on orders: nobody can write to it while every row of orders is checked.
              help: add it NOT VALID, and validate it in the next revision:
                op.create_foreign_key("fk_orders_orders", "orders", "orders", ["number"], ["id"], postgresql_not_valid=True)
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk_orders_orders")
            """,
        ),
    ],
)
