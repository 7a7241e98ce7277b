"""Chooses the account that runs PostgreSQL if you are root, and folders that it can use.

initdb and postgres refuse to run as root.  As root they run as an existing account; no account is
created, and permissions change only on our own folders.

https://www.postgresql.org/docs/current/postgres-user.html
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from localpg.errors import NoAccount, NoReachablePlace
from localpg.find import Binaries

ACCOUNTS = ("postgres", "nobody")
FALLBACKS = (Path("/var/lib/localpg"), Path("/var/tmp/localpg-0"))  # noqa: S108 (owner is checked)
NOT_NEEDED = ("include", "doc", "man")


class Credentials(TypedDict, total=False):
    """The arguments that make subprocess run a program as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A system account other than root."""

    name: str
    user: int
    group: int


def server_account(data: Path | None) -> Account | None:
    """Return the account that must run PostgreSQL; None if you may run it yourself.

    data  the data directory; an existing one keeps its account
    """
    if os.geteuid() != 0:
        return None
    if data is not None and data.exists():
        owner = pwd.getpwuid(data.stat().st_uid)
        return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise NoAccount(ACCOUNTS)


def credentials(account: Account | None) -> Credentials:
    """Return the arguments for subprocess; none if the account is None."""
    if account is None:
        return {}
    return {"user": account.user, "group": account.group, "extra_groups": []}


def can_reach(account: Account, path: Path) -> bool:
    """Return whether the account may enter the folder or run the program."""
    result = subprocess.run(["test", "-x", path], **credentials(account), cwd="/", check=False)
    return result.returncode == 0


def reachable_folder(account: Account, directory: Path) -> Path:
    """Return the directory itself, or another folder if the account cannot enter it.

    Raises NoReachablePlace if there is none.
    """
    if can_reach(account, directory):
        return directory
    name = f"{directory.name}-{hashlib.sha256(os.fsencode(directory)).hexdigest()[:8]}"
    folder = _fallback(account) / name
    folder.mkdir(mode=0o711, exist_ok=True)
    return folder


def reachable_binaries(account: Account | None, installed: Binaries) -> Binaries:
    """Return the binaries, or a copy of them if the account cannot reach their folder."""
    if account is None or can_reach(account, installed.folder / "postgres"):
        return installed
    origin = installed.folder / "postgres"
    mark = f"{origin.resolve()} {origin.stat().st_mtime_ns}"
    name = f"postgresql-{installed.version}-{hashlib.sha256(mark.encode()).hexdigest()[:8]}"
    target = _fallback(account) / name
    if not target.exists():
        _copy_installation(installed.folder.parent, target)
    installation = installed.folder.parent
    return Binaries(
        target / installation.parent.name / installation.name / installed.folder.name,
        installed.version,
    )


def _fallback(account: Account) -> Path:
    for folder in FALLBACKS:
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        status = folder.lstat()
        # Another user's folder, or one that others can write to, could be replaced while in use.
        private = status.st_uid == os.geteuid() and not status.st_mode & (
            stat.S_IWGRP | stat.S_IWOTH
        )
        if private and stat.S_ISDIR(status.st_mode) and can_reach(account, folder):
            return folder
    raise NoReachablePlace(account.name, FALLBACKS)


def _copy_installation(installation: Path, target: Path) -> None:
    package = installation.parent
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix="copy-"))
    ignore = shutil.ignore_patterns(*NOT_NEEDED)
    shutil.copytree(
        installation, draft / package.name / installation.name, symlinks=True, ignore=ignore
    )
    # A wheel keeps the shared libraries of its programs in a folder next to its package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_to_read(draft)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # another process was faster
        if not target.exists():
            raise


def _open_to_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runs else 0o644)
