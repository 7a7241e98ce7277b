"""A revision whose precheck fails stops, shows the value, and changes nothing."""

import psycopg
import pytest

from tests.lint.folder import Folder
from tests.ops.cases import TABLES

# fmt: off
ANSWERS = [
    # arguments, the message if it stops, because
    ('"none is null", "SELECT count(*) FROM parcel WHERE name IS NULL"', None, "none, as expected"),
    ('"none is old", "SELECT count(*)\\n FROM parcel WHERE id < 4"', "found 3 instead of 0", "a number"),
    ('"all", "SELECT count(*) FROM parcel", expect=200', None, "another number"),
    ('"first", "SELECT code FROM parcel WHERE id = 1", expect="c1"', None, "a text"),
    ('"first", "SELECT code FROM parcel WHERE code LIKE \'c1%\' LIMIT 1", expect="it\'s :x"',
     "found c1 instead of it's :x", "signs that mean something elsewhere"),
    ('"big", "SELECT bool_and(area > 0) FROM parcel", expect=True', None, "a truth"),
    ('"big", "SELECT bool_and(area > 5) FROM parcel", expect=True', "found false instead of true",
     "no truth"),
    ('"nobody", "SELECT id FROM parcel WHERE id = 0", expect=None', None, "no row is NULL"),
    ('"nobody", "SELECT id FROM parcel WHERE id = 0"', "found NULL instead of 0", "and not 0"),
]
# fmt: on


def written(shop, arguments):
    shop.rows(TABLES)
    shop.revision("r1", upgrade='op.drop_table("owner")')
    shop.revision("r2", "r1", upgrade=f'op.precheck({arguments})\n    op.drop_table("parcel")')


@pytest.mark.parametrize("arguments, message, because", ANSWERS)
def test_an_upgrade(shop, arguments, message, because):
    written(shop, arguments)
    outcome = shop.db("upgrade")
    dropped = shop.rows("SELECT to_regclass('owner') IS NULL, to_regclass('parcel') IS NULL")
    if message is None:
        assert (outcome.status, dropped) == (0, [(True, True)]), (because, outcome)
    else:
        assert (outcome.status, dropped) == (1, [(True, False)]), (because, outcome)
        assert (
            f"Revision r2 stopped at its precheck '{arguments.split(chr(34))[1]}'" in outcome.stderr
        )
        assert message in outcome.stderr, because
        assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("arguments, message, because", ANSWERS)
def test_sql_that_is_printed(shop, arguments, message, because):
    written(shop, arguments)
    printed = shop.db("upgrade", "r1:r2", "--sql").stdout
    assert "DO '" in printed
    [statement] = [text for text in printed.split(";\n\n") if "DO '" in text]
    if message is None:
        shop.rows(statement)
        return
    with pytest.raises(psycopg.Error) as refused:
        shop.rows(statement)
    assert message.split(" instead of ")[0] in str(refused.value), because


def test_a_plan_and_drift_have_no_rows_to_check(shop):
    shop.revision("r1", upgrade='op.execute("CREATE TABLE t (id integer)")')
    shop.revision(
        "r2",
        "r1",
        upgrade="""op.precheck("all", "SELECT count(*) FROM t", expect=2)
    op.add_column("t", sa.Column("n", sa.Text()))""",
    )
    assert shop.db("upgrade", "r1").status == 0
    shop.rows("INSERT INTO t VALUES (1), (2)")
    planned = shop.db("plan")
    assert (planned.status, "precheck" in planned.stdout) == (0, False), planned
    assert shop.db("upgrade").status == 0
    drift = shop.db("drift")
    assert drift.status == 0, drift


def test_what_has_been_checked_is_not_asked_again(shop):
    shop.rows(TABLES)
    shop.revision(
        "r1",
        upgrade="""op.precheck("none", "SELECT count(*) FROM parcel WHERE name IS NULL")
    op.create_index_concurrently("ix", "parcel", ["code"])
    op.add_check_safely("big", "parcel", "area > 0")""",
    )
    outcome = shop.db("upgrade", "--until-step", "2")
    assert "Stopped after step 2" in outcome.stderr, outcome
    shop.rows("UPDATE parcel SET name = NULL")
    again = shop.db("upgrade")
    assert (again.status, shop.version()) == (0, ["r1"]), again


def test_the_linter_finds_nothing(tmp_path):
    folder = Folder(tmp_path)
    folder.write("r1", upgrade='op.precheck("none", "SELECT count(*) FROM t", expect=3)')
    report = folder.lint()
    assert [f.rule for f in report.findings if f.rule != "REV301"] == []
    assert report.notes == ()
