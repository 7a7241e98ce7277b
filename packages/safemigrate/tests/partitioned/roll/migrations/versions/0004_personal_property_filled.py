"""Existing parcels get a value in personal_property.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
phase = "backfill"


def upgrade():
    op.fill_online("parcel", "personal")


def downgrade():
    pass
