"""The check of personal_property gets the new name, too.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
phase = "expand"

RENAME = "ALTER TABLE parcel RENAME CONSTRAINT {} TO {}"
OLD, NEW = "ck_parcel_personal_is_whole", "ck_parcel_personal_property_is_whole"


def upgrade():
    op.execute(RENAME.format(OLD, NEW))


def downgrade():
    op.execute(RENAME.format(NEW, OLD))
