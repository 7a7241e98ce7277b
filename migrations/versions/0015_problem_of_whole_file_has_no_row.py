"""The problems of whole files that are there lose the row that they do not have.

Phase backfill. Rows get a value while all work.
Locks:
- import_problem: the rows of one batch at a time
Undone by downgrade().

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-23 21:51:42.749743
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
phase = "backfill"


def upgrade() -> None:
    op.backfill("whole_files", "import_problem", set_={"row": "NULL"}, where="row = 0")


def downgrade() -> None:
    op.cancel_backfill("whole_files")
    op.execute("UPDATE import_problem SET row = 0 WHERE row IS NULL")
