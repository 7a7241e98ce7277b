"""Tables of another schema than the default."""

import pytest

from tests.autogenerate.changing_shop import HEAD
from tests.autogenerate.test_safe_form import calls
from tiers import full

BEFORE = """
class One(db.Model):
    __table_args__ = (sa.CheckConstraint("a > 0", name="positive"), {"schema": "Store 1"})
    id = sa.Column(sa.BigInteger, primary_key=True)
    a = sa.Column(sa.Integer)
    c = sa.Column(sa.BigInteger)
    two = sa.Column(sa.ForeignKey("Store 1.two.id"), index=True)


class Two(db.Model):
    __table_args__ = {"schema": "Store 1"}
    id = sa.Column(sa.BigInteger, primary_key=True)
    b = sa.Column(sa.Integer)
"""
COLUMNS = """    b = sa.Column(sa.BigInteger)
    n = sa.Column(sa.BigInteger, sa.Identity())
    twice = sa.Column(sa.Integer, sa.Computed("id * 2", persisted=True))
    kind = sa.Column(sa.Enum("x", name="kind", native_enum=False, create_constraint=True))
"""
CALLED = {
    "add_check_safely",
    "add_column",
    "alter_column",
    "backfill",
    "build_online",
    "change_type_online",
    "execute",
    "fill_online",
    "finish_online",
    "rename_column_online",
    "replace_check_safely",
    "replace_foreign_key_safely",
    "require_backfill",
    "set_not_null_safely",
    "swap_online",
}


@pytest.fixture
def after():
    text = BEFORE.replace("    b = sa.Column(sa.Integer)\n", COLUMNS).replace("c = sa", "d = sa")
    return text.replace('"a > 0"', '"a > 1"').replace('.id")', '.id", ondelete="CASCADE")')


def models(shop, text):
    head = HEAD.replace("SafeMigrate()", "SafeMigrate(include_schemas=True)")
    (shop.folder / "app.py").write_text(head + text)


def run_command(shop, *words):
    outcome = shop.db(*words)
    assert outcome.status == 0, outcome
    return outcome


def catalogue(shop):
    return shop.rows(
        "SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = '\"Store 1\"'::regnamespace UNION ALL "
        "SELECT table_name || ' ' || column_name, concat_ws(' ', data_type, is_nullable, "
        "column_default, is_identity) FROM information_schema.columns "
        "WHERE table_schema = 'Store 1' ORDER BY 1, 2"
    )


@full
def test_up_down_and_up_again(changing, after):
    changing.rows('CREATE SCHEMA "Store 1"')
    models(changing, BEFORE)
    run_command(changing, "migrate", "-m", "first")
    run_command(changing, "upgrade")
    changing.rows('INSERT INTO "Store 1".two VALUES (1, 1)')
    changing.rows('INSERT INTO "Store 1".one VALUES (1, 2, 3, 1)')
    was, first = catalogue(changing), changing.files()
    models(changing, after)
    run_command(changing, "migrate", "-m", "change", "--rename", "Store 1.one.c=d")
    texts = [file.read_text() for file in changing.files() if file not in first]
    assert {call for text in texts for call in calls(text)} == CALLED
    assert "no finding" in run_command(changing, "lint").stdout
    run_command(changing, "upgrade")
    changed = catalogue(changing)
    assert changing.rows('SELECT b, n, twice FROM "Store 1".two') == [(1, 1, 2)]
    assert "No file was written" in run_command(changing, "migrate", "-m", "none").stderr
    run_command(changing, "downgrade", first[0].name.partition("_")[0])
    assert catalogue(changing) == was
    run_command(changing, "upgrade")
    assert catalogue(changing) == changed
