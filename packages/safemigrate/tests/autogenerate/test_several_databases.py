"""Several databases share revision files: each database's safe forms are in its own functions."""

import shutil
from pathlib import Path

import flask_migrate
import psycopg
import pytest

from tests.autogenerate.changing_shop import HEAD
from tests.autogenerate.test_random_models import fingerprint
from tests.autogenerate.test_safe_form import phase
from tests.project import BINDS

TEMPLATE = Path(flask_migrate.__file__).parent / "templates" / "flask-multidb"
BEFORE = """
class Here(db.Model):
    id = sa.Column(sa.BigInteger, primary_key=True)
    a = sa.Column(sa.Integer)


class There(db.Model):
    __bind_key__ = "other"
    id = sa.Column(sa.BigInteger, primary_key=True)
    b = sa.Column(sa.Integer)
"""
AFTER = BEFORE.replace(
    "a = sa.Column(sa.Integer)", "a = sa.Column(sa.Integer, index=True)"
).replace(
    "b = sa.Column(sa.Integer)",
    "b = sa.Column(sa.BigInteger)\n    kind = sa.Column(sa.Enum('x', name='kind'))",
)
# The number of operations in upgrade_() and in upgrade_other().
WANTED = [
    ("expand", ["create_index_concurrently"], []),
    ("expand", [], ["execute", "add_column"]),
    ("expand", [], ["change_type_online"]),
    ("backfill", [], ["fill_online"]),
    ("expand", [], ["build_online"]),
    ("expand", [], ["swap_online"]),
    ("contract", [], ["finish_online"]),
]


@pytest.fixture
def other(postgres, changing):
    name = changing.url.rpartition("/")[2] + "_bind"
    postgres.create_database(name)
    for file in ("env.py", "script.py.mako"):
        shutil.copy(TEMPLATE / file, changing.folder / "migrations" / file)
    yield postgres.url(name)
    postgres.drop_database(name)


def run_command(shop, other, *words):
    outcome = shop.db(*words, OTHER_URL=other.replace("postgresql:", "postgresql+psycopg:"))
    assert outcome.status == 0, outcome
    return outcome


def models(shop, text):
    app = HEAD.replace("    db.init_app", f"    {BINDS}\n    db.init_app") + text
    (shop.folder / "app.py").write_text(app)


def calls(text, name):
    body = text.partition(f"def upgrade_{name}():")[2].partition("\ndef ")[0]
    return [line.split("(")[0].split(".")[1] for line in body.splitlines() if "    op." in line]


def test_each_database_has_its_steps(changing, other):
    models(changing, BEFORE)
    run_command(changing, other, "migrate", "-m", "first")
    run_command(changing, other, "upgrade")
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute("INSERT INTO there VALUES (1, 7)")
    was = [fingerprint(changing.url), fingerprint(other)]
    first = changing.files()
    models(changing, AFTER)
    run_command(changing, other, "migrate", "-m", "change")
    texts = [file.read_text() for file in changing.files() if file not in first]
    assert [(phase(text), calls(text, ""), calls(text, "other")) for text in texts] == WANTED
    run_command(changing, other, "upgrade")
    changed = [fingerprint(changing.url), fingerprint(other)]
    assert "No file was written" in run_command(changing, other, "migrate", "-m", "none").stderr
    run_command(changing, other, "downgrade", first[0].name.partition("_")[0])
    assert [fingerprint(changing.url), fingerprint(other)] == was
    run_command(changing, other, "upgrade")
    assert [fingerprint(changing.url), fingerprint(other)] == changed
