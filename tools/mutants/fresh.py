"""Run tests on one mutant that is in place before anything of the law is imported.

    python -m tools.mutants.fresh FILE SITE CHANGE NOTES TEST…

The name of the first test that fails is left in NOTES; exit status 0 where every test passes.
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


class Changed(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Finds one module, and gives it other code than its file has."""

    def __init__(self, module: str, file: str, code: CodeType):
        super().__init__(module, str(Path(file).resolve()))
        self.module, self.code = module, code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where the changed module is, and nothing of any other."""
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        """Return the changed code."""
        return self.code


class FirstFailure:
    """Notes the test, or the file that cannot be collected, that fails first."""

    def __init__(self, notes: Path):
        self.notes = notes

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that fails."""
        if report.failed:
            self.notes.write_text(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that does not import."""
        if report.failed:
            self.notes.write_text(report.nodeid or "collection")


def main(file: str, site: str, change: str, notes: str, *tests: str) -> int:
    """Install the mutant, and run the tests until one fails."""
    mutant = next(
        each for each in mutants_of(file) if (each.site, each.change) == (int(site), int(change))
    )
    sys.meta_path.insert(0, Changed(mutant.module, file, code_of(mutant)))
    options = ["-x", "-q", "-n0", "--dist=no", "-p", "no:cacheprovider"]
    return int(pytest.main([*options, *tests], plugins=[FirstFailure(Path(notes))]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
