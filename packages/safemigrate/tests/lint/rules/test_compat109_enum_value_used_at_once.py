"""COMPAT109 enum-value-used-at-once: where it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_found = rule_tests(
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
    found=[
        case(
            """
            op.execute("ALTER TYPE mood ADD VALUE 'calm'")
            op.execute("UPDATE users SET name = 'calm' WHERE id = 1")
            """,
            """
            11
              The value 'calm' is used here, and line 10 has only just added it to mood: PostgreSQL refuses it as "unsafe use of new value".
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
              The value 'calm' is used here, and line 11 has only just added it to mood: code that is still running does not know it.
              help: move this statement to a later revision.
            """,
        ),
    ],
)
