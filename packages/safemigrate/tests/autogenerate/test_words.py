"""CHECKs and server defaults are compared as PostgreSQL parses them."""

import pytest

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import of_text
from tests.autogenerate.test_random_models import fingerprint
from tests.autogenerate.test_safe_form import calls
from tiers import mostly_full

A = "Column('a', Integer)"
NAMED = A + ", CheckConstraint({!r}, name='ck')"
UNNAMED = A + ", CheckConstraint({!r})"
DEFAULT = "Column('a', {}, server_default=text({!r}))"

UNIQUE = "Column('a', Integer), UniqueConstraint('a', {})"
LIKE = "Column('a', Text), Index('ix', 'a', text('lower(a)'), postgresql_ops={'a': 'text_pattern_ops'})"
NUMBER = "Column('a', BigInteger, Sequence('number of', {}))"
KEY = "Column('a', BigInteger, ForeignKey('one.id'{}))"
KIND = "Column('a', Enum({}, name='kind', native_enum=False, create_constraint=True, length=9))"

# fmt: off
CASES = [
    # before, after; what upgrade() calls, because
    (NAMED.format("a > 0"), NAMED.format("a > 1"), ["replace_check_safely"] * 2, "another condition"),
    (NAMED.format("a > 0"), NAMED.format("a>0"), [], "blanks"),
    (NAMED.format("a IN (1, 2)"), NAMED.format("a = ANY (ARRAY[1, 2])"), [], "another way to say it"),
    (NAMED.format("a > 0"), A, ["drop_constraint"], "no check"),
    (A, NAMED.format("a % 2 = 0"), ["add_check_safely"], "a new check"),
    (UNNAMED.format("a > 0"), UNNAMED.format("(a > 0)"), [], "PostgreSQL chose a name"),
    (UNNAMED.format("a > 0"), UNNAMED.format("a > 1"), ["replace_check_safely"] * 2, "another condition without a name"),
    (DEFAULT.format("Integer", "0"), DEFAULT.format("Integer", "'0'"), [], "the same number"),
    (DEFAULT.format("Integer", "0"), DEFAULT.format("Integer", "1"), ["alter_column"], "another number"),
    (DEFAULT.format("Integer", "0"), A, ["alter_column"], "no default"),
    (A, DEFAULT.format("Integer", "0"), ["alter_column"], "a new default"),
    (DEFAULT.format("DateTime", "now()"), DEFAULT.format("DateTime", "CURRENT_TIMESTAMP"), [], "the same moment"),
    (DEFAULT.format("Uuid", "md5(random()::text)::uuid"), DEFAULT.format("Uuid", "md5(random()::text)::uuid"), [], "never the same value, always the same words"),
    (UNIQUE.format("name='uq'"), UNIQUE.format("name='uq', deferrable=True"), ["drop_constraint", "add_unique_safely"], "checked at commit, on request"),
    (UNIQUE.format("deferrable=True"), UNIQUE.format("deferrable=True, initially='deferred'"), ["drop_constraint", "add_unique_safely"], "always checked at commit, without a name"),
    (UNIQUE.format("deferrable=True, initially='DEFERRED'"), UNIQUE.format("deferrable=True, initially='deferred'"), [], "the same deferral, spelled differently"),
    (UNIQUE.format("deferrable=False"), UNIQUE.format("initially='IMMEDIATE'"), [], "both are checked at once"),
    (UNIQUE.format("deferrable=True, initially='DEFERRED'"), A, ["drop_constraint"], "the downgrade restores when it is checked"),
    (LIKE, "Column('a', Text)", ["drop_index_concurrently"], "the downgrade restores operator classes"),
    (NUMBER.format("increment=1, start=1"), NUMBER.format("cache=1"), [], "PostgreSQL's defaults"),
    (NUMBER.format("start=5"), NUMBER.format("start=5, increment=2, minvalue=3, maxvalue=99, cache=7, cycle=True"), ["execute"], "other options of a sequence"),
    (NUMBER.format("data_type=Integer"), NUMBER.format("maxvalue=999"), ["execute"], "a sequence of another type"),
    (NAMED.format("a > 0"), NAMED.format("b > 0") + ", Column('b', Integer)", ["drop_constraint", "add_column", "add_check_safely"], "no row has the columns of both conditions"),
    (KEY.format(""), KEY.format(", ondelete='CASCADE'"), ["replace_foreign_key_safely"], "the same reference with another action"),
    (KEY.format(", ondelete='CASCADE'"), KEY.format(", name='fk', ondelete='SET NULL'"), ["drop_constraint", "add_foreign_key_safely"], "and another name"),
    (KIND.format("'a', 'b'"), KIND.format("'b', 'a'"), ["replace_check_safely"] * 2, "the type's own check"),
    (A.format("Integer"), "Column('a', Integer), Column('b', Enum('a', name='kind', native_enum=False, create_constraint=True))", ["add_column", "add_check_safely"], "the check of a new column's type"),
    (DEFAULT.format("JSON", "'{}'"), DEFAULT.format("JSON", "'[]'"), ["alter_column"], "a type without equality"),
]
# fmt: on


@pytest.mark.parametrize("before, after, wanted, because", mostly_full(CASES, every=3))
def test_differences_are_detected(tmp_path, database, before, after, wanted, because):
    project = Project(tmp_path / "migrations", database)
    first = project.migrate(of_text({"one": before}))
    project.upgrade()
    was = fingerprint(project.url)
    written = project.migrate(of_text({"one": after}))
    project.upgrade()
    assert project.migrate(of_text({"one": after})) == [], because
    if written:
        project.downgrade(revision_of(first[-1]))
    assert fingerprint(project.url) == was, because
    assert [name for text in written for name in calls(text)] == wanted, (because, written)
