"""STYLE406 long-name: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE406",
    silent=[
        case(
            'op.execute("CREATE INDEX "+"i" * 63+" ON orders (state)")',
            "63 bytes fit",
        ),
        case(
            'op.execute("COMMENT ON TABLE users IS \'"+"i" * 64+"\'")',
            "a text, not a name",
        ),
        case(
            'op.create_index("ix", "orders", ["state"])',
            "a short name",
        ),
    ],
    findings=[
        case(
            'op.execute("CREATE INDEX "+"i" * 64+" ON orders (state)")',
            """
            10
              iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii has 64 bytes: PostgreSQL keeps the first 63.
              help: write a shorter name, such as iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii.
            """,
        ),
        case(
            "op.execute('CREATE INDEX \"'+\"ü\" * 32+'\" ON orders (state)')",
            """
            10
              üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü has 64 bytes: PostgreSQL keeps the first 63.
              help: write a shorter name, such as üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü.
            """,
        ),
    ],
)
