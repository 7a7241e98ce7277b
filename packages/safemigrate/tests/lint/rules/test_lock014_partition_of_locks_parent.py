"""LOCK014 partition-of-locks-parent: when it is silent, and what it prints."""

from tests.lint.ruling import NEW, SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK014",
    silent=[
        case(
            """
            op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")
            op.execute("CREATE TABLE p1 PARTITION OF part FOR VALUES FROM (1) TO (2)")
            """,
            "nobody uses a new parent yet",
        ),
        case(
            """
            op.execute("CREATE TABLE p1 (LIKE part INCLUDING ALL)")
            op.execute("ALTER TABLE part ATTACH PARTITION p1 FOR VALUES FROM (1) TO (9)")
            """,
            "attaching takes a lock that lets others work",
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
        ),
        case(
            NEW,
            "a plain table",
        ),
    ],
    findings=[
        case(
            'op.execute("CREATE TABLE p1 PARTITION OF part FOR VALUES FROM (1) TO (2)")',
            """
            10
              CREATE TABLE p1 PARTITION OF part takes ACCESS EXCLUSIVE on part: nobody can read or write part, in any partition, until the transaction ends.
              help: create the table on its own, and attach it:
                op.execute("CREATE TABLE p1 (LIKE part INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
                op.execute("ALTER TABLE part ATTACH PARTITION p1 FOR VALUES …")
            """,
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
        ),
    ],
)
