"""LOCK020 drop-locks-referenced: where it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_found = rule_tests(
    "LOCK020",
    silent=[
        case(
            'op.drop_constraint("fk_orders_user", "orders")',
            "the foreign key alone, as it should be",
        ),
        case(
            'op.drop_table("orders")',
            "its foreign key went before",
            earlier=[SHOP, 'op.drop_constraint("fk_orders_user", "orders")'],
        ),
        case(
            'op.drop_column("orders", "state")',
            "the column refers to nothing",
        ),
        case(
            """
            op.drop_table("orders")
            op.drop_table("users")
            """,
            "the other table goes as well",
        ),
    ],
    found=[
        case(
            'op.drop_table("orders")',
            """
            10
              DROP TABLE orders takes ACCESS EXCLUSIVE on users: nobody can read or write users, too, because fk_orders_user refers to it.
              help: drop the foreign key first, in a revision of its own:
                op.drop_constraint("fk_orders_user", "orders")
            """,
        ),
        case(
            'op.drop_column("orders", "user_id")',
            """
            10
              DROP COLUMN orders.user_id takes ACCESS EXCLUSIVE on users: nobody can read or write users, too, because fk_orders_user refers to it.
              help: drop the foreign key first, in a revision of its own:
                op.drop_constraint("fk_orders_user", "orders")
            """,
        ),
    ],
)
