"""The check of the exemption is written for a bigint.

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
phase = "contract"

CHECK = ("ck_parcel_exemption_is_whole", "parcel")
NEW = "exemption BETWEEN 0 AND 999999999999"
OLD = (
    "exemption::numeric >= 0::numeric AND exemption::numeric < 1e12 "
    "AND min_scale(exemption::numeric) = 0"
)


def upgrade():
    op.replace_check_safely(*CHECK, NEW)


def downgrade():
    op.replace_check_safely(*CHECK, OLD)
