"""REV301 no-way-back: where it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_found = rule_tests(
    "REV301",
    silent=[
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            "there is a way back",
            downgrade='op.drop_column("users", "fax")',
        ),
        case(
            "pass",
            "there is nothing to undo",
        ),
        case(
            'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")',
            "nor is there here",
            earlier=[
                SHOP,
                'op.create_check_constraint("ck", "orders", "total > 0", postgresql_not_valid=True)',
            ],
        ),
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            "the way back asks the database first",
            downgrade="""
            if op.get_bind().execute(sa.text("SELECT 1")).scalar_one():
                op.drop_column("users", "fax")
            """,
        ),
    ],
    found=[
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            """
            13
              downgrade() does nothing, so r2 cannot be undone.
              help: write what undoes upgrade(), or say why nothing can:
                def downgrade():  # migrate: allow REV301: …
            """,
        ),
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            """
            13
              downgrade() does nothing, so r2 cannot be undone.
              help: write what undoes upgrade(), or say why nothing can:
                def downgrade():  # migrate: allow REV301: …
            """,
            downgrade="raise NotImplementedError",
        ),
    ],
)
