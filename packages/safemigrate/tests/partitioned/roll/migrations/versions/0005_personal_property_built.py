"""personal_property gets the checks and the index of personal.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
phase = "expand"


def upgrade():
    op.build_online("parcel", "personal")


def downgrade():
    op.undo_build_online("parcel", "personal")
