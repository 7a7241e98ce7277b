"""LOCK013 attach-scans-partition: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK013",
    silent=[
        case(
            'op.execute("ALTER TABLE part ATTACH PARTITION old FOR VALUES FROM (1) TO (9)")',
            "a validated CHECK proves the rows",
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
                'op.execute("ALTER TABLE old ADD CHECK (d >= 1 AND d < 9)")',
            ],
        ),
        case(
            """
            op.execute("CREATE TABLE old (d int)")
            op.execute("ALTER TABLE part ATTACH PARTITION old FOR VALUES FROM (1) TO (9)")
            """,
            "a new table has no rows",
        ),
        case(
            'op.execute("ALTER TABLE part DETACH PARTITION old")',
            "detaching reads nothing",
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
        ),
    ],
    findings=[
        case(
            'op.execute("ALTER TABLE part ATTACH PARTITION old FOR VALUES FROM (1) TO (9)")',
            """
            10
              ATTACH PARTITION old takes ACCESS EXCLUSIVE on old: nobody can read or write old while every row is compared with the bounds.
              help: first prove the bounds with a CHECK:
                op.execute("ALTER TABLE old ADD CONSTRAINT bounds CHECK (…) NOT VALID")
                # next revision
                op.execute("ALTER TABLE old VALIDATE CONSTRAINT bounds")
                # the revision after that: ATTACH PARTITION
            """,
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
        ),
        case(
            'op.execute("ALTER TABLE part ATTACH PARTITION old FOR VALUES FROM (1) TO (9)")',
            """
            10
              ATTACH PARTITION old takes ACCESS EXCLUSIVE on rest: nobody can read or write rest while every row is compared with the bounds.
              help: first prove the bounds with a CHECK:
                op.execute("ALTER TABLE rest ADD CONSTRAINT bounds CHECK (…) NOT VALID")
                # next revision
                op.execute("ALTER TABLE rest VALIDATE CONSTRAINT bounds")
                # the revision after that: ATTACH PARTITION
            """,
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
                'op.execute("ALTER TABLE old ADD CHECK (d >= 1 AND d < 9)")',
                'op.execute("CREATE TABLE rest PARTITION OF part DEFAULT")',
            ],
        ),
    ],
)
