"""Runs pg_dump and pg_restore without exposing the password to other users."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from safemigrate.backup.backup_errors import NoPrograms, ProgramFailed
from safemigrate.postgres import passfile
from safemigrate.postgres.address import Address
from safemigrate.postgres.client_programs import Programs, programs

# pg_restore sets parameters of its own version, such as transaction_timeout, on older servers, too.
UNKNOWN_SETTING = "unrecognized configuration parameter"


def client_programs(server: int) -> Programs:
    """Return client programs for a server's major version; raise NoPrograms if all are older."""
    search = programs(server)
    if search.usable is None:
        raise NoPrograms(server, [str(version) for version in search.too_old])
    return search.usable


def run(
    program: Path,
    words: Sequence[str | Path],
    address: Address,
    *,
    consequence: str,
    on_line: Callable[[str], None],
    descriptor: int | None = None,
) -> None:
    """Run a program to its end; raise ProgramFailed with its error.

    consequence  the sentence about the state after a failure
    on_line      called with each line that the program prints
    descriptor   a file descriptor that stays open as long as the program runs
    """
    errors: list[str] = []
    error_count = unknown_settings = 0
    message_follows = False
    command = [program, *words, f"--dbname={passfile.words(address)}", "--no-password"]
    with (
        passfile.environment(address) as variables,
        subprocess.Popen(
            command,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            pass_fds=() if descriptor is None else (descriptor,),
            restore_signals=False,  # so a full disk is an error message, not a signal
        ) as process,
    ):
        try:
            for line in process.stderr or ():
                on_line(line)
                # Count both on their own: messages of several workers can share one line.
                error_count += line.count("error:")
                unknown_settings += line.count(UNKNOWN_SETTING)
                if message_follows:
                    errors.append(line.strip())
                message = line.partition("error:")[2].strip()
                # A worker's message can interrupt another one, which continues on the next line.
                message_follows = message.startswith(f"{program.name}: ")
                if message and not message_follows and UNKNOWN_SETTING not in line:
                    errors.append(message)
        except BaseException:
            process.kill()
            raise
    if process.returncode and not 0 < error_count <= unknown_settings:
        message = errors[0].rstrip(".") if errors else _exit_text(process.returncode)
        raise ProgramFailed(program.name, message, consequence)


def _exit_text(status: int) -> str:
    return f"ended by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
