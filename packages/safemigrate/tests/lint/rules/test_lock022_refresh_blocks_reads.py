"""LOCK022 refresh-blocks-reads: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK022",
    silent=[
        case(
            'op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY daily")',
            "others can read",
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
    findings=[
        case(
            'op.execute("REFRESH MATERIALIZED VIEW daily")',
            """
            10
              REFRESH MATERIALIZED VIEW takes ACCESS EXCLUSIVE on daily: nobody can read or write daily while its query runs.
              help: refresh it concurrently, which needs a unique index:
                op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY daily")
            """,
        ),
    ],
)
