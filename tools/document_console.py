"""The console blocks of a document: commands after `$`, and their output."""

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

# Lines that Alembic logs on every run; the documents omit them and say so.
LEFT_OUT = re.compile(r"^INFO  \[alembic\.(?!runtime\.migration\] Running).*\n", re.MULTILINE)
# Text that differs from run to run: ids, versions, times, sizes, counts.
VARYING = {
    r"\b(?=[0-9a-f]*\d)[0-9a-f]{12}(?![0-9a-z])": "REVISION",
    r"\.py \.\.\.\s+done": ".py ... done",  # Alembic breaks the line if the folder's name is long
    r"(PostgreSQL|pg_dump) \d+\.\d+": r"\1 VERSION",
    r"\d+(\.\d+)? (ms|s|seconds|bytes|kB|MB|rows?|tables?)\b": r"NUMBER \2",
    r"pid \d+": "pid NUMBER",
}


def shown(document: Path) -> list[tuple[str, str]]:
    """Return each command of a document with the output that follows it."""
    commands: list[tuple[str, str]] = []
    for indent, block in BLOCK.findall(document.read_text()):
        lines = [line.removeprefix(indent) for line in block.splitlines()]
        for text in "\n".join(lines).removeprefix("$ ").split("\n$ "):
            command, _, output = text.partition("\n")
            commands.append((command, output.rstrip()))
    return commands


def printed(command: str, folder: Path, **environment: str) -> tuple[int, str]:
    """Return the exit status of a command and everything that it prints."""
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
    """Return an output with placeholders for text that differs from run to run."""
    for pattern, word in VARYING.items():
        text = re.sub(pattern, word, text)
    return text
