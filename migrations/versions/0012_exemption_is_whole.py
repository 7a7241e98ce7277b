"""The exemption as a numeric goes.

Phase contract. After no code that runs needs what it takes away or breaks what it asks.
Locks:
- property: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-23 19:17:50.976110
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
phase = "contract"


def upgrade() -> None:
    op.finish_online("property", "exemption")


def downgrade() -> None:
    op.undo_finish_type_online("property", "exemption", sa.NUMERIC())
