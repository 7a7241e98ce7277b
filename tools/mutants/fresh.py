"""Run tests on one mutant that is installed before the law is imported.

    python -m tools.mutants.fresh FILE SITE CHANGE NOTES TEST…

Writes the name of the first test that fails to NOTES; exits 0 if every test passes.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tools.mutants.mutant import code_of, mutants_of


class MutantLoader(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Finds one module, and loads the mutant's code instead of its file's."""

    def __init__(self, module: str, file: str, code: CodeType):
        super().__init__(module, str(Path(file).resolve()))
        self.module, self.code = module, code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of the changed module, or None for any other."""
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        """Return the changed code."""
        return self.code


class FirstFailure:
    """Records the first test that fails, or the file that cannot be collected."""

    def __init__(self, notes: Path):
        self.notes = notes

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a test that fails."""
        if report.failed:
            self.notes.write_text(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a file that cannot be imported."""
        if report.failed:
            self.notes.write_text(report.nodeid or "collection")


def main(file: str, site: str, change: str, notes: str, *tests: str) -> int:
    """Install the mutant, and run the tests until one fails."""
    place = int(site), int(change)
    mutant = next(mutant for mutant in mutants_of(file) if (mutant.site, mutant.change) == place)
    sys.meta_path.insert(0, MutantLoader(mutant.module, file, code_of(mutant)))
    options = ["-x", "-q", "-n0", "--dist=no", "-p", "no:cacheprovider"]
    return int(pytest.main([*options, *tests], plugins=[FirstFailure(Path(notes))]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
