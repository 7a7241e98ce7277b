"""Nobody calls personal property personal any more.

Phase contract. After no code that runs needs what it takes away or breaks what it asks.
Locks:
- property: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-23 19:15:45.019587
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
phase = "contract"


def upgrade() -> None:
    op.finish_online("property", "personal")


def downgrade() -> None:
    op.undo_finish_rename_online("property", "personal", "personal_property")
