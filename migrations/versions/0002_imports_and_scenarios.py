"""What an import replaced, files that are not loaded yet, and what-if scenarios.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-23 02:35:27.080673
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "season_upload",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "before ~ '^[0-9a-f]{64}$'", name=op.f("ck_season_upload_before_is_sha256")
        ),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_season_upload_name_is_not_blank")),
        sa.CheckConstraint("btrim(token) <> ''", name=op.f("ck_season_upload_token_is_not_blank")),
        sa.CheckConstraint("btrim(who) <> ''", name=op.f("ck_season_upload_who_is_not_blank")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_season_upload")),
    )
    op.create_table(
        "scenario",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_scenario_name_is_not_blank")),
        sa.CheckConstraint("btrim(who) <> ''", name=op.f("ck_scenario_who_is_not_blank")),
        sa.ForeignKeyConstraint(
            ["season_id"], ["tax_year.id"], name=op.f("fk_scenario_season_id_tax_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("season_id", "name", name=op.f("uq_scenario_season_id_name")),
    )
    op.create_table(
        "scenario_change",
        sa.Column("scenario_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "btrim(field) <> ''", name=op.f("ck_scenario_change_field_is_not_blank")
        ),
        sa.CheckConstraint("btrim(file) <> ''", name=op.f("ck_scenario_change_file_is_not_blank")),
        sa.CheckConstraint("btrim(code) <> ''", name=op.f("ck_scenario_change_code_is_not_blank")),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenario.id"],
            name=op.f("fk_scenario_change_scenario_id_scenario"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "scenario_id", "file", "code", "field", name=op.f("pk_scenario_change")
        ),
    )
    op.create_table(
        "import_undo",
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "btrim(undone_by) <> ''", name=op.f("ck_import_undo_undone_by_is_not_blank")
        ),
        sa.CheckConstraint(
            "num_nulls(undone_by, undone_at) IN (0, 2)", name=op.f("ck_import_undo_who")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["season_import.id"],
            name=op.f("fk_import_undo_import_id_season_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_undo")),
    )


def downgrade() -> None:
    op.drop_table("import_undo")
    op.drop_table("scenario_change")
    op.drop_table("scenario")
    op.drop_table("season_upload")
