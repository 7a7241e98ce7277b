"""One mutant's trial: a separate process that changes the law and runs its tests."""

import os
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tools.mutants.mutant import Mutant, code_of
from tools.mutants.one_run import first_failure

SURVIVED, KILLED, NOT_SWAPPED = 0, 1, 3
MEMORY = 3 << 30  # bytes; an endless loop must not exhaust the machine's memory


def begin(mutant: Mutant, items: Sequence[pytest.Item], notes: Path, seconds: float) -> int:
    """Start a trial on tests that are already collected, and return its process id.

    notes    file for the name of the first failing test
    seconds  processor time after which the change counts as endless
    """
    child = os.fork()
    if child == 0:
        _limit(seconds)
        function = swapped(mutant)
        if function is None:
            os._exit(NOT_SWAPPED)
        failed = first_failure(items)
        if failed is not None:
            notes.write_text(failed)
        os._exit(SURVIVED if failed is None else KILLED)
    return child


def begin_fresh(mutant: Mutant, tests: Sequence[str], notes: Path, seconds: float) -> int:
    """Start a trial that imports the law with the change."""
    child = os.fork()
    if child == 0:
        _limit(seconds)
        place = [mutant.file, str(mutant.site), str(mutant.change), str(notes)]
        command = [sys.executable, "-m", "tools.mutants.fresh", *place, *tests]
        os.execv(sys.executable, command)  # noqa: S606 no shell is wanted
    return child


def swapped(mutant: Mutant) -> FunctionType | None:
    """Replace the code of the loaded function by the mutant's, and return the function.

    None if that is not possible: the change takes effect on import.
    """
    if not mutant.function:
        return None
    target: object = sys.modules.get(mutant.module)
    for name in mutant.function.split("."):
        target = vars(target).get(name) if target is not None else None
    target = getattr(target, "fget", None) or getattr(target, "__wrapped__", target)
    target = getattr(target, "__func__", target)
    code = _named(code_of(mutant), mutant.function)
    if not isinstance(target, FunctionType) or code is None:
        return None
    if code.co_freevars != target.__code__.co_freevars:
        return None
    target.__code__ = code
    return target


def _named(code: CodeType, name: str) -> CodeType | None:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner = constant if constant.co_qualname == name else _named(constant, name)
            if inner is not None:
                return inner
    return None


def _limit(seconds: float) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
