"""What `db migrate` writes for a table in use passes the linter and can be downgraded."""

import re

import psycopg
import pytest

from tests.autogenerate.changing_shop import ChangingShop
from tests.execute.shop import make_shop
from tiers import full, mostly_full

TABLES = """
CREATE TABLE shop (id bigserial CONSTRAINT pk_shop PRIMARY KEY);
CREATE TABLE person (id bigserial CONSTRAINT pk_person PRIMARY KEY, name text, email text, shop_id bigint);
"""
ROWS = """
CREATE TABLE alembic_version (version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY);
INSERT INTO alembic_version VALUES ('r1');
INSERT INTO shop SELECT n FROM generate_series(1, 300) AS n;
INSERT INTO person SELECT n, 'name ' || n, n || '@example.org', n FROM generate_series(1, 300) AS n;
"""
PERSON = """class Shop(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)


class Person(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)
"""
OTHER_KEY = PERSON.removesuffix("primary_key=True)\n") + (
    "nullable=True)\n    number = db.Column('the number', db.BigInteger, primary_key=True)\n"
)
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
     [("contract", ["add_unique_safely"])], "running code may write two equal values"),
    (PERSON + NAME + EMAIL + SHOP + "    __table_args__ = (db.UniqueConstraint('email', name='later', deferrable=True, initially='DEFERRED', postgresql_include=['name']),)\n",
     [("contract", ["add_unique_safely"])], "a constraint that is checked at commit"),
    (PERSON + NAME + EMAIL + SHOP + "    __table_args__ = (db.Index('ix_like', 'name', sa.func.lower(email).label('small'), postgresql_ops={'name': 'text_pattern_ops', 'small': 'text_pattern_ops'}, postgresql_with={'fillfactor': 70}),)\n",
     [("expand", ["create_index_concurrently"])], "operator classes of a column and of an expression"),
    (PERSON + NAME + EMAIL + SHOP + "    kind = db.Column(sa.Enum('a', 'b:c', \"d'e\", 'f%', name='kind', native_enum=False, create_constraint=True), nullable=False, server_default='a')\n",
     [("expand", ["add_column"]), ("contract", ["add_check_safely"])], "a type's own check comes after its column"),
    (PERSON + "    name = db.Column(db.String(90))\n" + EMAIL + SHOP,
     [("expand", ["change_type_online"]), ("backfill", ["fill_online"]), ("expand", ["build_online"]), ("expand", ["swap_online"]), ("contract", ["finish_online"])], "values may be too long for the new type"),
    (PERSON + NAME + EMAIL + SHOP + "    number = db.Column(db.Integer, sa.Identity(start=5, always=True, cycle=True), unique=True)\n",
     [("expand", ["execute", "add_column", "alter_column"]), ("backfill", ["backfill"]), ("contract", ["require_backfill", "set_not_null_safely"]), ("contract", ["execute"] * 4), ("contract", ["add_unique_safely"])], "an identity, which continues where the backfill ended"),
    (OTHER_KEY + NAME + EMAIL + SHOP,
     [("expand", ["execute", "add_column", "alter_column", "execute"]), ("backfill", ["backfill"]), ("contract", ["require_backfill", "set_not_null_safely"]), ("contract", ["drop_constraint"]), ("contract", ["add_primary_key_safely"]), ("contract", ["alter_column"])], "a new key that is a serial"),
    (PERSON + NAME + EMAIL + SHOP + "    small = db.Column('sm%all:', db.Text, sa.Computed(\"lower(name) || ':5%'\", persisted=True), nullable=False)\n",
     [("expand", ["add_column", "execute", "execute"]), ("backfill", ["backfill"]), ("contract", ["require_backfill", "set_not_null_safely"])], "a stored column"),
    (PERSON + "    name = db.Column(db.Text, nullable=False)\n" + EMAIL + SHOP,
     [("contract", ["precheck", "set_not_null_safely"])], "running code may write NULL"),
    (PERSON + NAME + EMAIL + "    shop_id = db.Column(db.BigInteger)\n    __table_args__ = (db.ForeignKeyConstraint(['shop_id'], ['shop.id'], name='fk%'), db.Index('ix%', 'shop_id'))\n",
     [("expand", ["create_index_concurrently"]), ("contract", ["add_foreign_key_safely"])], "per cent signs in names"),
    (PERSON + NAME + EMAIL + SHOP + "    kind = db.Column(sa.Enum('a', 'b:c', \"d'e\", 'f%', name='kind of'))\n",
     [("expand", ["execute", "add_column"])], "a new type, which the downgrade drops"),
    (PERSON + "    name = db.Column(db.Text, server_default='nobody: 5%')\n" + EMAIL + SHOP,
     [("expand", ["alter_column"])], "a server default"),
    (PERSON + NAME + EMAIL + "    shop_id = db.Column(db.BigInteger, primary_key=True)\n",
     [("contract", ["precheck", "set_not_null_safely"]), ("contract", ["drop_constraint"]), ("contract", ["add_primary_key_safely"])], "another primary key"),
    ("number = sa.Sequence('number of', start=5, metadata=db.metadata)\n\n\n" + PERSON + NAME + EMAIL + "    shop_id = db.Column(db.BigInteger, server_default=number.next_value())\n",
     [("expand", ["execute", "alter_column"])], "a sequence, before the default that uses it"),
    (PERSON + NAME + EMAIL + SHOP + "\n\nclass One(db.Model):\n    id = db.Column(db.BigInteger, primary_key=True)\n    two = db.Column(db.ForeignKey('two.id', use_alter=True, name='fk_one_two'), index=True)\n"
     "\n\nclass Two(db.Model):\n    id = db.Column(db.BigInteger, primary_key=True)\n    one = db.Column(db.ForeignKey('one.id'), index=True)\n",
     [("expand", ["create_table", "create_index", "create_table", "create_index", "create_foreign_key"])], "new tables that refer to each other"),
    (PERSON + NAME + EMAIL + SHOP + "    boss_id = db.Column(db.ForeignKey('person.id'), index=True)\n",
     [("expand", ["add_column"]), ("expand", ["create_index_concurrently"]), ("contract", ["add_foreign_key_safely"])], "a new column that refers"),
    (PERSON + NAME + EMAIL + "    shop_id = db.Column(db.BigInteger, db.ForeignKey('shop.id', ondelete='CASCADE'), index=True)\n",
     [("expand", ["create_index_concurrently"]), ("contract", ["add_foreign_key_safely"])], "the index harms no code, the constraint may"),
    (PERSON + NAME + EMAIL + SHOP + "    __table_args__ = (db.CheckConstraint('shop_id > 0', name='positive'),)\n",
     [("contract", ["add_check_safely"])], "a check"),
    (PERSON + NAME + EMAIL + SHOP + "    age = db.Column(db.Integer, nullable=False, server_default='0')\n",
     [("expand", ["add_column"])], "PostgreSQL fills a constant without a rewrite"),
    (PERSON + NAME + EMAIL + SHOP + "    key = db.Column(db.Uuid, nullable=False, server_default=sa.text(\"uuid_in(md5('a')::cstring)\"))\n",
     [("expand", ["add_column", "alter_column"]), ("backfill", ["backfill"]), ("contract", ["require_backfill", "set_not_null_safely"])], "a value for each row"),
    (PERSON + NAME + SHOP,
     [("contract", ["drop_column_softly"])], "a column is dropped, its values are kept"),
    ("class Person(db.Model):\n    id = db.Column(db.BigInteger, primary_key=True)\n" + NAME + EMAIL + SHOP,
     [("contract", ["drop_table_softly"])], "a table is dropped, its rows are kept"),
    (PERSON + NAME + SHOP + "    born = db.Column(db.Date)\n",
     [("expand", ["add_column"]), ("contract", ["drop_column_softly"])], "one is added, one of another type is dropped"),
    (PERSON + NAME + EMAIL + SHOP + "\n\nclass Order(db.Model):\n    id = db.Column(db.BigInteger, db.Identity(), primary_key=True)\n"
     "    number = db.Column(db.Text, index=True, unique=True)\n    person_id = db.Column(db.ForeignKey('person.id'), index=True)\n",
     [("expand", ["create_table", "create_index", "create_index"])], "nobody uses a new table yet"),
]
# fmt: on


