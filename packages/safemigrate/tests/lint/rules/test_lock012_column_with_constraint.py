"""LOCK012 column-with-constraint: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK012",
    silent=[
        case(
            'op.add_column("orders", sa.Column("a", sa.BigInteger(), sa.ForeignKey("users.id")))',
            "only NULLs, which reference nothing",
        ),
        case(
            'op.add_column("orders", sa.Column("a", sa.Integer()))',
            "no constraint",
        ),
        case(
            after_new('op.execute("ALTER TABLE new ADD b int UNIQUE")'),
            "a new table has no rows",
        ),
    ],
    findings=[
        case(
            'op.execute("ALTER TABLE orders ADD COLUMN a int CHECK (a > 0)")',
            """
            10
              ADD COLUMN orders.a with CHECK takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is checked.
              help: add the column alone, then add the constraint as LOCK006 explains:
                op.execute("ALTER TABLE orders ADD COLUMN a integer")
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD COLUMN a text UNIQUE")',
            """
            10
              ADD COLUMN orders.a with UNIQUE or PRIMARY KEY takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while its index is built.
              help: add the column alone, then add the constraint as LOCK008 explains:
                op.execute("ALTER TABLE orders ADD COLUMN a text")
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders ADD COLUMN a bigint DEFAULT 1 REFERENCES users")',
            """
            10
              ADD COLUMN orders.a with REFERENCES and a default takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is looked up.
              help: add the column alone, then add the constraint as LOCK005 explains:
                op.execute("ALTER TABLE orders ADD COLUMN a bigint")
            """,
        ),
    ],
)
