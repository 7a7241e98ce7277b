"""Chromium from the system's packages: finds it, installs it, or says what to type.

`python -m tests.browser.chromium` prints where it is.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing but the pages under test is asked for, and nothing is kept.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "chromium")


def chromium() -> str | None:
    """Return where Chromium is, or None where the system has none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Print where Chromium is, installed first where that can be done; 1 where it cannot."""
    if chromium() is None and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "--quiet"], check=False)
        subprocess.run(INSTALL, check=False)
    found = chromium()
    sys.stdout.write(
        f"Chromium: {found}\n"
        if found
        else f"There is no Chromium here. Install it: sudo {' '.join(INSTALL)}\n"
    )
    return 0 if found else 1


if __name__ == "__main__":
    raise SystemExit(main())
