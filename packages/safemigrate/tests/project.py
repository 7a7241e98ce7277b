"""A small Flask project in a folder, mounted on Flask-Migrate or on safemigrate."""

from pathlib import Path

APP = """
import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
{mount}

db = SQLAlchemy()
url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")


class Person(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(50))


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    {binds}
    db.init_app(app)
    migrate.init_app(app, db)
    return app
"""
STOCK = "from flask_migrate import Migrate\n\nmigrate = Migrate()"
OURS = "from safemigrate import SafeMigrate\n\nmigrate = SafeMigrate()"
BINDS = 'app.config["SQLALCHEMY_BINDS"] = {"other": os.environ["OTHER_URL"]}'

MIGRATE_PY = """
from safemigrate import main
from app import create_app

if __name__ == "__main__":
    main(create_app)
"""

REVISION = '''
"""{message}"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {follows!r}
branch_labels = None
depends_on = None


def upgrade({arguments}):
    {upgrade}


def downgrade({arguments}):
    {downgrade}
'''

CREATE_PERSON = """op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )"""


def write_project(folder: Path, mount: str, *, binds: str = "") -> Path:
    """Write the application; no migrations yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.py").write_text(APP.format(mount=mount, binds=binds))
    (folder / "migrate.py").write_text(MIGRATE_PY)
    return folder


def write_revision(
    folder: Path,
    revision: str,
    follows: str | None = None,
    *,
    upgrade: str = "pass",
    downgrade: str = "pass",
    arguments: str = "",
) -> Path:
    """Write one revision file; its message is its id."""
    file = folder / "migrations" / "versions" / f"{revision}_made.py"
    text = REVISION.format(
        message=f"{revision} made",
        revision=revision,
        follows=follows,
        upgrade=upgrade,
        downgrade=downgrade,
        arguments=arguments,
    )
    file.write_text(text.lstrip())
    return file
