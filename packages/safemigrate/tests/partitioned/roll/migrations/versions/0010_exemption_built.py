"""The bigint gets the checks of the numeric exemption.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
phase = "expand"


def upgrade():
    op.build_online("parcel", "exemption")


def downgrade():
    op.undo_build_online("parcel", "exemption")
