"""What is asked of personal is asked of personal_property.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- property: SHARE UPDATE EXCLUSIVE while indexes are built and rows are checked:
  everybody reads and writes; ACCESS EXCLUSIVE for moments
Undone by downgrade().

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-23 19:15:45.008808
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
phase = "expand"


def upgrade() -> None:
    op.build_online("property", "personal")


def downgrade() -> None:
    op.undo_build_online("property", "personal")
