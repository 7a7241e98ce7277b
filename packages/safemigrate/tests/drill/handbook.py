"""The operator's handbook: what it types into which database, and what it shows of the answer."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from document_console import PATH
from tests.doctor.clinic import Clinic

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "deployment-night.md"
BLOCK = re.compile(r"^( *)```console\n(.+?)^ *```$", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^(production|staging)\$ (.+)$")
VARIES = {
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ": "WHEN",
    r"\d+(\.\d+)? (ms|s)\b": "TIME",
    r"by\s+\S+@\S+\s+at\s+[0-9a-f]{12}": "by SOMEBODY",
    r"INFO  \[alembic\S+ [^\n]*\n": "",
}


@dataclass(frozen=True)
class Line:
    """A command of the handbook with what it shows of the answer; nothing where it shows none."""

    database: str
    command: str
    shown: str


def commands(section: str) -> list[Line]:
    """Return what a section of the handbook types."""
    text = PAGE.read_text().split(f"\n## {section}\n")[1].split("\n## ")[0]
    found: list[Line] = []
    for indent, block in BLOCK.findall(text):
        for line in block.splitlines():
            words = TYPED.match(line.removeprefix(indent))
            if words:
                found.append(Line(words[1], words[2], ""))
            else:
                last = found[-1]
                shown = f"{last.shown}{line.removeprefix(indent)}\n"
                found[-1] = Line(last.database, last.command, shown)
    return found


def type_in(line: Line, clinic: Clinic) -> tuple[int, str]:
    """Run a command as the handbook's reader does; return its status and all that it prints."""
    done = subprocess.run(
        ["sh", "-c", line.command],
        cwd=clinic.folder,
        env=os.environ
        | {"PATH": PATH, "DATABASE_URL": clinic.url, "COLUMNS": "80"}
        | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        | {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    return done.returncode, done.stdout


def alike(text: str) -> str:
    """Return an answer without what differs from night to night, or with the terminal's width."""
    for pattern, word in VARIES.items():
        text = re.sub(pattern, word, text)
    return " ".join(text.split())
