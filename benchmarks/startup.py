"""Compares `python migrate.py current` with Flask-Migrate mounted on the same application.

    python -m benchmarks.startup [--url URL] [--runs N]

Both run alternately against the same database (--url, DATABASE_URL, or a temporary one), so that
a busy machine slows both.  Exits 1 if the ratio of the median times is above the target.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate

ROOT = Path(__file__).parents[1]
TARGET = 1.15  # ours / Flask-Migrate's
STOCK_APP = """
from flask_migrate import Migrate

import levy.app

levy.app.SafeMigrate = Migrate  # the same application, mounted on the other package
levy.app.MIGRATIONS = "migrations"  # with its own env.py
app = levy.app.create_app()
"""


@contextmanager
def database(url: str | None) -> Iterator[str]:
    """Yield the URL of a database: the argument, or that of a temporary one."""
    if url:
        yield url
        return
    import localpg

    with localpg.throwaway() as server:
        server.create_database("startup")
        yield server.url("startup")


def write_stock_project(folder: Path) -> None:
    """Write an application with Flask-Migrate, our models and our revisions."""
    (folder / "stock_app.py").write_text(STOCK_APP)
    template = Path(flask_migrate.__file__).parent / "templates" / "flask"
    shutil.copytree(template, folder / "migrations")
    (folder / "migrations" / "alembic.ini.mako").rename(folder / "migrations" / "alembic.ini")
    ini = folder / "migrations" / "alembic.ini"
    ini.write_text(ini.read_text().replace("%%", "%"))
    shutil.copytree(ROOT / "migrations" / "versions", folder / "migrations" / "versions")


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Return the seconds that a command takes; it must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def compare(url: str, runs: int, stock_folder: Path) -> float:
    """Print both medians; return their ratio."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(stock_folder)]),
    }
    ours = [sys.executable, str(ROOT / "migrate.py"), "current"]
    stock = [sys.executable, "-m", "flask", "--app", "stock_app", "db", "current"]
    subprocess.run([*ours[:-1], "upgrade"], env=environment, check=True, capture_output=True)
    write_stock_project(stock_folder)
    times: dict[str, list[float]] = {"ours": [], "stock": []}
    for _ in range(runs + 1):
        times["ours"].append(seconds(ours, ROOT, environment))
        times["stock"].append(seconds(stock, stock_folder, environment))
    medians = {name: statistics.median(durations[1:]) for name, durations in times.items()}
    print(f"python migrate.py current                 {medians['ours'] * 1000:7.0f} ms")
    print(f"flask db current, Flask-Migrate           {medians['stock'] * 1000:7.0f} ms")
    return medians["ours"] / medians["stock"]


def main() -> None:
    """Compare the two, and exit 1 above the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default=os.environ.get("DATABASE_URL"))
    parser.add_argument("--runs", type=int, default=31)
    options = parser.parse_args()
    with database(options.url) as url, tempfile.TemporaryDirectory() as folder:
        ratio = compare(url, options.runs, Path(folder))
    print(f"ratio {ratio:.2f} (at most {TARGET}; median of {options.runs} runs each)")
    sys.exit(ratio > TARGET)


if __name__ == "__main__":
    main()
