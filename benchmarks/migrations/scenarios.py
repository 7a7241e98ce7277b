"""The migrations that are measured: as stock Flask-Migrate writes them, and the safe way.

The safe way is the one that `db explain` tells for the rule that lint names; a revision for each
step that it tells to put into another revision.  A type is changed by op.change_type_online and
the phases that follow it.
"""

from benchmarks.migrations.scenario import Scenario

ADD_CHECK = """    op.create_check_constraint(
        "{name}", "purchase", "{condition}", postgresql_not_valid=True
    )"""
VALIDATE = '    op.execute("ALTER TABLE purchase VALIDATE CONSTRAINT {name}")'
IN_BATCHES = """    with op.get_context().autocommit_block():
        (last,) = op.get_bind().execute(sa.text("SELECT max(id) FROM purchase")).one()
        for first in range(1, last + 1, {batch}):
            op.get_bind().execute(
                sa.text(
                    "UPDATE purchase SET {change} WHERE id BETWEEN :first AND :last AND {open}"
                ),
                {{"first": first, "last": first + {batch} - 1}},
            )"""
BATCH = 2000  # rows
PHASES = (
    '    op.fill_online("purchase", "points")',
    '    op.build_online("purchase", "points")',
    '    op.finish_online("purchase", "points")',
)
SET_NOT_NULL = """    op.alter_column("purchase", "{column}", nullable=False)
    op.drop_constraint("purchase_{column}_present", "purchase")"""


def _not_null(column: str) -> tuple[str, str, str]:
    name = f"purchase_{column}_present"
    return (
        ADD_CHECK.format(name=name, condition=f"{column} IS NOT NULL"),
        VALIDATE.format(name=name),
        SET_NOT_NULL.format(column=column),
    )


def _in_batches(change: str, where: str) -> str:
    return IN_BATCHES.format(change=change, open=where, batch=BATCH)


SCENARIOS = (
    Scenario(
        "create index",
        '    op.create_index("purchase_state", "purchase", ["state", "made"])',
        (
            """    with op.get_context().autocommit_block():
        op.create_index(
            "purchase_state", "purchase", ["state", "made"], postgresql_concurrently=True
        )""",
        ),
    ),
    Scenario(
        "foreign key",
        """    op.create_foreign_key(
        "purchase_customer_id", "purchase", "customer", ["customer_id"], ["id"]
    )""",
        (
            """    op.create_foreign_key(
        "purchase_customer_id", "purchase", "customer", ["customer_id"], ["id"],
        postgresql_not_valid=True,
    )""",
            VALIDATE.format(name="purchase_customer_id"),
        ),
    ),
    Scenario(
        "check constraint",
        '    op.create_check_constraint("purchase_amount", "purchase", "amount >= 0")',
        (
            ADD_CHECK.format(name="purchase_amount", condition="amount >= 0"),
            VALIDATE.format(name="purchase_amount"),
        ),
    ),
    Scenario(
        "NOT NULL",
        '    op.alter_column("purchase", "state", nullable=False)',
        _not_null("state"),
    ),
    Scenario(
        "unique constraint",
        '    op.create_unique_constraint("purchase_number", "purchase", ["number"])',
        (
            """    with op.get_context().autocommit_block():
        op.create_index(
            "purchase_number", "purchase", ["number"], unique=True, postgresql_concurrently=True
        )""",
            """    op.execute(
        "ALTER TABLE purchase ADD CONSTRAINT purchase_number UNIQUE USING INDEX purchase_number"
    )""",
        ),
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
            _in_batches("token = gen_random_uuid()", "token IS NULL"),
            *_not_null("token"),
        ),
        must_ask=True,
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
