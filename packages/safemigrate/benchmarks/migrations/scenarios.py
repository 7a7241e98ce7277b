"""The migrations that are measured: as stock Flask-Migrate writes them, and with safe operations.

A revision for each step that must not share one with another.
"""

from benchmarks.migrations.scenario import Scenario

PHASES = (
    '    op.fill_online("purchase", "points")',
    '    op.build_online("purchase", "points")',
    '    op.finish_online("purchase", "points")',
)

SCENARIOS = (
    Scenario(
        "create index",
        '    op.create_index("purchase_state", "purchase", ["state", "made"])',
        ('    op.create_index_concurrently("purchase_state", "purchase", ["state", "made"])',),
    ),
    Scenario(
        "foreign key",
        """    op.create_foreign_key(
        "purchase_customer_id", "purchase", "customer", ["customer_id"], ["id"]
    )""",
        (
            """    op.add_foreign_key_safely(
        "purchase_customer_id", "purchase", "customer", ["customer_id"], ["id"]
    )""",
        ),
    ),
    Scenario(
        "check constraint",
        '    op.create_check_constraint("purchase_amount", "purchase", "amount >= 0")',
        ('    op.add_check_safely("purchase_amount", "purchase", "amount >= 0")',),
    ),
    Scenario(
        "NOT NULL",
        '    op.alter_column("purchase", "state", nullable=False)',
        ('    op.set_not_null_safely("purchase", "state")',),
    ),
    Scenario(
        "unique constraint",
        '    op.create_unique_constraint("purchase_number", "purchase", ["number"])',
        ('    op.add_unique_safely("purchase_number", "purchase", ["number"])',),
    ),
    Scenario(
        "constant default",
        """    op.add_column(
        "purchase", sa.Column("vat", sa.Integer(), nullable=False, server_default="20")
    )""",
        (
            """    op.add_column(
        "purchase", sa.Column("vat", sa.Integer(), nullable=False, server_default="20")
    )""",
        ),
    ),
    Scenario(
        "volatile default",
        """    op.add_column(
        "purchase",
        sa.Column(
            "token", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")
        ),
    )""",
        (
            """    op.add_column("purchase", sa.Column("token", sa.Uuid()))
    op.alter_column("purchase", "token", server_default=sa.text("gen_random_uuid()"))""",
            """    op.backfill(
        "token", "purchase", set_={"token": "gen_random_uuid()"}, where="token IS NULL"
    )""",
            """    op.require_backfill("token")
    op.set_not_null_safely("purchase", "token")""",
        ),
        must_ask=True,
        steps=("upgrade 0003", "backfill run", "upgrade"),
    ),
    Scenario(
        "integer to bigint",
        '    op.alter_column("purchase", "points", type_=sa.BigInteger())',
        (
            '    op.change_type_online("purchase", "points", sa.BigInteger())',
            *PHASES[:2],
            '    op.swap_online("purchase", "points")',
            PHASES[2],
        ),
        must_ask=True,
        steps=("half", "upgrade"),
        new="points:bigint",
    ),
    Scenario(
        "rename column",
        '    op.alter_column("purchase", "points", new_column_name="score")',
        ('    op.rename_column_online("purchase", "points", "score")', *PHASES),
        steps=("upgrade 0004", "half", "all", "upgrade"),
        new="score:integer",
        renamed="score",
    ),
    Scenario(
        "drop column",
        '    op.drop_column("purchase", "note")',
        ('    op.drop_column_softly("purchase", "note")',),
        without="note",
    ),
    Scenario(
        "change of every row",
        """    op.execute(
        "UPDATE purchase SET amount = amount + 1000000, state = 'booked' WHERE state = 'paid'"
    )""",
        (
            """    op.backfill(
        "book", "purchase",
        set_={"amount": "amount + 1000000", "state": "'booked'"}, where="state = 'paid'",
    )""",
            '    op.require_backfill("book")',
        ),
        steps=("upgrade 0002", "backfill run", "upgrade"),
        raised=1_000_000,
    ),
    Scenario(
        "report in the way",
        '    op.add_column("purchase", sa.Column("paid", sa.Date()))',
        ('    op.add_column("purchase", sa.Column("paid", sa.Date()))',),
        in_the_way=True,
    ),
)
