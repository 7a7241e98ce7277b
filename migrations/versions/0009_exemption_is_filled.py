"""The parcels that are there get their exemption as a bigint.

Phase backfill. Rows get a value while all work.
Locks:
- property: the rows of one batch at a time
Undone by downgrade().

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-23 19:17:50.956956
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
phase = "backfill"


def upgrade() -> None:
    op.fill_online("property", "exemption")


def downgrade() -> None:
    pass
