"""A problem of a whole file may have no row.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
phase = "expand"


def upgrade():
    op.alter_column("upload_problem", "row", nullable=True)


def downgrade():
    op.execute("UPDATE upload_problem SET row = 0 WHERE row IS NULL")
    op.set_not_null_safely("upload_problem", "row")
