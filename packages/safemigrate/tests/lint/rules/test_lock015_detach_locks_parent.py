"""LOCK015 detach-locks-parent: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK015",
    silent=[
        case(
            'op.execute("ALTER TABLE part DETACH PARTITION old")',
            "PostgreSQL 13 has no other way",
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
            pg=13,
        ),
        case(
            'op.execute("ALTER TABLE part DETACH PARTITION old CONCURRENTLY")',
            "others can read and write",
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
            pg=14,
        ),
        case(
            'op.execute("ALTER TABLE part DETACH PARTITION old")',
            "CONCURRENTLY does not work with a default partition",
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
                'op.execute("CREATE TABLE rest PARTITION OF part DEFAULT")',
            ],
            pg=14,
        ),
    ],
    findings=[
        case(
            'op.execute("ALTER TABLE part DETACH PARTITION old")',
            """
            10
              DETACH PARTITION old takes ACCESS EXCLUSIVE on part: nobody can read or write part, in any partition, until the transaction ends.
              help: detach it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("ALTER TABLE part DETACH PARTITION old CONCURRENTLY")
            """,
            earlier=[
                SHOP,
                'op.execute("CREATE TABLE part (d int) PARTITION BY RANGE (d); CREATE TABLE old (d int)")',
            ],
            pg=14,
        ),
    ],
)
