"""The assessment roll of some counties: parcels by county and tax year, and uploaded files."""

import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
)
from sqlalchemy.orm import Mapped, mapped_column

from safemigrate import SafeMigrate

NAMES = {
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
}
db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES))
migrate = SafeMigrate()


class Season(db.Model):
    county_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tax_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Parcel(db.Model):
    """Partitioned by county, and each county's partition by tax year."""

    county_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tax_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parcel: Mapped[str] = mapped_column(primary_key=True)
    land = mapped_column(db.Numeric, nullable=False)
    exemption: Mapped[int] = mapped_column(BigInteger)
    personal_property = mapped_column(db.Numeric, nullable=False)
    taxable = mapped_column(db.Numeric)

    __table_args__ = (
        ForeignKeyConstraint(["county_id", "tax_year"], ["season.county_id", "season.tax_year"]),
        CheckConstraint("land >= 0 AND min_scale(land) = 0", name="land_is_whole"),
        CheckConstraint(
            "personal_property >= 0 AND min_scale(personal_property) = 0",
            name="personal_property_is_whole",
        ),
        CheckConstraint("exemption BETWEEN 0 AND 999999999999", name="exemption_is_whole"),
        CheckConstraint("exemption <= land + personal_property", name="exemption_within_total"),
        Index("parcel_by_goods", "personal_property"),
        {"postgresql_partition_by": "LIST (county_id)"},
    )


class Upload(db.Model):
    id: Mapped[int] = mapped_column(BigInteger, db.Identity(always=True), primary_key=True)
    name: Mapped[str]


class UploadProblem(db.Model):
    """A problem of a row, or of the whole file."""

    upload_id: Mapped[int] = mapped_column(
        ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int | None]
    what: Mapped[str]

    __table_args__ = (CheckConstraint("row >= 1", name="row_is_place"),)


def create_app() -> Flask:
    app = Flask(__name__)
    address = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    app.config["SQLALCHEMY_DATABASE_URI"] = address
    db.init_app(app)
    migrate.init_app(app, db)
    return app
