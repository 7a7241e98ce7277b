"""The exemption is a bigint; the numeric one is kept in step for the programs of before.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- property: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-23 19:17:50.966427
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
phase = "expand"


def upgrade() -> None:
    op.swap_online("property", "exemption")


def downgrade() -> None:
    op.undo_swap_online("property", "exemption")
