"""LOCK011 type-change-rewrites-table: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK011",
    silent=[
        case(
            'op.alter_column("users", "name", type_=sa.String(100), existing_type=sa.String(50))',
            "a longer varchar is free",
        ),
        case(
            'op.alter_column("orders", "total", type_=sa.Numeric(12, 2))',
            "so are more digits before the point",
        ),
        case(
            after_new('op.alter_column("new", "a", type_=sa.BigInteger())'),
            "a new table has no rows",
        ),
        case(
            'op.alter_column("unknown", "a", type_=sa.Text(), existing_type=sa.String(9))',
            "the revision says what type it was",
        ),
    ],
    findings=[
        case(
            'op.alter_column("orders", "number", type_=sa.BigInteger(), existing_type=sa.Integer())',
            """
            10
              The change of orders.number from integer to bigint takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while the whole table is rewritten.
              help: change it online, with one revision per step (`db migrate` writes them):
                op.change_type_online("orders", "number", "bigint")
                op.fill_online("orders", "number")
                op.build_online("orders", "number")
                op.swap_online("orders", "number")
                op.finish_online("orders", "number")
            """,
        ),
        case(
            'op.alter_column("unknown", "a", type_=sa.Text())',
            """
            10
              The change of unknown.a to text takes ACCESS EXCLUSIVE on unknown: nobody can read or write unknown while the whole table is rewritten.
              help: no revision says what type it had: if the change is one of the free ones (`db explain LOCK011`), pass existing_type to op.alter_column. Otherwise start with op.change_type_online.
            """,
        ),
        case(
            'op.alter_column("users", "name", type_=sa.Text())',
            """
            10
              The change of users.name from varchar(50) to text takes ACCESS EXCLUSIVE on users: nobody can read or write users while every row is checked against the column's CHECK.
              help: drop the CHECK, change the type, and add the CHECK again NOT VALID; validate it in the next revision.
            """,
            earlier=[SHOP, 'op.create_check_constraint("named", "users", "name IS NOT NULL")'],
        ),
    ],
)
