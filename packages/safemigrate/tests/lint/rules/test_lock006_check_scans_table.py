"""LOCK006 check-scans-table: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK006",
    silent=[
        case(
            'op.create_check_constraint("ck", "orders", "total >= 0", postgresql_not_valid=True)',
            "NOT VALID checks new rows only",
        ),
        case(
            after_new('op.create_check_constraint("ck", "new", "a > 0")'),
            "no rows to check",
        ),
        case(
            'op.execute("ALTER DOMAIN price ADD CHECK (VALUE > 0) NOT VALID")',
            "the domain's columns are not read",
        ),
        case(
            'op.execute("CREATE TABLE offer (cost price)")\n'
            'op.execute("ALTER DOMAIN price ADD CHECK (VALUE > 0)")',
            "the only table with a column of the domain is new",
        ),
    ],
    findings=[
        case(
            'op.create_check_constraint("ck_orders_total", "orders", "total >= 0")',
            """
            10
              ADD CHECK ck_orders_total takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while every row is checked.
              help: add it NOT VALID, and validate it in the next revision:
                op.create_check_constraint("ck_orders_total", "orders", "total >= 0", postgresql_not_valid=True)
                # next revision
                op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")
            """,
        ),
        case(
            'op.execute("ALTER DOMAIN price ADD CHECK (VALUE > 0)")',
            """
            10
              The constraint on domain price takes SHARE on the tables with a column of this domain: nobody can write to the tables with a column of this domain while every row is checked.
              help: leave the domain unchanged, or its constraint NOT VALID (validating it takes the same lock), and add a CHECK to each column:
                op.execute("ALTER TABLE … ADD CONSTRAINT … CHECK (…) NOT VALID")
                # next revision
                op.execute("ALTER TABLE … VALIDATE CONSTRAINT …")
            """,
        ),
        case(
            'op.execute("ALTER DOMAIN price VALIDATE CONSTRAINT positive")',
            """
            10
              The constraint on domain price takes SHARE on the tables with a column of this domain: nobody can write to the tables with a column of this domain while every row is checked.
              help: leave the domain unchanged, or its constraint NOT VALID (validating it takes the same lock), and add a CHECK to each column:
                op.execute("ALTER TABLE … ADD CONSTRAINT … CHECK (…) NOT VALID")
                # next revision
                op.execute("ALTER TABLE … VALIDATE CONSTRAINT …")
            """,
        ),
        case(
            'op.execute("ALTER DOMAIN price SET NOT NULL")',
            """
            10
              The constraint on domain price takes SHARE on offer: nobody can write to offer while every row is checked.
              help: leave the domain unchanged, or its constraint NOT VALID (validating it takes the same lock), and add a CHECK to each column:
                op.execute("ALTER TABLE … ADD CONSTRAINT … CHECK (…) NOT VALID")
                # next revision
                op.execute("ALTER TABLE … VALIDATE CONSTRAINT …")
            """,
            earlier=['op.execute("CREATE TABLE offer (cost price)")'],
        ),
    ],
)
