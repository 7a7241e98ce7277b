"""Finds a pg_dump and pg_restore that are as new as the server, and runs them without secrets.

pg_dump refuses a server that is newer than itself.
https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import localpg
from localpg.find import USUAL_FOLDERS
from safemigrate.backup.backup_errors import NoPrograms, ProgramFailed
from safemigrate.postgres import passfile
from safemigrate.postgres.address import Address

VARIABLE = "SAFEMIGRATE_PG_BIN"
# pg_restore sets what its own version knows, transaction_timeout say, on a server of any age.
UNKNOWN_SETTING = "unrecognized configuration parameter"


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL's client programs, and their version ("18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The first number of the version."""
        return int(self.version.partition(".")[0])


def programs(server: int) -> Programs:
    """Return client programs for a server's major; NoPrograms where all are older.

    SAFEMIGRATE_PG_BIN alone counts where it is set; else localpg's, the PATH's, the usual folders'.
    """
    seen = []
    for folder in dict.fromkeys(_folders()):
        found = _in(folder)
        if found and found.major >= server:
            return found
        if found:
            seen.append(f"{found.version} in {folder}")
    raise NoPrograms(server, seen)


def _folders() -> Iterator[Path]:
    named = os.environ.get(VARIABLE)
    if named:
        yield Path(named)
        return
    with suppress(localpg.LocalPostgresError):  # server programs, which a backup does not need
        yield localpg.binaries().folder
    yield from (Path(entry) for entry in os.get_exec_path() if entry)
    for pattern in USUAL_FOLDERS:
        yield from sorted(Path("/").glob(pattern[1:]), reverse=True)


def _in(folder: Path) -> Programs | None:
    if not all(shutil.which(name, path=folder) for name in ("pg_dump", "pg_restore")):
        return None
    said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)?", said.stdout)
    return Programs(folder, found[0]) if found else None


def run(
    program: Path,
    words: Sequence[str | Path],
    address: Address,
    *,
    kept: str,
    heard: Callable[[str], None],
    hold: int | None = None,
) -> None:
    """Run a program to its end; ProgramFailed with what it said.

    kept   the sentence about what a failure leaves
    heard  is called with each line that the program says
    hold   a file descriptor that stays open as long as the program lives
    """
    errors: list[str] = []
    counted = unknown = 0
    said_later = False
    command = [program, *words, f"--dbname={passfile.words(address)}", "--no-password"]
    with (
        passfile.environment(address) as passed,
        subprocess.Popen(
            command,
            env=passed,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            pass_fds=() if hold is None else (hold,),
            restore_signals=False,  # a full disk is then an error that is told, and no signal
        ) as process,
    ):
        try:
            for line in process.stderr or ():
                heard(line)
                # Counted apart: what several workers say at once can come mixed, on one line.
                counted += line.count("error:")
                unknown += line.count(UNKNOWN_SETTING)
                if said_later:
                    errors.append(line.strip())
                said = line.partition("error:")[2].strip()
                # Another worker's line can stand in the middle of one: the rest follows it.
                said_later = said.startswith(f"{program.name}: ")
                if said and not said_later and UNKNOWN_SETTING not in line:
                    errors.append(said)
        except BaseException:
            process.kill()
            raise
    if process.returncode and not 0 < counted <= unknown:
        said = errors[0].rstrip(".") if errors else _ended(process.returncode)
        raise ProgramFailed(program.name, said, kept)


def _ended(status: int) -> str:
    return f"ended by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
