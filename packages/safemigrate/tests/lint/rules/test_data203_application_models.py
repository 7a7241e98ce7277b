"""DATA203 application-models: when it is silent, and what it prints."""

import sys
from types import ModuleType

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.lint.ruling import case, rule_tests


@pytest.fixture(autouse=True)
def shop(monkeypatch):
    """An application's module, as a revision may import it."""
    db = SQLAlchemy()

    class User(db.Model):
        __tablename__ = "user"
        id = db.Column(db.Integer, primary_key=True)

    module = ModuleType("shop")
    vars(module).update(db=db, User=User, SIZES=(1, 2), Money=db.Numeric)
    monkeypatch.setitem(sys.modules, "shop", module)


test_silent, test_findings = rule_tests(
    "DATA203",
    silent=[
        case("from shop import SIZES, Money", "constants and types do no harm"),
        case("import json\nfrom datetime import date", "nor do libraries"),
        case("from . import shop", "nothing of this name is loaded"),
    ],
    findings=[
        case(
            "from shop import User",
            """
            10
              User is a model of the application: when it changes, this revision fails on the next new database.
              help: define the tables that this revision needs in this file:
                users = sa.table("users", sa.column("id"), sa.column("active"))
            """,
        ),
        case(
            "from shop import db",
            """
            10
              db is the application's own database session: when it changes, this revision fails on the next new database.
              help: define the tables that this revision needs in this file:
                users = sa.table("users", sa.column("id"), sa.column("active"))
            """,
        ),
    ],
)
