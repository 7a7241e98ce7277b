"""The parcels that are there get the value of their personal property under its own name.

Phase backfill. Rows get a value while all work.
Locks:
- property: the rows of one batch at a time
Undone by downgrade().

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-23 19:15:45.004593
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
phase = "backfill"


def upgrade() -> None:
    op.fill_online("property", "personal")


def downgrade() -> None:
    pass
