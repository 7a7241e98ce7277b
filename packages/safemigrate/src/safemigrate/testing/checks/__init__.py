"""The checks of `db test`; each module is one, with its NAME and what it asks of a revision.

A check of all revisions has `check(bench)`, one of each revision `check_each(bench, revision)`.
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

# The cheapest first: what fails there need not be looked for in what comes later.
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
    """Return the checks by name, in their order."""
    found = [import_module(f"{__name__}.{module}") for module in ORDER]
    return {module.NAME: module for module in found}


@dataclass(frozen=True)
class Case:
    """One check, of one revision or of all together."""

    check: str
    revision: str | None = None

    def run(self, bench: Bench) -> Verdict:
        """Return what it finds."""
        module = modules()[self.check]
        try:
            if self.revision is None:
                return module.check(bench)  # type: ignore[no-any-return]
            return module.check_each(bench, self.revision)  # type: ignore[no-any-return]
        except NotReached as reason:
            return not_run(str(reason))


def cases(revisions: list[str], wanted: list[str], *, budget: bool) -> Iterator[Case]:
    """Yield what is to be checked, each revision after those that it follows.

    revisions  each is tried by itself, in this order
    wanted     names of checks; all where there is none
    budget     whether there is one
    """
    known = modules()
    chosen = [name for name in known if name in wanted or not wanted]
    if not budget and "budget" not in wanted:
        chosen = [name for name in chosen if name != "budget"]
    for of_all, names in groupby(chosen, lambda name: hasattr(known[name], "check")):
        if of_all:
            yield from map(Case, names)
        else:
            yield from starmap(Case, _each_of_each(list(names), revisions))


def _each_of_each(names: list[str], revisions: list[str]) -> list[tuple[str, str]]:
    return [(name, revision) for revision in revisions for name in names]
