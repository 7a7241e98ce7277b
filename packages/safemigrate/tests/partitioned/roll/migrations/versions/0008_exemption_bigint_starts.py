"""Parcels get a second exemption, a bigint.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
phase = "expand"


def upgrade():
    op.change_type_online("parcel", "exemption", sa.BigInteger())


def downgrade():
    op.undo_change_type_online("parcel", "exemption")
