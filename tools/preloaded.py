"""Runs `flask …` and `python FILE …` in fresh processes that need not import Flask again.

A worker has imported the libraries, and safemigrate; each command is a fork of it with its own
directory, environment and streams. The application itself is imported by each.
"""

import gc
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import safemigrate

LIBRARIES = (
    "alembic.command",
    "flask.cli",
    "flask_migrate.cli",
    "flask_sqlalchemy",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
)


@dataclass(frozen=True)
class Outcome:
    """What a command left for whoever called it."""

    status: int
    stdout: str
    stderr: str


class Commands:
    """A worker that runs one command after another."""

    def __init__(self) -> None:
        self.worker = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            cwd=Path(__file__).parents[1],
            # Compiled files know seconds and lengths: a revision edited at once looks unchanged.
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        )

    def run(
        self, *words: str, directory: Path, inherit: bool = True, **environment: str
    ) -> Outcome:
        """Run ("flask", …) or ("python", FILE, …) in a directory.

        inherit  whether the environment is added to this process's, or all that there is
        """
        with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
            order = [words, str(directory), environment, inherit, out.name, err.name]
            self.worker.stdin.write(json.dumps(order) + "\n")
            status = int(self.worker.stdout.readline())
            return Outcome(status, Path(out.name).read_text(), Path(err.name).read_text())

    def close(self) -> None:
        """End the worker."""
        self.worker.stdin.close()
        self.worker.wait()
        self.worker.stdout.close()


def _become(words: list[str], directory: str, environment: dict[str, str]) -> None:
    import runpy

    os.chdir(directory)
    os.environ.update(environment)
    if words[0] == "flask":
        from flask.cli import main

        sys.argv = words
        sys.path[0] = str(Path(sys.executable).parent)
        main()
    else:
        sys.argv = words[1:]
        sys.path[0] = str(Path(words[1]).absolute().parent)
        runpy.run_path(words[1], run_name="__main__")


def _child(words: list[str], directory: str, environment: dict[str, str]) -> int:
    try:
        _become(words, directory, environment)
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _serve() -> None:
    for library in LIBRARIES:
        __import__(library)
    for module in pkgutil.walk_packages(safemigrate.__path__, "safemigrate."):
        if "templates" not in module.name:
            __import__(module.name)
    gc.freeze()  # a child that collects garbage does not copy what it shares with its parent
    sys.path.insert(1, str(Path.cwd()))
    for line in iter(sys.stdin.readline, ""):
        words, directory, environment, inherit, out, err = json.loads(line)
        child = os.fork()
        if child == 0:
            if not inherit:
                os.environ.clear()
            for stream, name in ((1, out), (2, err)):
                os.dup2(os.open(name, os.O_WRONLY | os.O_TRUNC), stream)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            status = _child(words, directory, environment)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _serve()
