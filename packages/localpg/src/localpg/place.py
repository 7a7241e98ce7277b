"""The folder of one private server: what lies in it, and whether it may be used."""

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
    """Return the folder in which this user's data of an application belong.

    override  a path that wins when it is given and not empty; ~ is understood
    """
    if override:
        return Path(override).expanduser().absolute()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / application
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / application
    data = Path(os.environ.get("XDG_DATA_HOME") or "")
    # The XDG specification: a path that is not absolute is to be ignored.
    return (data if data.is_absolute() else home / ".local" / "share") / application


@dataclass(frozen=True)
class Place:
    """The files of one private server, below one directory."""

    directory: Path

    @property
    def cluster_file(self) -> Path:
        """What was decided when the directory was made; its presence makes the directory ours."""
        return self.directory / "cluster.json"

    @property
    def password_file(self) -> Path:
        """The password of the server's user postgres, readable by its owner only."""
        return self.directory / "password"

    @property
    def state_file(self) -> Path:
        """Where the supervisor listens; of use only while running_lock is held."""
        return self.directory / "supervisor.json"

    @property
    def owner_lock(self) -> Path:
        """Held by the process whose throw-away server it is, also while no supervisor lives."""
        return self.directory / "owner.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the one process that makes or starts the server."""
        return self.directory / "start.lock"

    @property
    def running_lock(self) -> Path:
        """Held by the supervisor as long as it lives."""
        return self.directory / "running.lock"

    @property
    def log(self) -> Path:
        """PostgreSQL's own log."""
        return self.directory / "postgresql.log"

    @property
    def supervisor_log(self) -> Path:
        """What the supervisor says; empty unless something is wrong."""
        return self.directory / "supervisor.log"

    @property
    def exists(self) -> bool:
        """Whether the directory is one of ours; PermissionError when that cannot be seen."""
        try:
            self.cluster_file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory, as a rule `data` below the directory."""
        return self.directory / str(self._cluster("data"))

    @property
    def throwaway(self) -> bool:
        """Whether the whole directory is deleted when its last user is gone."""
        return bool(self._cluster("throwaway"))

    @property
    def password(self) -> str:
        """The server's password; PasswordMissing when there is none."""
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
    """Replace a file in one step by one that only its owner may read."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    draft.replace(file)


def open_private(file: Path, mode: str) -> IO[str]:
    """Open a file that only its owner may read, because logs quote data."""
    return open(file, mode, opener=lambda path, flags: os.open(path, flags, 0o600))


def remove(place: Place) -> None:
    """Delete the directory and its data, wherever they lie."""
    data = place.data
    shutil.rmtree(data if data.parent == place.directory else data.parent)
    shutil.rmtree(place.directory)


def refuse_foreign_files(place: Place) -> None:
    """Raise NotOurs when a directory that is not ours has anything in it but our own locks."""
    locks = {place.owner_lock.name, place.start_lock.name, place.running_lock.name}
    ours = {*locks, place.password_file.name}
    found = sorted(
        entry.name
        for entry in place.directory.iterdir()
        if entry.name not in ours and not entry.name.startswith(("data.new-", "password.new-"))
    )
    if "PG_VERSION" in found:
        version = (place.directory / "PG_VERSION").read_text().strip()
        raise NotOurs(place.directory, f"the data of a PostgreSQL {version}")
    if found:
        raise NotOurs(place.directory, found[0])


def refuse_other_owner(directory: Path) -> None:
    """Raise WrongOwner when the directory's files were made by another user."""
    owner = directory.stat().st_uid
    if owner != os.geteuid():
        raise WrongOwner(directory, owner=_user_name(owner), user=_user_name(os.geteuid()))


def refuse_unreadable_data(place: Place, *, installed: str) -> None:
    """Raise when the data are not there or were written by another major version."""
    try:
        written_by = (place.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise DataMissing(place.data, place.directory) from None
    if written_by != installed:
        raise OtherMajorVersion(place.data, written_by=written_by, installed=installed)
    _ = place.password  # raises when it is missing


def _user_name(number: int) -> str:
    import pwd  # not on every system, and wanted only for this sentence

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
