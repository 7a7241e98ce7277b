"""LOCK019 new-table-locks-referenced: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK019",
    silent=[
        case(
            'op.execute("CREATE TABLE visit (user_id bigint REFERENCES users)")',
            "the transaction ends soon",
        ),
        case(
            """
            op.execute("CREATE TABLE visit (user_id bigint REFERENCES users)")
            op.execute("INSERT INTO visit VALUES (1)")
            """,
            "it also ends soon after one row",
        ),
        case(
            after_new("""
            op.execute("CREATE TABLE visit (new_id bigint REFERENCES new)")
            op.execute("INSERT INTO visit SELECT id FROM users")
            """),
            "nobody writes to a new table yet",
        ),
    ],
    findings=[
        case(
            """
            op.execute("CREATE TABLE visit (user_id bigint REFERENCES users)")
            op.execute("INSERT INTO visit SELECT id FROM users")
            """,
            """
            10
              During the INSERT of visit in line 11, nobody can write to users: CREATE TABLE visit references users and locks it with SHARE ROW EXCLUSIVE until the transaction ends.
              help: move line 11 to the next revision.
            """,
        ),
    ],
)
