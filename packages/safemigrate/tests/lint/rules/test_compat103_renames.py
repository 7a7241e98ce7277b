"""COMPAT103 renames: where it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_found = rule_tests(
    "COMPAT103",
    silent=[
        case(
            'op.execute("ALTER TABLE orders RENAME CONSTRAINT fk_orders_user TO fk")',
            "code does not name constraints",
        ),
        case(
            'op.execute("ALTER INDEX ix_orders_user_id RENAME TO ix")',
            "nor indexes",
        ),
        case(
            """
            op.rename_table("users", "people")
            op.execute("CREATE VIEW users AS SELECT * FROM people")
            """,
            "a view with the old name stands in",
        ),
        case(
            'op.alter_column("users", "name", new_column_name="full_name")',
            "no running code uses the old name",
            header='phase = "contract"',
        ),
        case(
            'op.alter_column("users", "fax", new_column_name="telefax")',
            "the column goes out with it",
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
            together=2,
        ),
    ],
    found=[
        case(
            'op.rename_table("users", "people")',
            """
            10
              Code that is still running uses the table users, and fails when it is people.
              help: leave a view with the old name until no running code uses it:
                op.execute("CREATE VIEW old_name AS SELECT * FROM new_name")
            """,
        ),
        case(
            'op.alter_column("users", "name", new_column_name="full_name")',
            """
            10
              Code that is still running uses the column users.name, and fails when it is full_name.
              help: rename it online, each step a revision of its own (`db migrate --rename` writes them):
                op.rename_column_online("users", "name", "full_name")
                op.fill_online("users", "name")
                op.build_online("users", "name")
                op.finish_online("users", "name")
            """,
        ),
        case(
            "op.execute(\"ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'\")",
            """
            10
              Code that is still running uses the enum value mood.sad, and fails when it is blue.
              help: make the new one beside it, deploy code that uses that, and drop this one later.
            """,
        ),
    ],
)
