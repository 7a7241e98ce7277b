"""Shows the progress of a long task on a terminal; prints nothing if stderr is not a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ProgressReport = Callable[[int, int], None]


@contextmanager
def shown_progress(title: str) -> Iterator[ProgressReport]:
    """Yield a function to call with the number of items done and the total.

    title  what the task does: "Computing levies"
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
