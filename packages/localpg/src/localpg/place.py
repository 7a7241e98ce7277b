"""The folder of one private server: its files, and checks whether it may be used."""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from localpg.errors import (
    ClusterFileUnreadable,
    DataMissing,
    NotOurs,
    OtherMajorVersion,
    PasswordMissing,
    WrongOwner,
)


def user_directory(application: str, override: str | None) -> Path:
    """Return the folder for this user's data of an application.

    override  a path to use instead, if not empty; ~ is expanded
    """
    if override:
        return Path(override).expanduser().absolute()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / application
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / application
    data = Path(os.environ.get("XDG_DATA_HOME") or "")
    # The XDG specification says to ignore a path that is not absolute.
    return (data if data.is_absolute() else home / ".local" / "share") / application


@dataclass(frozen=True)
class Place:
    """The files of one private server, below one directory."""

    directory: Path

    @property
    def cluster_file(self) -> Path:
        """The settings chosen when the directory was created; it marks the directory as ours."""
        return self.directory / "cluster.json"

    @property
    def password_file(self) -> Path:
        """The password of the server's user postgres, readable only by its owner."""
        return self.directory / "password"

    @property
    def state_file(self) -> Path:
        """The supervisor's address; valid only while running_lock is held."""
        return self.directory / "supervisor.json"

    @property
    def owner_lock(self) -> Path:
        """Held by the owner of a throwaway server, even while no supervisor runs."""
        return self.directory / "owner.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the process that creates or starts the server."""
        return self.directory / "start.lock"

    @property
    def running_lock(self) -> Path:
        """Held by the supervisor as long as it runs."""
        return self.directory / "running.lock"

    @property
    def log(self) -> Path:
        """PostgreSQL's own log."""
        return self.directory / "postgresql.log"

    @property
    def supervisor_log(self) -> Path:
        """The supervisor's output; empty unless something is wrong."""
        return self.directory / "supervisor.log"

    @property
    def exists(self) -> bool:
        """Whether the directory is ours; raises PermissionError if that cannot be read."""
        try:
            self.cluster_file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory, usually `data` in the directory."""
        return self.directory / str(self._cluster("data"))

    @property
    def throwaway(self) -> bool:
        """Whether the whole directory is deleted after its last user ends."""
        return bool(self._cluster("throwaway"))

    @property
    def password(self) -> str:
        """The server's password; raises PasswordMissing if there is none."""
        try:
            return self.password_file.read_text().strip()
        except FileNotFoundError:
            raise PasswordMissing(self.password_file) from None

    def _cluster(self, key: str) -> Any:
        try:
            return json.loads(self.cluster_file.read_text())[key]
        except (ValueError, KeyError, TypeError):
            raise ClusterFileUnreadable(self.cluster_file) from None


def write_private(file: Path, text: str) -> None:
    """Atomically replace a file with one that only its owner may read."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    draft.replace(file)


def open_private(file: Path, mode: str) -> IO[str]:
    """Open a file that only its owner may read, because logs quote data."""
    return open(file, mode, opener=lambda path, flags: os.open(path, flags, 0o600))


def remove(place: Place) -> None:
    """Delete the directory and its data, wherever they are."""
    data = place.data
    shutil.rmtree(data if data.parent == place.directory else data.parent)
    shutil.rmtree(place.directory)


def refuse_foreign_files(place: Place) -> None:
    """Raise NotOurs if a directory that is not ours yet contains other files."""
    locks = {place.owner_lock.name, place.start_lock.name, place.running_lock.name}
    ours = {*locks, place.password_file.name}
    foreign = sorted(
        entry.name
        for entry in place.directory.iterdir()
        if entry.name not in ours and not entry.name.startswith(("data.new-", "password.new-"))
    )
    if "PG_VERSION" in foreign:
        version = (place.directory / "PG_VERSION").read_text().strip()
        raise NotOurs(place.directory, f"the data of a PostgreSQL {version}")
    if foreign:
        raise NotOurs(place.directory, foreign[0])


def refuse_other_owner(directory: Path) -> None:
    """Raise WrongOwner if the directory belongs to another user."""
    owner = directory.stat().st_uid
    if owner != os.geteuid():
        raise WrongOwner(directory, owner=_user_name(owner), user=_user_name(os.geteuid()))


def refuse_unreadable_data(place: Place, *, installed: str) -> None:
    """Raise an error if the data is missing or was written by another major version."""
    try:
        written_by = (place.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise DataMissing(place.data, place.directory) from None
    if written_by != installed:
        raise OtherMajorVersion(place.data, written_by=written_by, installed=installed)
    _ = place.password  # raises if it is missing


def _user_name(number: int) -> str:
    import pwd  # not on every system, and needed only for this message

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
