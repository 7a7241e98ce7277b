"""Stages made once, and copied for each run with their databases."""

import secrets
from pathlib import Path

import psycopg

from tests.safemigrate import stages
from tests.safemigrate.preloaded import Commands


class Start:
    """Copies of projects at a stage."""

    def __init__(self, home: Path, server, commands: Commands) -> None:
        self.home, self.server, self.commands = home, server, commands
        self.made: dict[str, Path] = {}

    def copy(self, stage: str, mount: str, *, own_env: bool) -> tuple[Path, dict[str, str]]:
        if stage not in self.made:
            urls = {"DATABASE_URL": self._database(stage), "OTHER_URL": self._database("other")}
            self.made[stage] = stages.build(stage, self.home / stage, urls, self.commands)
        # Both packages' folders have names of the same length: long lines are wrapped alike.
        folder = self.home / secrets.token_hex(6)
        stages.copy(self.made[stage], folder, mount, own_env=own_env)
        urls = {"DATABASE_URL": self._clone(stage), "OTHER_URL": self._clone("other")}
        return folder, urls

    def _database(self, stage: str) -> str:
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            known = [name for (name,) in connection.execute("SELECT datname FROM pg_database")]
        if f"stage_{stage}" not in known:
            self.server.create_database(f"stage_{stage}")
        return self.server.url(f"stage_{stage}")

    def _clone(self, stage: str) -> str:
        name = f"copy_{secrets.token_hex(6)}"
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "stage_{stage}"')
        return self.server.url(name)
