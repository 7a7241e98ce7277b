"""Parcels lose the numeric exemption.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
phase = "contract"


def upgrade():
    op.finish_online("parcel", "exemption")


def downgrade():
    op.undo_finish_type_online("parcel", "exemption", sa.Numeric())
