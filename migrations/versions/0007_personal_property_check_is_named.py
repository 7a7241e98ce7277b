"""The check of personal property bears its name.

Phase expand. Before the code that needs it: the code that runs works on.
Locks:
- property: ACCESS EXCLUSIVE for a moment
Undone by downgrade().

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-23 19:15:45.027184
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
phase = "expand"


RENAME = "ALTER TABLE property RENAME CONSTRAINT {0} TO {1}"
NAMES = (
    "ck_property_personal_is_whole_dollars",
    "ck_property_personal_property_is_whole_dollars",
)


def upgrade() -> None:
    op.execute(RENAME.format(*NAMES))


def downgrade() -> None:
    op.execute(RENAME.format(*reversed(NAMES)))
