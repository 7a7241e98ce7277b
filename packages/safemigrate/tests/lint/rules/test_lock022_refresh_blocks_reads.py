"""LOCK022 refresh-blocks-reads: where it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_found = rule_tests(
    "LOCK022",
    silent=[
        case(
            'op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY daily")',
            "others go on reading",
        ),
        case(
            """
            op.execute("CREATE MATERIALIZED VIEW daily AS SELECT 1")
            op.execute("REFRESH MATERIALIZED VIEW daily")
            """,
            "nobody reads it yet",
        ),
        case(
            'op.execute("CREATE MATERIALIZED VIEW daily AS SELECT 1")',
            "a new view",
        ),
    ],
    found=[
        case(
            'op.execute("REFRESH MATERIALIZED VIEW daily")',
            """
            10
              REFRESH MATERIALIZED VIEW takes ACCESS EXCLUSIVE on daily: nobody can read or write daily while its query runs.
              help: refresh it concurrently; it needs a unique index for that:
                op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY daily")
            """,
        ),
    ],
)
