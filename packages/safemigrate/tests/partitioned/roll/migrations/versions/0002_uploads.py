"""Files that somebody uploaded, and what is wrong with them.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
phase = "expand"


def upgrade():
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_table(
        "upload_problem",
        sa.Column("upload_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_upload_problem")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_problem_upload"), ondelete="CASCADE"
        ),
        sa.CheckConstraint("row >= 0", name=op.f("ck_upload_problem_row_is_count")),
    )


def downgrade():
    op.drop_table("upload_problem")
    op.drop_table("upload")
