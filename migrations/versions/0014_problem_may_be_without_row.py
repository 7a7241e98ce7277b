"""A problem of a whole file may be without a row.

It had row 0, which no file has: blank is not zero.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- import_problem: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-23 21:51:42.734559
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
phase = "expand"


def upgrade() -> None:
    op.alter_column("import_problem", "row", nullable=True)


def downgrade() -> None:
    op.execute("UPDATE import_problem SET row = 0 WHERE row IS NULL")
    op.set_not_null_safely("import_problem", "row")
