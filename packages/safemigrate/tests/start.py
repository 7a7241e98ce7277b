"""Stages made once, and copied for each run with their databases."""

import secrets
from pathlib import Path

from localpg.server import Server
from preloaded import Commands
from tests import stages


class Start:
    """Copies of projects at a stage."""

    def __init__(self, home: Path, server: Server, commands: Commands) -> None:
        self.home, self.server, self.commands = home, server, commands
        self.made: dict[str, Path] = {}
        self.empty = self._database()
        self.databases: dict[str, str] = {}
        self.copies: list[str] = []

    def copy(self, stage: str, mount: str, *, own_env: bool) -> tuple[Path, dict[str, str]]:
        """Return a project's folder and the addresses of its databases."""
        if stage not in self.made:
            self.databases[stage] = self._database()
            urls = self._urls(self.databases[stage], self._database())
            self.made[stage] = stages.build(stage, self.home / stage, urls, self.commands)
        # All folders have names of one length: long lines are wrapped alike.
        folder = self.home / secrets.token_hex(6)
        stages.copy(self.made[stage], folder, mount, own_env=own_env)
        copies = [self._database(self.databases[stage]), self._database(self.empty)]
        self.copies += copies
        return folder, self._urls(*copies)

    def drop_copies(self) -> None:
        """Drop the databases of the copies: hundreds of them would fill the server's memory."""
        while self.copies:
            self.server.drop_database(self.copies.pop())

    def _urls(self, database: str, other: str) -> dict[str, str]:
        return {"DATABASE_URL": self.server.url(database), "OTHER_URL": self.server.url(other)}

    def _database(self, template: str | None = None) -> str:
        name = f"copy_{secrets.token_hex(6)}"
        if template:
            self.server.create_database(name, template=template)
        else:
            self.server.create_database(name)
        return name
