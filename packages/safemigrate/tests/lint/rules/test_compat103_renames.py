"""COMPAT103 renames: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
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
            "a view keeps the old name",
        ),
        case(
            'op.alter_column("users", "name", new_column_name="full_name")',
            "no running code uses the old name",
            header='phase = "contract"',
        ),
        case(
            'op.alter_column("users", "fax", new_column_name="telefax")',
            "the column is deployed with it",
            earlier=[SHOP, 'op.add_column("users", sa.Column("fax", sa.Text()))'],
            together=2,
        ),
    ],
    findings=[
        case(
            'op.rename_table("users", "people")',
            """
            10
              Running code still uses the table users, and fails once it is renamed to people.
              help: keep a view with the old name until no running code uses it:
                op.execute("CREATE VIEW old_name AS SELECT * FROM new_name")
            """,
        ),
        case(
            'op.alter_column("users", "name", new_column_name="full_name")',
            """
            10
              Running code still uses the column users.name, and fails once it is renamed to full_name.
              help: rename it online, with one revision per step (`db migrate --rename` writes them):
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
              Running code still uses the enum value mood.sad, and fails once it is renamed to blue.
              help: create the new one, deploy code that uses it, and drop this one later.
            """,
        ),
    ],
)
