"""Clear the row number of existing whole-file problems.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
phase = "backfill"


def upgrade():
    op.backfill("whole_files", "upload_problem", set_={"row": "NULL"}, where="row = 0")


def downgrade():
    op.cancel_backfill("whole_files")
    op.execute("UPDATE upload_problem SET row = 0 WHERE row IS NULL")
