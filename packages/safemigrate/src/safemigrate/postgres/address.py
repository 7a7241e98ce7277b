"""How to reach a database, for a connection and for PostgreSQL's programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import URL

SECRET = {"password", "sslpassword"}


class NotConnected(psycopg.OperationalError):
    """No session could be opened; str() is the reason from libpq."""

    def __init__(self, address: Address, reason: str) -> None:
        self.address = address
        super().__init__(reason)


@dataclass(frozen=True)
class Address:
    """The libpq parameters of one database, including its password."""

    parts: dict[str, Any]

    @classmethod
    def of(cls, url: str | URL) -> Address:
        """Return the address in a SQLAlchemy or libpq URL, whatever its driver."""
        text = url if isinstance(url, str) else url.render_as_string(hide_password=False)
        # SQLAlchemy does not encode a space in a database's name, but libpq requires it.
        _, _, rest = text.replace(" ", "%20").partition("://")
        return cls(conninfo_to_dict(f"postgresql://{rest}"))

    @property
    def name(self) -> str:
        """The name of the database."""
        return str(self.parts.get("dbname") or self.parts.get("user") or "postgres")

    def database(self, name: str) -> Address:
        """Return the address of another database of this server."""
        return Address({**self.parts, "dbname": name})

    def connect(self) -> psycopg.Connection:
        """Return an autocommit connection; raise NotConnected."""
        try:
            return psycopg.connect(make_conninfo("", **self.parts), autocommit=True)
        except psycopg.OperationalError as error:
            raise NotConnected(self, str(error)) from error

    def words(self) -> str:
        """Return the address without secrets, for a command line that other users can read."""
        return make_conninfo("", **{k: v for k, v in self.parts.items() if k not in SECRET})
