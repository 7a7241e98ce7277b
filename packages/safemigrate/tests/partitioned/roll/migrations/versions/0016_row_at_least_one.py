"""The row of a problem is at least 1.

Revision ID: 0016
Revises: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"
phase = "contract"

COUNT, PLACE = "ck_upload_problem_row_is_count", "ck_upload_problem_row_is_place"


def upgrade():
    op.require_backfill("whole_files")
    op.add_check_safely(PLACE, "upload_problem", "row >= 1")
    op.drop_constraint(op.f(COUNT), "upload_problem", type_="check")


def downgrade():
    op.add_check_safely(COUNT, "upload_problem", "row >= 0")
    op.drop_constraint(op.f(PLACE), "upload_problem", type_="check")
