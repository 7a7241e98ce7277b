"""Runs pg_dump and pg_restore to their end, without a secret that others could read."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from safemigrate.backup.backup_errors import NoPrograms, ProgramFailed
from safemigrate.postgres import passfile
from safemigrate.postgres.address import Address
from safemigrate.postgres.client_programs import Programs, programs

# pg_restore sets what its own version knows, transaction_timeout say, on a server of any age.
UNKNOWN_SETTING = "unrecognized configuration parameter"


def client_programs(server: int) -> Programs:
    """Return client programs for a server's major; NoPrograms where all are older."""
    search = programs(server)
    if search.found is None:
        raise NoPrograms(server, [str(each) for each in search.too_old])
    return search.found


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
