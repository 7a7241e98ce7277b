"""The handbook, followed: a night that goes well, and one in which everything is wrong at once."""

import psycopg
import pytest

from safemigrate.catalogue import read
from safemigrate.catalogue.comparison import differences
from safemigrate.catalogue.fingerprint import fingerprint
from tests.doctor.clinic import Clinic, copied
from tests.drill.handbook import alike, commands, type_in
from tests.project import write_revision
from tiers import full

# What ends with another status than 0, and is why the section is read.
STATUS = {
    ("By day", "flask db doctor"): 1,
    ("A revision's file is missing", "flask db upgrade"): 9,
    ("A revision of another branch", "flask db upgrade"): 9,
    ("A change made by hand", "flask db drift"): 4,
    ("A change made by hand", "flask db drift --repair adopt"): 4,
    ("A change made by hand", "flask db lint"): 3,
}


@pytest.fixture
def production(both, tmp_path):
    clinic = copied(both[0], tmp_path / "project", "production")
    yield clinic
    clinic.server.drop_database("production")


@pytest.fixture
def staging(production):
    with psycopg.connect(production.server.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE staging OWNER app")
    yield Clinic(production.commands, production.folder, production.server, "staging")
    production.server.drop_database("staging")


def follow(section, **databases):
    for line in commands(section):
        status, text = type_in(line, databases[line.database])
        wanted = STATUS.get((section, line.command), 0)
        assert (line.command, status) == (line.command, wanted), text
        if line.shown:
            assert alike(line.shown) in alike(text), (line.command, text)


def commit(clinic, newest):
    (clinic.folder / "migrations" / "HEAD").write_text(f"{newest}\n")
    clinic.git("add", "-A", "migrations")
    assert clinic.git("commit", "-qm", f"up to {newest}").returncode == 0


def upgraded(clinic, newest):
    commit(clinic, newest)
    outcome = clinic.db("upgrade")
    assert outcome.status == 0, outcome


def add(clinic, revision, follows, name):
    write_revision(
        clinic.folder,
        revision,
        follows,
        upgrade=f'op.add_column("person", sa.Column("{name}", sa.Text()))',
        downgrade=f'op.drop_column("person", "{name}")',
    )


def fingerprint_of(clinic):
    with psycopg.connect(clinic.url) as connection:
        return fingerprint(connection)


@full
def test_a_night_that_goes_well(production):
    add(production, "r3", "r2", "email")
    commit(production, "r3")
    follow("By day", production=production)
    follow("At night", production=production)


@full
def test_everything_is_wrong_at_once(production, staging):
    edit_r2_before_staging_has_it(production, staging)
    apply_a_branch_in_staging(staging)
    lose_r3_after_production_had_it(production)
    production.execute("CREATE INDEX hot ON person (name)")
    assert fingerprint_of(production) != fingerprint_of(staging)
    for section in (
        "A revision's file is missing",
        "A revision of another branch",
        "A revision was edited after it was applied",
        "A change made by hand",
        "At the end",
    ):
        follow(section, production=production, staging=staging)
    assert fingerprint_of(production) == fingerprint_of(staging)
    with psycopg.connect(production.url) as one, psycopg.connect(staging.url) as other:
        live, same = (read(each, "public.alembic_version") for each in (one, other))
    assert differences(live, same) == []
    for clinic in (production, staging):
        outcome = clinic.db("doctor")
        assert (outcome.status, outcome.stdout) == (0, "No problems.\n")


def edit_r2_before_staging_has_it(production, staging):
    text = production.file("r2").read_text()
    edited = 'op.add_column("person", sa.Column("died", sa.Date()))'
    born = 'op.add_column("person", sa.Column("born", sa.Date()))'
    text = text.replace(born, f"{born}\n    {edited}")
    down = 'op.drop_column("person", "born")'
    died = down.replace("born", "died")
    production.file("r2").write_text(text.replace(down, f"{down}\n    {died}"))
    upgraded(staging, "r2")


def apply_a_branch_in_staging(staging):
    add(staging, "f1", "r2", "nickname")
    upgraded(staging, "f1")
    staging.file("f1").unlink()
    commit(staging, "r2")


def lose_r3_after_production_had_it(production):
    add(production, "r3", "r2", "email")
    upgraded(production, "r3")
    production.file("r3").unlink()
    add(production, "r4", "r3", "phone")
    commit(production, "r4")
