"""What `db migrate` writes for a table in use: what the linter finds nothing in, and a way back."""

import re

import pytest

BEFORE = """class Shop(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)


class Person(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)
    name = db.Column(db.Text)
    email = db.Column(db.Text)
    shop_id = db.Column(db.BigInteger)
"""
ROWS = (
    "INSERT INTO shop (id) VALUES (7); INSERT INTO person (id, name, email, shop_id) "
    "SELECT n, 'name ' || n, n || '@example.org', 7 FROM generate_series(1, 300) AS n"
)
PERSON = """class Shop(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)


class Person(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)
"""
NAME = "    name = db.Column(db.Text)\n"
EMAIL = "    email = db.Column(db.Text)\n"
SHOP = "    shop_id = db.Column(db.BigInteger)\n"

# fmt: off
CHANGES = [
    # models, phases and what upgrade() calls, because
    (PERSON + "    name = db.Column(db.Text, index=True)\n" + EMAIL + SHOP,
     [("expand", ["create_index_concurrently"])], "an index"),
    (PERSON + NAME + EMAIL + SHOP + "    __table_args__ = (db.Index('ix_lower', sa.text('lower(name)'), unique=True, postgresql_where=sa.text('shop_id > 0')),)\n",
     [("expand", ["create_index_concurrently"])], "an index of an expression, of some rows"),
    (PERSON + NAME + "    email = db.Column(db.Text, unique=True)\n" + SHOP,
     [("contract", ["add_unique_safely"])], "running code may write two that are equal"),
    (PERSON + "    name = db.Column(db.Text, nullable=False)\n" + EMAIL + SHOP,
     [("contract", ["precheck", "set_not_null_safely"])], "running code may write none"),
    (PERSON + NAME + EMAIL + SHOP + "    boss_id = db.Column(db.ForeignKey('person.id'), index=True)\n",
     [("expand", ["add_column"]), ("expand", ["create_index_concurrently"]), ("contract", ["add_foreign_key_safely"])], "a new column that refers"),
    (PERSON + NAME + EMAIL + "    shop_id = db.Column(db.BigInteger, db.ForeignKey('shop.id', ondelete='CASCADE'), index=True)\n",
     [("expand", ["create_index_concurrently"]), ("contract", ["add_foreign_key_safely"])], "an index is for everybody, a rule is not"),
    (PERSON + NAME + EMAIL + SHOP + "    __table_args__ = (db.CheckConstraint('shop_id > 0', name='positive'),)\n",
     [("contract", ["add_check_safely"])], "a check"),
    (PERSON + NAME + EMAIL + SHOP + "    age = db.Column(db.Integer, nullable=False, server_default='0')\n",
     [("expand", ["add_column"])], "PostgreSQL fills a constant without a rewrite"),
    (PERSON + NAME + EMAIL + SHOP + "    key = db.Column(db.Uuid, nullable=False, server_default=sa.text('uuid_in(md5('a')::cstring)'))\n",
     [("expand", ["add_column", "alter_column"]), ("backfill", ["backfill"]), ("contract", ["require_backfill", "set_not_null_safely"])], "a value for each row"),
    (PERSON + NAME + SHOP,
     [("contract", ["drop_column_softly"])], "a column goes, and its values stay"),
    ("class Person(db.Model):\n    id = db.Column(db.BigInteger, primary_key=True)\n" + NAME + EMAIL + SHOP,
     [("contract", ["drop_table_softly"])], "a table goes, and its rows stay"),
    (PERSON + NAME + SHOP + "    born = db.Column(db.Date)\n",
     [("expand", ["add_column"]), ("contract", ["drop_column_softly"])], "one comes, one of another type goes"),
    (PERSON + NAME + EMAIL + SHOP + "\n\nclass Order(db.Model):\n    id = db.Column(db.BigInteger, db.Identity(), primary_key=True)\n"
     "    number = db.Column(db.Text, index=True, unique=True)\n    person_id = db.Column(db.ForeignKey('person.id'), index=True)\n",
     [("expand", ["create_table", "create_index", "create_index"])], "nobody uses a new table yet"),
]
# fmt: on


@pytest.fixture
def person(changing):
    changing.migrated(BEFORE)
    changing.upgraded()
    changing.rows(ROWS)
    return changing


@pytest.mark.parametrize("models, wanted, because", CHANGES, ids=[row[2] for row in CHANGES])
def test_the_file_is_safe_and_its_way_back_leads_back(person, models, wanted, because):
    before = person.fingerprint()
    written = person.migrated(models)
    assert [(phase(text), calls(text)) for text in written] == wanted, (because, written)
    linted = person.db("lint", "--all")
    assert linted.status == 0, linted.stdout
    assert "no finding" in linted.stdout, linted.stdout
    person.upgraded()
    there = person.fingerprint()
    nothing = person.db("migrate", "-m", "none")
    assert "No file was written" in nothing.stderr, nothing
    for _ in written:
        back = person.db("downgrade")
        assert back.status == 0, back
    assert person.fingerprint() == before, "the way back"
    person.upgraded()
    assert person.fingerprint() == there, "and up again"


def phase(text: str) -> str:
    found = re.search(r'^phase = "(\w+)"$', text, re.MULTILINE)
    assert found is not None, text
    assert f"\nPhase {found[1]}." in text, "and says so in its docstring"
    assert "Locks" in text
    return found[1]


def calls(text: str) -> list[str]:
    upgrade = text[text.index("def upgrade") : text.index("def downgrade")]
    return re.findall(r"^    op\.(\w+)\(", upgrade, re.MULTILINE)
