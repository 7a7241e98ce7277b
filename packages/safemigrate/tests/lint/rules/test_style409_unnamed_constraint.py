"""STYLE409 unnamed-constraint: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE409",
    silent=[
        case(
            'op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"])',
            "it has a name",
        ),
        case(
            'op.create_table("new", sa.Column("a", sa.Integer(), sa.CheckConstraint("a > 0")))',
            "nothing has to be dropped by name",
        ),
        case(
            'op.execute("ALTER TABLE unknown ADD PRIMARY KEY (id)")',
            "a table has one",
        ),
    ],
    findings=[
        case(
            'op.create_foreign_key(None, "orders", "users", ["user_id"], ["id"])',
            """
            10
              The FOREIGN KEY on orders gets a name that downgrade() does not know.
              help: give it a name, or set a naming convention in the models' MetaData.
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD CHECK (total > 0)")',
            """
            10
              The CHECK on orders gets a name that downgrade() does not know.
              help: give it a name, or set a naming convention in the models' MetaData.
            """,
        ),
    ],
)
