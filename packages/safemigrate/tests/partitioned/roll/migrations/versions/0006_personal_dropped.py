"""Parcels lose the old name, personal.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
phase = "contract"


def upgrade():
    op.finish_online("parcel", "personal")


def downgrade():
    op.undo_finish_rename_online("parcel", "personal", "personal_property")
