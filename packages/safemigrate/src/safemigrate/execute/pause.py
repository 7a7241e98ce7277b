"""How long to wait before a revision is retried, and the message that says so.

Full jitter: any time up to a bound that doubles, so that several waiters do not collide again.  At
least one lock timeout, so that sessions blocked for one lock timeout run freely for another.
"""

from __future__ import annotations

import random

from safemigrate.execute.course import Course
from safemigrate.execute.limits import Limits
from safemigrate.execute.up_front import lock_words
from safemigrate.execute.watch import Watch
from safemigrate.postgres.durations import duration_words

LONGEST = 10.0  # seconds
MESSAGE_INTERVAL = 10.0  # seconds


def pause(tries: int, lock_timeout: float) -> float:
    """Return the seconds to wait after so many tries."""
    bound = min(LONGEST, lock_timeout * 2 ** min(tries, 20))
    return max(lock_timeout, random.uniform(0, bound))  # noqa: S311


def retry_message(course: Course, watch: Watch | None, limits: Limits, seconds: float) -> str:
    """Return which sessions blocked a revision, what remains of it, and when the retry is."""
    wanted = [lock for lock in watch.locks if not lock.granted] if watch else []
    locks = lock_words(wanted[0]) if wanted else "its locks"
    lines = [
        f"Revision {course.revision} could not get {locks} within "
        f"{duration_words(limits.lock_timeout)} (try {course.tries} of {limits.retries + 1}; the "
        f"next in {duration_words(seconds)})",
        *(f"  held by {blocker}" for blocker in (watch.blockers if watch else ())),
        f"  {remains_of(course)}",
    ]
    return "\n".join(lines)


def remains_of(course: Course) -> str:
    """Return the sentence that says what a failed try left in the database."""
    if course.record is not None and course.record.steps():
        return "Its earlier steps are recorded and will not run twice."
    return "PostgreSQL rolled this revision back: it changed nothing."
