"""On other major versions drift is reported as on the newest; `make test-majors` runs this.

POSTGRES_MAJORS  folders of PostgreSQL's programs, one per major version, separated by colons;
                 if not set, only the embedded one
"""

import os
from pathlib import Path

import psycopg
import pytest

import localpg
from safemigrate.catalogue import read
from safemigrate.state.doctor.database_checks import CHECKS
from tests.drift.cases import CHANGES
from tests.drift.test_changes import VERSIONS, sentences, untouched
from tiers import full

FOLDERS = [Path(name) for name in os.environ.get("POSTGRES_MAJORS", "").split(":") if name]
# What an old major does not have, or says otherwise.
SINCE = {"SET COMPRESSION": 14, "DROP EXPRESSION": 13}
LAST_OUT_OF_SUPPORT = 13

pytestmark = full


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.parents[2].name)
def server(request):
    with localpg.throwaway(binaries=localpg.binaries(request.param)) as throwaway:
        throwaway.create_database("untouched")
        untouched(throwaway.url("untouched"))
        yield throwaway


def test_another_major_version_has_not_drifted(server, clone_of):
    with (
        psycopg.connect(server.url("untouched")) as theirs,
        psycopg.connect(clone_of(untouched)) as ours,
    ):
        their_catalogue, our_catalogue = read(theirs, VERSIONS), read(ours, VERSIONS)
        assert sentences(their_catalogue, our_catalogue) == []
        assert sentences(our_catalogue, their_catalogue) == []


def test_each_change_is_named_as_on_the_newest(server):
    major = int(server.version.partition(".")[0])
    with psycopg.connect(server.url("untouched")) as connection:
        expected = read(connection, VERSIONS)
    tried, unlike = 0, []
    for change, sentence, because in CHANGES:
        if any(word in change and major < first for word, first in SINCE.items()):
            continue
        server.create_database("changed", template="untouched")
        with psycopg.connect(server.url("changed"), autocommit=True) as connection:
            try:
                connection.execute(change)
            except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported):
                assert "EXTENSION" in change  # not among these programs
            else:
                tried += 1
                reported = sentences(read(connection, VERSIONS), expected)
                if reported != [sentence]:
                    unlike.append((change, reported, because))
        server.drop_database("changed")
    assert unlike == []
    assert tried >= 60


def test_the_doctor_reports_an_unsupported_major_version(server):
    [check] = [check for check in CHECKS if check.name == "server out of support"]
    major = int(server.version.partition(".")[0])
    with psycopg.connect(server.url("untouched")) as connection:
        rows = connection.execute(check.query).fetchall()
    assert [check.sentence.format(*row) for row in rows] == (
        [f"PostgreSQL {server.version} no longer gets fixes."]
        if major <= LAST_OUT_OF_SUPPORT
        else []
    )
