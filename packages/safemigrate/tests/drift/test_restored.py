"""A dumped and restored database has not drifted, although PostgreSQL rewrites some texts."""

import subprocess

import psycopg

import localpg
from safemigrate.catalogue import read
from tests.drift.test_changes import VERSIONS, sentences, untouched


def test_after_dump_and_restore(clone_of, database):
    source = clone_of(untouched)
    programs = localpg.binaries()
    dumped = subprocess.run(
        [programs.path("pg_dump"), "--format=custom", source], capture_output=True, check=True
    )
    subprocess.run(
        [programs.path("pg_restore"), f"--dbname={database}"], input=dumped.stdout, check=True
    )
    with psycopg.connect(source) as before, psycopg.connect(database) as after:
        assert sentences(read(after, VERSIONS), read(before, VERSIONS)) == []
        words = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'words'"
        assert before.execute(words).fetchone() != after.execute(words).fetchone()
