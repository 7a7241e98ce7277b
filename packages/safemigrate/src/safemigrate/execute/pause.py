"""How long to wait before a revision is tried again, and what to say meanwhile.

Full jitter: any time up to a bound that doubles, so that several waiters do not meet again.  At
least one lock timeout, so that whoever was held up for one lock timeout is then left alone for
another.
"""

from __future__ import annotations

import random

from safemigrate.execute.course import Course
from safemigrate.execute.limits import Limits
from safemigrate.execute.up_front import lock_words
from safemigrate.execute.watch import Watch
from safemigrate.postgres.durations import duration_words

LONGEST = 10.0  # seconds
SAID_EACH = 10.0  # seconds


def pause(tries: int, lock_timeout: float) -> float:
    """Return the seconds to wait after so many tries."""
    bound = min(LONGEST, lock_timeout * 2 ** min(tries, 20))
    return max(lock_timeout, random.uniform(0, bound))  # noqa: S311


def held_up(course: Course, watch: Watch | None, limits: Limits, seconds: float) -> str:
    """Return who held a revision up, what was kept, and when it is tried again."""
    wanted = [lock for lock in watch.locks if not lock.granted] if watch else []
    what = lock_words(wanted[0]) if wanted else "its locks"
    lines = [
        f"Revision {course.revision} could not get {what} within "
        f"{duration_words(limits.lock_timeout)} (try {course.tries} of {limits.retries + 1}; the "
        f"next in {duration_words(seconds)})",
        *(f"  held by {blocker}" for blocker in (watch.blockers if watch else ())),
        f"  {kept(course)}",
    ]
    return "\n".join(lines)


def kept(course: Course) -> str:
    """Return what a try that failed has left in the database."""
    if course.record is not None and course.record.steps():
        return "What it did before is noted, and is not done twice."
    return "Nothing of this revision was kept: nothing changed."
