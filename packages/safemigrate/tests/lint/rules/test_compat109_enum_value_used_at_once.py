"""COMPAT109 enum-value-used-at-once: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT109",
    silent=[
        case(
            "op.execute(\"ALTER TYPE mood ADD VALUE 'calm'\")",
            "the value is only added",
        ),
        case(
            "op.execute(\"UPDATE users SET name = 'calm' WHERE id = 1\")",
            "an earlier revision added it",
            earlier=[SHOP, "op.execute(\"ALTER TYPE mood ADD VALUE 'calm'\")"],
        ),
        case(
            """
            op.execute("ALTER TYPE mood ADD VALUE 'calm'")
            op.execute("UPDATE users SET name = 'other' WHERE id = 1")
            """,
            "another value is used",
        ),
    ],
    findings=[
        case(
            """
            op.execute("ALTER TYPE mood ADD VALUE 'calm'")
            op.execute("UPDATE users SET name = 'calm' WHERE id = 1")
            """,
            """
            11
              This line uses the value 'calm', which line 10 adds to mood: PostgreSQL rejects this with "unsafe use of new value".
              help: move this statement to a later revision.
            """,
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("ALTER TYPE mood ADD VALUE 'calm'")
            op.alter_column("users", "name", server_default="calm")
            """,
            """
            12
              This line uses the value 'calm', which line 11 adds to mood: running code does not know the value.
              help: move this statement to a later revision.
            """,
        ),
    ],
)
