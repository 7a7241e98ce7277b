"""STYLE408 wide-index: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE408",
    silent=[
        case(
            'op.create_index("ix", "orders", ["state", "number", "total"])',
            "three columns",
        ),
        case(
            'op.create_index("ix", "orders", ["state", "number", "total", "user_id"], unique=True)',
            "a constraint has the columns that it needs",
        ),
        case(
            'op.create_index("ix", "orders", ["state"], postgresql_include=["number", "total", "user_id"])',
            "what is only read is in INCLUDE",
        ),
    ],
    findings=[
        case(
            'op.create_index("ix", "orders", ["state", "number", "total", "user_id"])',
            """
            10
              ix on orders has 4 columns: queries that do not filter on its first ones cannot use it, and every write pays for all.
              help: index the first ones (state, number), and put columns that are only read in INCLUDE.
            """,
        ),
    ],
)
