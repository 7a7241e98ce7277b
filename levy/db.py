"""The database that every table belongs to, and how its constraints are named."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Enum, MetaData, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

# A constraint's name is an interface: an error names it, and a form maps it to its field.
CONVENTION = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def _values(kind: type[StrEnum]) -> list[str]:
    """Return what the database stores: the members' values; SQLAlchemy's default is their names."""
    return [member.value for member in kind]


TYPES = {
    str: Text(),
    datetime: DateTime(timezone=True),
    dict[str, Any]: JSONB(none_as_null=True),
    # No precision: NUMERIC(18, 2) would round a third decimal without an error.  Instead, the CHECK
    # of the column's unit rejects it, and PostgreSQL returns the digits exactly as saved.
    Decimal: Numeric(),
    # VARCHAR and a CHECK, not a native enum: a value can be removed later, a new value can be
    # used in the transaction that adds it, and the order of values has no meaning.
    StrEnum: Enum(StrEnum, native_enum=False, length=32, values_callable=_values),
}


class Base(DeclarativeBase):
    """The base class of every model: it sets the names of constraints and the column types."""

    metadata = MetaData(naming_convention=CONVENTION)
    registry = registry(metadata=metadata, type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base)
