"""Who runs PostgreSQL when you are root, and where that account can work.

initdb and postgres refuse to run as root.  As root they run as an account that exists already; no
account is made and no permission of a folder that is not ours is changed.

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
    """The arguments that make subprocess run a program as somebody else."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of the system that is not root."""

    name: str
    user: int
    group: int


def server_account(data: Path | None) -> Account | None:
    """Return the account that must run PostgreSQL, None when you may do so yourself.

    data  a data directory that exists already keeps its account
    """
    if os.geteuid() != 0:
        return None
    if data is not None and data.exists():
        owner = pwd.getpwuid(data.stat().st_uid)
        return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in ACCOUNTS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    raise NoAccount(ACCOUNTS)


def credentials(account: Account | None) -> Credentials:
    """Return the arguments for subprocess; none when the account is None."""
    if account is None:
        return {}
    return {"user": account.user, "group": account.group, "extra_groups": []}


def can_reach(account: Account, path: Path) -> bool:
    """Say whether the account may enter the folder, or run the program."""
    asked = subprocess.run(["test", "-x", path], **credentials(account), cwd="/", check=False)
    return asked.returncode == 0


def reachable_folder(account: Account, directory: Path) -> Path:
    """Return the directory itself, or a folder in its stead that the account can enter.

    NoReachablePlace when there is none.
    """
    if can_reach(account, directory):
        return directory
    name = f"{directory.name}-{hashlib.sha256(os.fsencode(directory)).hexdigest()[:8]}"
    folder = _fallback(account) / name
    folder.mkdir(mode=0o711, exist_ok=True)
    return folder


def reachable_binaries(account: Account | None, found: Binaries) -> Binaries:
    """Return the binaries, or a copy of them where they lie in a folder closed to the account."""
    if account is None or can_reach(account, found.folder / "postgres"):
        return found
    origin = found.folder / "postgres"
    mark = f"{origin.resolve()} {origin.stat().st_mtime_ns}"
    name = f"postgresql-{found.version}-{hashlib.sha256(mark.encode()).hexdigest()[:8]}"
    target = _fallback(account) / name
    if not target.exists():
        _copy_installation(found.folder.parent, target)
    installation = found.folder.parent
    return Binaries(
        target / installation.parent.name / installation.name / found.folder.name, found.version
    )


def _fallback(account: Account) -> Path:
    for folder in FALLBACKS:
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        status = folder.lstat()
        # A folder that another user made, or may write to, could be exchanged under our feet.
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
    # A wheel keeps the libraries that its programs load beside its package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_to_read(draft)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # another process was quicker
        if not target.exists():
            raise


def _open_to_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runs else 0o644)
