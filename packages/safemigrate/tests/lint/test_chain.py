"""Each revision starts from the schema that the last one leaves; some are deployed together."""

import pytest

from safemigrate.lint.trial import chain
from tests.lint.folder import Folder

MAKE = """
op.execute('''
    CREATE TABLE p (id int PRIMARY KEY);
    CREATE TABLE t (id bigint PRIMARY KEY, a varchar(9), p_id int REFERENCES p, UNIQUE (a));
    CREATE INDEX t_a ON t (a);
    ALTER TABLE t ADD CONSTRAINT ck CHECK (a IS NOT NULL) NOT VALID;
''')
"""


def table(upgrade: str, name: str = "t"):
    return chain(upgrade, earlier=[MAKE]).migrations[-1].after.table(name)


# fmt: off
KNOWN = [
    # upgrade, question, answer, because
    ("pass", lambda t: sorted(t.constraints), ["ck", "t_a_key", "t_p_id_fkey", "t_pkey"],
     "constraints without a name get PostgreSQL's"),
    ("pass", lambda t: t.columns["id"].not_null, True, "a key is not null"),
    ("pass", lambda t: t.proves_not_null("a"), False, "a check that is not valid proves nothing"),
    ("ALTER TABLE t VALIDATE CONSTRAINT ck", lambda t: t.proves_not_null("a"), True,
     "a validated one does"),
    ("ALTER TABLE t DROP CONSTRAINT ck", lambda t: sorted(t.constraints),
     ["t_a_key", "t_p_id_fkey", "t_pkey"], "a constraint is dropped"),
    ("ALTER TABLE t DROP COLUMN a", lambda t: (sorted(t.constraints), sorted(t.indexes)),
     (["t_p_id_fkey", "t_pkey"], []), "a column is dropped with its constraints and indexes"),
    ("ALTER TABLE t RENAME a TO b", lambda t: sorted(t.columns), ["b", "id", "p_id"],
     "a column's new name"),
    ("ALTER TABLE t RENAME CONSTRAINT ck TO named", lambda t: "named" in t.constraints, True,
     "a constraint's new name"),
    ("DROP INDEX t_a", lambda t: sorted(t.indexes), [], "an index is dropped"),
    ("CREATE UNIQUE INDEX u ON t (p_id); ALTER TABLE t ADD CONSTRAINT uq UNIQUE USING INDEX u",
     lambda t: (sorted(t.indexes), t.constraints["uq"].columns), (["t_a"], ("p_id",)),
     "an index becomes a constraint, with its columns"),
    ("ALTER TABLE t ALTER a TYPE text, ALTER a SET DEFAULT 'x', ALTER p_id SET NOT NULL",
     lambda t: (str(t.columns["a"].type), t.columns["a"].default, t.columns["p_id"].not_null),
     ("text", "'x'", True), "type, default and NOT NULL"),
    ("ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID", lambda t: t.columns["a"].not_null,
     False, "NOT NULL that is not valid"),
    ("ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT n",
     lambda t: t.columns["a"].not_null, True, "and validated"),
    ("DROP TABLE t", lambda t: sorted(t.columns), [], "a table is dropped"),
]
# fmt: on


@pytest.mark.parametrize("statements, question, answer, because", KNOWN)
def test_what_is_known_after(statements, question, answer, because):
    upgrade = "pass" if statements == "pass" else f"op.execute({statements!r})"
    assert question(table(upgrade)) == answer, because


def test_a_renamed_table_keeps_its_indexes():
    assert sorted(table("op.rename_table('t', 'u')", "u").indexes) == ["t_a"]
    assert table("op.rename_table('t', 'u')", "t").created_in is None
    assert table("op.execute('ALTER TABLE t SET SCHEMA s')", "s.t").created_in == "r1"


def test_a_revision_says_what_type_a_column_had():
    upgrade = 'op.alter_column("old", "a", nullable=True, existing_type=sa.String(9))'
    assert str(table(upgrade, "old").columns["a"].type) == "varchar(9)"


@pytest.fixture
def folder(tmp_path):
    new_folder = Folder(tmp_path)
    new_folder.write("a", None, "op.execute('CREATE TABLE t (a int)')")
    new_folder.publish()
    new_folder.write("b", "a", "op.execute('CREATE TABLE u (a int)')")
    new_folder.write("c", "b", 'op.create_index("ix_u", "u", ["a"])')
    new_folder.write("d", "c", 'op.create_index("ix_t", "t", ["a"])')
    return new_folder


def test_what_is_deployed_together(folder):
    """A table is new to the revisions deployed with the one that creates it."""
    versions = folder.home / "versions"
    messages = {
        "one by one": folder.messages("LOCK001"),
        "since": folder.messages("LOCK001", since="published"),
        "b and c": folder.messages("LOCK001", files=[versions / "b.py", versions / "c.py"]),
        "c alone": folder.messages("LOCK001", files=[versions / "c.py"]),
    }
    assert {name: [file for file, _, _ in items] for name, items in messages.items()} == {
        "one by one": ["c.py", "d.py"],
        "since": ["d.py"],
        "b and c": [],
        "c alone": ["c.py"],
    }


def test_a_merge_comes_after_both_branches(tmp_path):
    folder = Folder(tmp_path)
    folder.write("a")
    folder.write("c", "a", "op.execute('CREATE TABLE t (a int)')")
    folder.write("b", "a", 'op.create_index("ix_t", "t", ["a"])')
    (folder.home / "versions" / "m.py").write_text(
        "from alembic import op\n"
        'revision = "m"\ndown_revision = ("b", "c")\n\n\n'
        'def upgrade():\n    op.execute("DROP TABLE t")\n\n\ndef downgrade():\n    pass\n'
    )
    messages = folder.messages("REV301")
    assert [file for file, _, _ in messages] == ["b.py", "c.py", "m.py"]
