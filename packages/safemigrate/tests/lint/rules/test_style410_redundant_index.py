"""STYLE410 redundant-index: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE410",
    silent=[
        case(
            'op.create_index("ix", "orders", ["state"])',
            "no other begins with it",
        ),
        case(
            'op.create_index("ix", "orders", ["user_id"], unique=True)',
            "a unique index is a constraint",
        ),
        case(
            'op.create_index("ix", "orders", ["user_id"], postgresql_where=sa.text("total > 0"))',
            "a partial index serves other queries",
        ),
        case(
            'op.create_index("ix", "orders", ["user_id", "state"])',
            "the longer one is new: drop the old one later",
        ),
    ],
    findings=[
        case(
            'op.create_index("ix", "orders", ["user_id"])',
            """
            10
              ix_orders_user_id on orders begins with the same columns, so ix serves no query that it does not.
              help: remove ix.
            """,
        ),
        case(
            after_new("""
            op.create_index("a", "new", ["a"])
            op.create_index("b", "new", ["a", "user_id"])
            """),
            """
            16
              b on new begins with the same columns, so a serves no query that it does not.
              help: remove a.
            """,
        ),
        case(
            after_new("""
            op.create_index("a", "new", ["a"])
            op.create_index("b", "new", ["a"])
            """),
            """
            17
              a on new begins with the same columns, so b serves no query that it does not.
              help: remove b.
            """,
        ),
    ],
)
