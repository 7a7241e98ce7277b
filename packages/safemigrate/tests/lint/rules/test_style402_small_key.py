"""STYLE402 small-key: when it is silent, and what it prints."""

from tests.lint.ruling import NEW, case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE402",
    silent=[
        case(
            NEW,
            "a bigint",
        ),
        case(
            'op.create_table("new", sa.Column("code", sa.Integer(), primary_key=True, autoincrement=False))',
            "its numbers come from elsewhere",
        ),
        case(
            'op.create_table("new", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()), sa.PrimaryKeyConstraint("a", "b"))',
            "a key of two columns",
        ),
    ],
    findings=[
        case(
            'op.create_table("new", sa.Column("id", sa.Integer(), primary_key=True))',
            """
            10
              new.id counts in integer: after 2,147,483,647 rows, including failed inserts, every INSERT fails.
              help: make it a bigint:
                sa.Column("id", sa.BigInteger(), …)
            """,
        ),
        case(
            'op.execute("CREATE TABLE new (id int GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (id))")',
            """
            10
              new.id counts in integer: after 2,147,483,647 rows, including failed inserts, every INSERT fails.
              help: make it a bigint:
                sa.Column("id", sa.BigInteger(), …)
            """,
        ),
        case(
            'op.execute("CREATE TABLE new (id smallserial PRIMARY KEY)")',
            """
            10
              new.id counts in smallint: after 32,767 rows, including failed inserts, every INSERT fails.
              help: make it a bigint:
                sa.Column("id", sa.BigInteger(), …)
            """,
        ),
    ],
)
