"""Seasons, and parcels partitioned by county, then by tax year.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
phase = "expand"


def upgrade():
    op.create_table(
        "season",
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("tax_year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("county_id", "tax_year", name=op.f("pk_season")),
    )
    op.create_table(
        "parcel",
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("tax_year", sa.Integer(), nullable=False),
        sa.Column("parcel", sa.String(), nullable=False),
        sa.Column("land", sa.Numeric(), nullable=False),
        sa.Column("personal", sa.Numeric(), nullable=False),
        sa.Column("exemption", sa.Numeric(), nullable=False),
        sa.Column("taxable", sa.Numeric()),
        sa.PrimaryKeyConstraint("county_id", "tax_year", "parcel", name=op.f("pk_parcel")),
        sa.ForeignKeyConstraint(
            ["county_id", "tax_year"],
            ["season.county_id", "season.tax_year"],
            name=op.f("fk_parcel_season"),
        ),
        sa.CheckConstraint(
            "land >= 0 AND min_scale(land) = 0", name=op.f("ck_parcel_land_is_whole")
        ),
        sa.CheckConstraint(
            "personal >= 0 AND min_scale(personal) = 0", name=op.f("ck_parcel_personal_is_whole")
        ),
        sa.CheckConstraint(
            "exemption >= 0 AND exemption < 1e12 AND min_scale(exemption) = 0",
            name=op.f("ck_parcel_exemption_is_whole"),
        ),
        sa.CheckConstraint(
            "exemption <= land + personal", name=op.f("ck_parcel_exemption_within_total")
        ),
        postgresql_partition_by="LIST (county_id)",
    )
    op.create_index("parcel_by_goods", "parcel", ["personal"])
    # Where autogenerate does not take partitions for tables of the application.
    op.execute("CREATE SCHEMA parcel_partition")
    op.execute(
        "CREATE TABLE parcel_partition.county_1 PARTITION OF parcel FOR VALUES IN (1) "
        "PARTITION BY RANGE (tax_year)"
    )
    op.execute(
        "CREATE TABLE parcel_partition.county_1_twenties "
        "PARTITION OF parcel_partition.county_1 FOR VALUES FROM (2020) TO (2030)"
    )


def downgrade():
    op.drop_table("parcel")
    op.execute("DROP SCHEMA parcel_partition")
    op.drop_table("season")