def build(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(TABLES + ROWS)


@pytest.fixture
def person(tmp_path, clone_of, commands):
    """A shop at r1 with 300 people."""
    shop = make_shop(tmp_path / "shop", clone_of(build), commands)
    drop = 'op.drop_table("person")\n    op.drop_table("shop")'
    shop.revision("r1", upgrade=f'op.execute("""{TABLES}""")', downgrade=drop)
    yield ChangingShop(shop.folder, shop.url, shop.commands)
    shop.end()


@pytest.mark.parametrize("models, wanted, because", mostly_full(CHANGES, every=2))
def test_the_files_are_safe(person, models, wanted, because):
    written = person.migrated(models)
    assert [(phase(text), calls(text)) for text in written] == wanted, (because, written)
    linted = person.db("lint", "--all")
    assert (linted.status, "no finding" in linted.stdout) == (0, True), linted.stdout


@full
@pytest.mark.parametrize("models, wanted, because", CHANGES, ids=[row[2] for row in CHANGES])
def test_downgrade_restores_the_schema(person, models, wanted, because):
    before = person.fingerprint()
    person.migrated(models)
    person.upgraded()
    changed = person.fingerprint()
    assert changed != before, because
    nothing = person.db("migrate", "-m", "none")
    assert "No file was written" in nothing.stderr, nothing
    back = person.db("downgrade", "r1")
    assert back.status == 0, back
    assert person.fingerprint() == before, "after the downgrade"
    person.upgraded()
    assert person.fingerprint() == changed, "and up again"


NEW = "\n\nclass Order(db.Model):\n    id = db.Column(db.BigInteger, db.Identity(), primary_key=True)\n"
# What pg_locks shows on PostgreSQL 18 after each statement, in one transaction:
# CREATE TABLE … REFERENCES shop: ShareRowExclusiveLock on shop; INHERITS (shop):
# ShareUpdateExclusiveLock; DROP CONSTRAINT of a foreign key: AccessExclusiveLock on both tables.
# fmt: off
DECLARED = [
    # models before, models after, the lines about locks, because
    (PERSON + NAME + EMAIL + SHOP, PERSON + NAME + EMAIL + SHOP + NEW,
     ["Locks nothing in use."], "a table that names no other"),
    (PERSON + NAME + EMAIL + SHOP, PERSON + NAME + EMAIL + SHOP + NEW + "    up_id = db.Column(db.ForeignKey('order.id'))\n",
     ["Locks nothing in use."], "it refers to itself: nobody uses it yet"),
    (PERSON + NAME + EMAIL + SHOP, PERSON + NAME + EMAIL + SHOP + NEW + "    shop_id = db.Column(db.ForeignKey('shop.id'))\n    person_id = db.Column(db.ForeignKey('person.id'))\n",
     ["Locks: - person, shop: SHARE ROW EXCLUSIVE for a moment (nobody writes)"], "nobody can write to the tables it refers to"),
    (PERSON + NAME + EMAIL + SHOP, PERSON + NAME + EMAIL + SHOP + NEW + "    shop_id = db.Column(db.ForeignKey('shop.id', use_alter=True, name='fk_order'))\n",
     ["Locks: - shop: SHARE ROW EXCLUSIVE for a moment (nobody writes)"], "so does a key that is added after the table"),
    (PERSON + NAME + EMAIL + SHOP, PERSON + NAME + EMAIL + SHOP + NEW + "    __table_args__ = {'postgresql_inherits': 'shop'}\n",
     ["Locks: - shop: SHARE UPDATE EXCLUSIVE for a moment (reads and writes continue)"], "a parent is locked"),
    (PERSON + NAME + EMAIL + "    shop_id = db.Column(db.BigInteger, db.ForeignKey('shop.id'))\n", PERSON + NAME + EMAIL + SHOP,
     ["Locks: - person and shop: ACCESS EXCLUSIVE for a moment"], "dropping a foreign key locks both tables"),
    (PERSON + NAME + "    email = db.Column(db.Text, index=True)\n" + SHOP, PERSON + NAME + EMAIL + SHOP,
     ["Locks: - person: SHARE UPDATE EXCLUSIVE while an index is dropped (reads and writes continue)"], "a concurrent drop locks, but stops nobody"),
]
# fmt: on


@pytest.mark.parametrize("before, after, wanted, because", DECLARED, ids=[r[3] for r in DECLARED])
def test_the_docstring_names_every_table_in_use_that_is_locked(
    person, before, after, wanted, because
):
    if before != PERSON + NAME + EMAIL + SHOP:
        person.migrated(before)
        person.upgraded()
    assert [locks(text) for text in person.migrated(after)] == wanted, because


def locks(text: str) -> str:
    found = re.search(r"^Locks.*?(?=^downgrade\(\) )", text, re.MULTILINE | re.DOTALL)
    assert found is not None, text
    return " ".join(found[0].split())


def phase(text: str) -> str:
    match = re.search(r'^phase = "(\w+)"$', text, re.MULTILINE)
    assert match is not None, text
    assert f"\nPhase {match[1]}." in text, "and says so in its docstring"
    assert "\nLocks" in text
    assert "\ndowngrade() " in text
    return match[1]


def calls(text: str) -> list[str]:
    upgrade = text[text.index("def upgrade") : text.index("def downgrade")]
    return re.findall(r"^    op\.(\w+)\(", upgrade, re.MULTILINE)
