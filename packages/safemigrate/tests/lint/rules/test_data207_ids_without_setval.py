"""DATA207 ids-without-setval: where it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_found = rule_tests(
    "DATA207",
    silent=[
        case(
            """
            op.execute("INSERT INTO users (id, email) VALUES (1, 'a')")
            op.execute("SELECT setval('users_id_seq', 1)")
            """,
            "the sequence follows",
        ),
        case(
            "op.execute(\"INSERT INTO users (email) VALUES ('a')\")",
            "the sequence gives the number",
        ),
        case(
            "op.execute(\"INSERT INTO users (id, email) VALUES (DEFAULT, 'a')\")",
            "so it does here",
        ),
        case(
            'op.execute("INSERT INTO unknown (id) VALUES (1)")',
            "there may be no sequence",
        ),
    ],
    found=[
        case(
            """
            users = sa.table("users", sa.column("id"), sa.column("email"))
            op.bulk_insert(users, [{"id": 1, "email": "a"}, {"id": 2, "email": "b"}])
            """,
            """
            11
              These rows bring their own users.id, and its sequence does not know: a later INSERT gets a number that is taken.
              help: move the sequence after the rows:
                op.execute("SELECT setval(pg_get_serial_sequence('users', 'id'), max(id)) FROM users")
            """,
        ),
    ],
)
