"""What a parcel is exempt of stands beside itself as a bigint.

It is whole dollars (RCW 84.36.381), and every program adds it up: a bigint is added without
numeric arithmetic, and reads as an int. The values that are taxed stay numeric, for rates
multiply them.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- property: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-23 19:17:50.948242
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
phase = "expand"


def upgrade() -> None:
    op.change_type_online("property", "exemption", sa.BigInteger())


def downgrade() -> None:
    op.undo_change_type_online("property", "exemption")
