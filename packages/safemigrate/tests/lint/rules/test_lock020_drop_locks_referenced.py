"""LOCK020 drop-locks-referenced: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK020",
    silent=[
        case(
            'op.drop_constraint("fk_orders_user", "orders")',
            "the foreign key alone, as it should be",
        ),
        case(
            'op.drop_table("orders")',
            "its foreign key was dropped earlier",
            earlier=[SHOP, 'op.drop_constraint("fk_orders_user", "orders")'],
        ),
        case(
            'op.drop_column("orders", "state")',
            "the column references nothing",
        ),
        case(
            """
            op.drop_table("orders")
            op.drop_table("users")
            """,
            "the other table is dropped as well",
        ),
    ],
    findings=[
        case(
            'op.drop_table("orders")',
            """
            10
              DROP TABLE orders also takes ACCESS EXCLUSIVE on users: nobody can read or write users, because fk_orders_user references it.
              help: first drop the foreign key, in a revision of its own:
                op.drop_constraint("fk_orders_user", "orders")
            """,
        ),
        case(
            'op.drop_column("orders", "user_id")',
            """
            10
              DROP COLUMN orders.user_id also takes ACCESS EXCLUSIVE on users: nobody can read or write users, because fk_orders_user references it.
              help: first drop the foreign key, in a revision of its own:
                op.drop_constraint("fk_orders_user", "orders")
            """,
        ),
    ],
)
