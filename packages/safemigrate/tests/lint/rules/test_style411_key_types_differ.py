"""STYLE411 key-types-differ: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE411",
    silent=[
        case(
            after_new('op.create_foreign_key("fk", "new", "users", ["user_id"], ["id"])'),
            "bigint and bigint",
        ),
        case(
            'op.create_foreign_key("fk", "orders", "unknown", ["number"], ["id"])',
            "the other type is not known",
        ),
        case(
            'op.execute("CREATE TABLE a (k varchar(30) PRIMARY KEY); CREATE TABLE b (k varchar(20) REFERENCES a)")',
            "lengths may differ",
        ),
    ],
    findings=[
        case(
            'op.create_foreign_key("fk", "orders", "users", ["number"], ["id"])',
            """
            10
              orders.number is integer, but it references users.id, which is bigint.
              help: give both the same type: bigint.
            """,
        ),
        case(
            'op.add_column("orders", sa.Column("seller", sa.Integer(), sa.ForeignKey("users.id")))',
            """
            10
              orders.seller is integer, but it references users.id, which is bigint.
              help: give both the same type: bigint.
            """,
        ),
    ],
)
