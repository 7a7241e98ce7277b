"""Creates the data directory of a private server, and the command that runs the server."""

import errno
import json
import locale
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from localpg.account import (
    Account,
    credentials,
    reachable_binaries,
    reachable_folder,
    server_account,
)
from localpg.errors import DiskFull, LeftBehind, LocalPostgresError, StartFailed
from localpg.find import Binaries
from localpg.place import (
    Place,
    open_private,
    refuse_foreign_files,
    refuse_unreadable_data,
    write_private,
)

USER = "postgres"
BUILTIN_LOCALE_SINCE = 17
LOG_LIMIT = 10_000_000  # bytes
FOR_ALL = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
FOR_THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Launch:
    """How to run the server: the command without its port, and the account that runs it."""

    command: list[str]
    account: Account | None


def prepare(place: Place, installed: Binaries, *, throwaway: bool) -> Launch:
    """Create the data directory if there is none, check it, and return how to run the server.

    The caller holds place.start_lock.
    """
    account = server_account(place.data if place.exists else None)
    installed = reachable_binaries(account, installed)
    if not place.exists:
        refuse_foreign_files(place)
        _create(place, installed, account, throwaway=throwaway)
    refuse_unreadable_data(place, installed=installed.major)
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT:
        place.log.replace(place.log.with_suffix(".old.log"))
    settings = FOR_ALL | (FOR_THROWAWAY if place.throwaway else {})
    options = [f"--{name}={value}" for name, value in settings.items()]
    return Launch([str(installed.path("postgres")), "-D", str(place.data), *options], account)


def environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs, without PG and locale variables.

    A postmaster on macOS needs an explicit locale; every system has C.
    """
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    variables = {name: value for name, value in variables.items() if not name.startswith("LC_")}
    return variables | {"LC_ALL": "C", "LANG": "C"}


def failure(place: Place, output: str) -> LocalPostgresError:
    """Return the error for what PostgreSQL printed before it ended."""
    if os.strerror(errno.ENOSPC) in output:
        return DiskFull(place.directory)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marked = [line for line in lines if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    reason = (marked or lines or ["it printed nothing"])[-1]
    for mark in ("FATAL:", "PANIC:", "error:"):
        reason = reason.rpartition(mark)[2].strip()
    return StartFailed(place.directory, reason, place.log)


def _create(place: Place, installed: Binaries, account: Account | None, *, throwaway: bool) -> None:
    folder = place.directory if account is None else reachable_folder(account, place.directory)
    if folder != place.directory and (folder / "data").exists():
        raise LeftBehind(place.directory, folder / "data")
    for interrupted in folder.glob("data.new-*"):
        shutil.rmtree(interrupted)
    for interrupted in folder.glob("password.new-*"):
        interrupted.unlink()
    if not place.password_file.exists():
        write_private(place.password_file, secrets.token_urlsafe(24))
    draft = Path(tempfile.mkdtemp(dir=folder, prefix="data.new-"))
    try:
        _initdb(place, installed, account, draft, throwaway=throwaway)
        draft.rename(folder / "data")
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    data = "data" if folder == place.directory else str(folder / "data")
    # Written last, so a directory without it is unfinished.
    write_private(place.cluster_file, json.dumps({"data": data, "throwaway": throwaway}))
    if account is not None and not throwaway:
        sys.stderr.write(
            "PostgreSQL refuses to run as root, so it runs as the account "
            f"{account.name}, with its data in {place.data}.\n"
        )


def _initdb(
    place: Place, installed: Binaries, account: Account | None, data: Path, *, throwaway: bool
) -> None:
    with tempfile.NamedTemporaryFile("w", dir=data.parent, prefix="password.new-") as password:
        password.write(place.password)
        password.flush()
        if account is not None:
            os.chown(data, account.user, account.group)
            os.chown(password.name, account.user, account.group)
        process = subprocess.run(
            _initdb_command(installed, data, password.name, throwaway=throwaway),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env=environment(),
            cwd="/",
            check=False,
            **credentials(account),
        )
    if process.returncode:
        with open_private(place.log, "a") as log:
            log.write(process.stdout + process.stderr)
        raise failure(place, process.stderr)


def _initdb_command(
    installed: Binaries, data: Path, password_file: str, *, throwaway: bool
) -> list[str]:
    return [
        str(installed.path("initdb")),
        f"--pgdata={data}",
        f"--username={USER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        *_locale_options(int(installed.major)),
        *(["--no-sync"] if throwaway else []),
    ]


def _locale_options(major: int) -> list[str]:
    """Return options that sort by code point with full Unicode, whatever the system's locale."""
    characters = "C.UTF-8" if _has_locale("C.UTF-8") else "C"
    if major < BUILTIN_LOCALE_SINCE:
        return [f"--locale={characters}", "--lc-messages=C"]
    return [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={characters}",
    ]


def _has_locale(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True
