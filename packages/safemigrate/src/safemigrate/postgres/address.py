"""How to reach a database, for a connection and for PostgreSQL's programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import URL

SECRET = {"password", "sslpassword"}


@dataclass(frozen=True)
class Address:
    """libpq's words for one database, the password among them."""

    parts: dict[str, Any]

    @classmethod
    def of(cls, url: str | URL) -> Address:
        """Return the address in a URL of SQLAlchemy or libpq, whatever its driver."""
        text = url if isinstance(url, str) else url.render_as_string(hide_password=False)
        # SQLAlchemy leaves a space in a database's name as it is, and libpq does not.
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
        """Return a connection in which each statement is its own transaction."""
        return psycopg.connect(make_conninfo("", **self.parts), autocommit=True)

    def words(self) -> str:
        """Return the address for a command line, which everybody on the machine can read."""
        return make_conninfo("", **{k: v for k, v in self.parts.items() if k not in SECRET})
