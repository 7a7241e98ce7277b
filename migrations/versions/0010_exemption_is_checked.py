"""What is asked of the exemption is asked of the bigint.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- property: SHARE UPDATE EXCLUSIVE while indexes are built and rows are checked:
  everybody reads and writes; ACCESS EXCLUSIVE for moments
Undone by downgrade().

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-23 19:17:50.964092
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
phase = "expand"


def upgrade() -> None:
    op.build_online("property", "exemption")


def downgrade() -> None:
    op.undo_build_online("property", "exemption")
