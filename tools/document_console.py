"""What a document shows of a terminal: commands after `$`, and what they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import localpg

BLOCK = re.compile(r"^( *)```(?:console)?\n((?: *)\$ .+?)^ *```$", re.MULTILINE | re.DOTALL)
PATH = os.pathsep.join(
    [str(Path(sys.executable).parent), str(localpg.binaries().folder), os.environ["PATH"]]
)

# Lines that Alembic logs on every run, which the documents leave out and say so.
LEFT_OUT = re.compile(r"^INFO  \[alembic\.(?!runtime\.migration\] Running).*\n", re.MULTILINE)
# What differs from run to run: ids, versions, times, sizes, counts.
VARIES = {
    r"\b(?=[0-9a-f]*\d)[0-9a-f]{12}(?![0-9a-z])": "REVISION",
    r"\.py \.\.\.\s+done": ".py ... done",  # Alembic breaks it where the folder's name is long
    r"(PostgreSQL|pg_dump) \d+\.\d+": r"\1 VERSION",
    r"\d+(\.\d+)? (ms|s|seconds|bytes|kB|MB|rows?|tables?)\b": r"NUMBER \2",
    r"pid \d+": "pid NUMBER",
}


def shown(document: Path) -> list[tuple[str, str]]:
    """Return each command of a document with the output that follows it."""
    found: list[tuple[str, str]] = []
    for indent, block in BLOCK.findall(document.read_text()):
        lines = [line.removeprefix(indent) for line in block.splitlines()]
        for text in "\n".join(lines).removeprefix("$ ").split("\n$ "):
            command, _, output = text.partition("\n")
            found.append((command, output.rstrip()))
    return found


def printed(command: str, folder: Path, **environment: str) -> tuple[int, str]:
    """Return the status of a command and all that it prints, as a terminal shows it."""
    outcome = subprocess.run(
        shlex.split(command, posix=True),
        cwd=folder,
        env={"PATH": PATH, "HOME": str(folder), "COLUMNS": "80"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    text = LEFT_OUT.sub("", outcome.stdout).replace(f"{folder}/", "")
    return outcome.returncode, "\n".join(line.rstrip() for line in text.rstrip().splitlines())


def alike(text: str) -> str:
    """Return an output without what differs from run to run."""
    for pattern, word in VARIES.items():
        text = re.sub(pattern, word, text)
    return text
