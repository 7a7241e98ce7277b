"""Existing parcels get their exemption as a bigint.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
phase = "backfill"


def upgrade():
    op.fill_online("parcel", "exemption")


def downgrade():
    pass
