"""REV301 no-way-back: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, case, rule_tests

test_silent, test_findings = rule_tests(
    "REV301",
    silent=[
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            "downgrade undoes it",
            downgrade='op.drop_column("users", "fax")',
        ),
        case(
            "pass",
            "there is nothing to undo",
        ),
        case(
            'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")',
            "nor here",
            earlier=[
                SHOP,
                'op.create_check_constraint("ck", "orders", "total > 0", postgresql_not_valid=True)',
            ],
        ),
        case(
            'op.add_column("users", sa.Column("fax", sa.Text()))',
            "downgrade queries the database first",
            downgrade="""
            if op.get_bind().execute(sa.text("SELECT 1")).scalar_one():
                op.drop_column("users", "fax")
            """,
        ),
    ],
    findings=[
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
