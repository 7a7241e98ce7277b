"""The checks of `db test`; each module is one check, with its NAME and a function.

A check of all revisions together has `check(bench)`; one per revision has
`check_each(bench, revision)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby, starmap
from types import ModuleType

from safemigrate.testing.bench import Bench
from safemigrate.testing.check_errors import NotReached
from safemigrate.testing.check_verdict import Verdict, not_run

# The cheapest first: a failure there makes the later checks unnecessary.
ORDER = (
    "one_head",
    "base_to_head",
    "models_match",
    "there_and_back",
    "killed",
    "budget",
    "two_deployers",
)


def modules() -> dict[str, ModuleType]:
    """Return the checks by name, in order."""
    check_modules = [import_module(f"{__name__}.{module}") for module in ORDER]
    return {module.NAME: module for module in check_modules}


@dataclass(frozen=True)
class Case:
    """One check, of one revision or of all."""

    check: str
    revision: str | None = None

    def run(self, bench: Bench) -> Verdict:
        """Run the check and return its verdict."""
        module = modules()[self.check]
        try:
            if self.revision is None:
                return module.check(bench)  # type: ignore[no-any-return]
            return module.check_each(bench, self.revision)  # type: ignore[no-any-return]
        except NotReached as reason:
            return not_run(str(reason))


def cases(revisions: list[str], wanted: list[str], *, budget: bool) -> Iterator[Case]:
    """Yield the checks to run, each revision after those that it follows.

    revisions  those to try one by one, in this order
    wanted     names of checks; empty means all
    budget     whether a budget is set
    """
    checks = modules()
    chosen = [name for name in checks if name in wanted or not wanted]
    if not budget and "budget" not in wanted:
        chosen = [name for name in chosen if name != "budget"]
    for of_all, names in groupby(chosen, lambda name: hasattr(checks[name], "check")):
        if of_all:
            yield from map(Case, names)
        else:
            yield from starmap(Case, _pairs(list(names), revisions))


def _pairs(names: list[str], revisions: list[str]) -> list[tuple[str, str]]:
    return [(name, revision) for revision in revisions for name in names]
