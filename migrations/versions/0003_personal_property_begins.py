"""The value of a parcel's personal property stands under its own name, too.

RCW 84.04.080 defines "personal property"; "personal" alone, beside land and improvement, could
be a personal exemption.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- property: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-23 19:15:44.987428
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
phase = "expand"


def upgrade() -> None:
    op.rename_column_online("property", "personal", "personal_property")


def downgrade() -> None:
    op.undo_rename_column_online("property", "personal")
