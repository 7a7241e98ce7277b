"""The bigint becomes the exemption; a trigger keeps the numeric one in sync.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
phase = "expand"


def upgrade():
    op.swap_online("parcel", "exemption")


def downgrade():
    op.undo_swap_online("parcel", "exemption")
