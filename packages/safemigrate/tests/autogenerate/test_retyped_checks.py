"""A column with a CHECK gets another type: the check is then the model's, and restored after."""

import psycopg
import pytest

from tests.autogenerate.project_here import Project, revision_of
from tests.autogenerate.random_models import of_text
from tests.autogenerate.test_random_models import emptied, fingerprint, run

NAMED = "CheckConstraint('{}', name='ck_one_n')"
UNNAMED = "CheckConstraint('{}')"
REMAINDER, HALF = "n >= -5 AND n % 1 = 0", "n / 2 >= 3"

# fmt: off
CASES = [
    # first type, second type, check, is it replaced, a value that is refused then, because
    ("BigInteger()", "Integer()", NAMED.format(REMAINDER), True, "-6", "the column was left with a cast to bigint"),
    ("Numeric(12, 2)", "Integer()", NAMED.format(REMAINDER), True, "-6", "with a cast to numeric"),
    ("BigInteger()", "Numeric(12, 2)", NAMED.format(REMAINDER), False, "0.5", "only the types of constants differ"),
    ("Numeric(12, 2)", "Integer()", NAMED.format(HALF), True, "5", "5 / 2 is 2 for an integer"),
    ("Numeric(12, 2)", "Integer()", UNNAMED.format(HALF), True, "5", "a check that PostgreSQL named"),
    ("Integer()", "BigInteger()", NAMED.format(REMAINDER), False, "-6", "the types of constants mean nothing"),
    ("Numeric(12, 2)", "Integer()", NAMED.format("n >= 6"), True, "5", "a comparison, too, is left with a cast"),
    ("Integer()", "Text()", NAMED.format("n IS NOT NULL"), False, "NULL", "any type fits"),
]
# fmt: on


each_case = pytest.mark.parametrize(
    "first, second, check, replaced, refused, because", CASES, ids=[row[5] for row in CASES]
)


@each_case
def test_online(postgres, tmp_path, first, second, check, replaced, refused, because):
    with emptied(postgres) as url:
        project = Project(tmp_path / "migrations", url)
        begun = started(project, first, check)
        before = fingerprint(url)
        retyped(project, second, check, replaced, refused, because, at_once=False)
        upgraded = fingerprint(url)
        project.downgrade(revision_of(begun))
        assert fingerprint(url) == before, "after the downgrade"
        project.upgrade()
        assert fingerprint(url) == upgraded, "and up again"


@each_case
def test_at_once(postgres, tmp_path, first, second, check, replaced, refused, because):
    with emptied(postgres) as url:
        project = Project(tmp_path / "migrations", url)
        started(project, first, check)
        retyped(project, second, check, replaced, refused, because, at_once=True)


def started(project, type_, check):
    """Make the table with two rows; return the text of its revision."""
    (text,) = project.migrate(of_text({"one": f"Column('n', {type_}), {check}"}))
    project.upgrade()
    run(project.url, "INSERT INTO one (id, n) VALUES (1, 7), (2, 8)")
    return text


def retyped(project, type_, check, replaced, refused, because, *, at_once):
    models = of_text({"one": f"Column('n', {type_}), {check}"})
    upgrades = [
        text.partition("def downgrade")[0] for text in project.migrate(models, at_once=at_once)
    ]
    assert sum("replace_check_safely" in text for text in upgrades) == replaced, because
    project.upgrade()
    assert project.migrate(models) == [], "no further difference"
    with pytest.raises(psycopg.errors.CheckViolation):
        run(project.url, f"INSERT INTO one (id, n) VALUES (3, {refused})")
