"""The check of the exemption reads as one of a bigint.

A bigint has no fraction to refuse; the rest it refuses as before.

Phase contract. After no code that runs needs what it takes away or breaks what it asks.
Locks:
- property: a strong lock for a moment; then its rows are checked while everybody works;
  then ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-23 19:23:11.865955
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
phase = "contract"


CHECK = ("ck_property_exemption_is_whole_dollars", "property")
NEW = "exemption BETWEEN 0 AND 999999999999999999"
OLD = (
    "exemption::numeric >= 0::numeric AND exemption::numeric < 1e18 "
    "AND min_scale(exemption::numeric) = 0"
)


def upgrade() -> None:
    op.replace_check_safely(*CHECK, NEW)


def downgrade() -> None:
    op.replace_check_safely(*CHECK, OLD)
