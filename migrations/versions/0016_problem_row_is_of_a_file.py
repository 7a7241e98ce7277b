"""A problem's row is one that a file has.

Phase contract. After no code that runs needs what it takes away or breaks what it asks.
Locks:
- import_problem: a strong lock for a moment; then its rows are checked while everybody
  works
Undone by downgrade().

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-23 21:51:42.779839
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
phase = "contract"

COUNT, PLACE = "ck_import_problem_row_is_count", "ck_import_problem_row_is_place"


def upgrade() -> None:
    op.require_backfill("whole_files")
    op.add_check_safely(PLACE, "import_problem", "row >= 1")
    op.drop_constraint(op.f(COUNT), "import_problem", type_="check")


def downgrade() -> None:
    op.add_check_safely(COUNT, "import_problem", "row >= 0")
    op.drop_constraint(op.f(PLACE), "import_problem", type_="check")
