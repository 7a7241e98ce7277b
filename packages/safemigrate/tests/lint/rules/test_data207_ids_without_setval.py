"""DATA207 ids-without-setval: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "DATA207",
    silent=[
        case(
            """
            op.execute("INSERT INTO users (id, email) VALUES (1, 'a')")
            op.execute("SELECT setval('users_id_seq', 1)")
            """,
            "the sequence is advanced",
        ),
        case(
            "op.execute(\"INSERT INTO users (email) VALUES ('a')\")",
            "the sequence gives the number",
        ),
        case(
            "op.execute(\"INSERT INTO users (id, email) VALUES (DEFAULT, 'a')\")",
            "and here, too",
        ),
        case(
            'op.execute("INSERT INTO unknown (id) VALUES (1)")',
            "there may be no sequence",
        ),
    ],
    findings=[
        case(
            """
            users = sa.table("users", sa.column("id"), sa.column("email"))
            op.bulk_insert(users, [{"id": 1, "email": "a"}, {"id": 2, "email": "b"}])
            """,
            """
            11
              These rows set users.id explicitly, and its sequence does not advance: a later INSERT gets a number that is taken.
              help: advance the sequence after the rows:
                op.execute("SELECT setval(pg_get_serial_sequence('users', 'id'), max(id)) FROM users")
            """,
        ),
    ],
)
