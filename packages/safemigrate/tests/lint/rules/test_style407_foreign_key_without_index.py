"""STYLE407 foreign-key-without-index: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE407",
    silent=[
        case(
            after_new("""
            op.create_foreign_key("fk", "new", "users", ["user_id"], ["id"])
            op.create_index("ix", "new", ["user_id", "a"])
            """),
            "an index begins with the column",
        ),
        case(
            'op.create_table("new", sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id"), primary_key=True))',
            "the primary key has an index",
        ),
        case(
            'op.create_foreign_key("fk", "unknown", "users", ["user_id"], ["id"])',
            "its indexes are not known",
        ),
    ],
    findings=[
        case(
            after_new('op.create_foreign_key("fk", "new", "users", ["user_id"], ["id"])'),
            """
            16
              No index begins with new.user_id: each row deleted from users reads all of new.
              help: index it (if the table is in use: concurrently, as LOCK001 explains):
                op.create_index("ix_new_user_id", "new", ["user_id"])
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD seller bigint REFERENCES users")',
            """
            10
              No index begins with orders.seller: each row deleted from users reads all of orders.
              help: index it (if the table is in use: concurrently, as LOCK001 explains):
                op.create_index("ix_orders_seller", "orders", ["seller"])
            """,
        ),
        case(
            """
            op.create_table("new", sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id")))
            op.create_index("ix", "new", ["user_id"], postgresql_where=sa.text("user_id > 5"))
            """,
            """
            10
              No index begins with new.user_id: each row deleted from users reads all of new.
              help: index it (if the table is in use: concurrently, as LOCK001 explains):
                op.create_index("ix_new_user_id", "new", ["user_id"])
            """,
        ),
    ],
)
