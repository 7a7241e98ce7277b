"""LOCK009 exclusion-builds-index: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK009",
    silent=[
        case(
            'op.execute("CREATE TABLE booking (room int, EXCLUDE USING gist (room WITH =))")',
            "a new table has no rows",
        ),
        case(
            after_new('op.execute("ALTER TABLE new ADD CONSTRAINT ex EXCLUDE (a WITH =)")'),
            "nor has this one",
        ),
        case(
            'op.create_unique_constraint("uq", "users", ["email"])',
            "UNIQUE has a rule of its own",
        ),
    ],
    findings=[
        case(
            'op.create_exclude_constraint("one_order", "orders", ("number", "="))',
            """
            10
              ADD EXCLUDE one_order takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while its index is built.
              help: PostgreSQL has no safe form: run it in a maintenance window, or create a new table with the constraint and copy the rows there.
            """,
        ),
    ],
)
