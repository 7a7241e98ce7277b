"""Builds the wheels, installs both packages into an empty environment, runs their READMEs' code.

    .venv/bin/python tools/package_check.py

Prints the contents of each wheel.  Exits 1 if a package installs a dependency that it should not,
or if the README's first code does not run there.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = {name: ROOT / "packages" / name for name in ("localpg", "safemigrate")}
FORBIDDEN = {"levy", "waitress", "flask-wtf", "rich", "flask-migrate"}
BLOCK = re.compile(r"^```python\n(.+?)^```$", re.MULTILINE | re.DOTALL)
FIRST_COMMANDS = re.compile(r"^    (flask db .+)$", re.MULTILINE)


def run(*words: str | Path, folder: Path = ROOT, **environment: str) -> str:
    """Run a program and return its output; exit if it fails."""
    outcome = subprocess.run(
        words, cwd=folder, env=os.environ | environment, capture_output=True, text=True
    )
    if outcome.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{outcome.stdout}{outcome.stderr}")
    return outcome.stdout


def build(home: Path) -> None:
    """Build each wheel and print its contents, one line for each folder."""
    for name, folder in {**PACKAGES, "levy": ROOT}.items():
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home, folder=folder)
        (wheel,) = home.glob(f"{name}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            files = [Path(name) for name in archive.namelist()]
        print(f"{wheel.name}: {len(files)} files")
        for place, count in sorted(Counter(str(file.parent) for file in files).items()):
            print(f"  {count:4} {place}")
        assert any(file.name == "LICENSE" for file in files), f"{name} has no licence"
        assert Path(name) / "py.typed" in files, f"{name} is not marked as typed"


def first_lines(package: str) -> str:
    """Return the first Python block of a package's README."""
    block = BLOCK.search((PACKAGES[package] / "README.md").read_text())
    assert block is not None, f"{package}'s README has no code to run"
    return block[1]


def main() -> None:
    """Do all of it in a temporary folder."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        build(home)
        venv.create(home / "empty", with_pip=True)
        binaries = home / "empty" / "bin"
        pip = (binaries / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
        private = f"{PACKAGES['safemigrate']}[private-postgres]"
        run(*pip, "install", PACKAGES["localpg"], private, "flask-sqlalchemy")
        listing = run(binaries / "python", "-m", "pip", "list", "--format=freeze").lower()
        installed = {line.partition("==")[0].replace("_", "-") for line in listing.split()}
        print("installed:", *sorted(installed))
        if installed & FORBIDDEN:
            sys.exit(f"must not be installed: {installed & FORBIDDEN}")
        path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
        (home / "notes.py").write_text(first_lines("localpg"))
        print(run(binaries / "python", "notes.py", folder=home))
        (home / "shop.py").write_text(first_lines("safemigrate"))
        commands = FIRST_COMMANDS.findall((PACKAGES["safemigrate"] / "README.md").read_text())
        for command in commands:
            words = re.findall(r'"[^"]*"|\S+', command)
            words = [word.strip('"') for word in words]
            print(f"$ {command}")
            print(run(binaries / words[0], *words[1:], folder=home, FLASK_APP="shop", PATH=path))
        assert commands, "the README shows no command"


if __name__ == "__main__":
    main()
