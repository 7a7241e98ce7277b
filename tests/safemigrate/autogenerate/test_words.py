"""CHECKs and server defaults are compared by what PostgreSQL reads in them."""

import pytest

from tests.safemigrate.autogenerate.project_here import Project
from tests.safemigrate.autogenerate.random_models import of_text
from tests.safemigrate.autogenerate.test_safe_form import calls
from tests.safemigrate.longer import mostly_longer

A = "Column('a', Integer)"
NAMED = A + ", CheckConstraint({!r}, name='ck')"
UNNAMED = A + ", CheckConstraint({!r})"
DEFAULT = "Column('a', {}, server_default=text({!r}))"

# fmt: off
CASES = [
    # before, after; what upgrade() calls, because
    (NAMED.format("a > 0"), NAMED.format("a > 1"), ["drop_constraint", "add_check_safely"], "another rule"),
    (NAMED.format("a > 0"), NAMED.format("a>0"), [], "blanks"),
    (NAMED.format("a IN (1, 2)"), NAMED.format("a = ANY (ARRAY[1, 2])"), [], "another way to say it"),
    (NAMED.format("a > 0"), A, ["drop_constraint"], "no rule"),
    (A, NAMED.format("a % 2 = 0"), ["add_check_safely"], "a new rule"),
    (UNNAMED.format("a > 0"), UNNAMED.format("(a > 0)"), [], "PostgreSQL chose a name"),
    (UNNAMED.format("a > 0"), UNNAMED.format("a > 1"), ["drop_constraint", "add_check_safely"], "another rule without a name"),
    (DEFAULT.format("Integer", "0"), DEFAULT.format("Integer", "'0'"), [], "the same number"),
    (DEFAULT.format("Integer", "0"), DEFAULT.format("Integer", "1"), ["alter_column"], "another number"),
    (DEFAULT.format("Integer", "0"), A, ["alter_column"], "no default"),
    (A, DEFAULT.format("Integer", "0"), ["alter_column"], "a new default"),
    (DEFAULT.format("DateTime", "now()"), DEFAULT.format("DateTime", "CURRENT_TIMESTAMP"), [], "the same moment"),
    (DEFAULT.format("Uuid", "md5(random()::text)::uuid"), DEFAULT.format("Uuid", "md5(random()::text)::uuid"), [], "never the same value, always the same words"),
    (DEFAULT.format("JSON", "'{}'"), DEFAULT.format("JSON", "'[]'"), ["alter_column"], "a type without equality"),
]
# fmt: on


@pytest.mark.parametrize("before, after, wanted, because", mostly_longer(CASES, every=3))
def test_what_is_seen(tmp_path, database, before, after, wanted, because):
    project = Project(tmp_path / "migrations", database)
    project.migrate(of_text({"one": before}))
    project.upgrade()
    written = project.migrate(of_text({"one": after}))
    assert [name for text in written for name in calls(text)] == wanted, (because, written)
