"""Parcels get a second name for personal: personal_property.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
phase = "expand"


def upgrade():
    op.rename_column_online("parcel", "personal", "personal_property")


def downgrade():
    op.undo_rename_column_online("parcel", "personal")
