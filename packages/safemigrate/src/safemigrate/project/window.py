"""When migrations may run: "Sun-Thu 01:00-05:00 America/Los_Angeles"; semicolons separate windows.

Hours are wall-clock hours in that zone, also when daylight saving time begins or ends: an hour that
occurs twice is in the window both times.  A window that ends at or before its start ends the next
day; its days are the days on which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from safemigrate.project.exit_status import ExitStatus, MigrationStopped

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Window:
    """Hours of some weekdays (0 is Monday) in a time zone; end None is midnight."""

    days: frozenset[int]
    start: time
    end: time | None
    zone: ZoneInfo

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Return when the window that starts on a day opens and closes, in UTC."""
        next_day = self.end is None or self.end <= self.start
        closes = datetime.combine(
            day + timedelta(days=next_day), self.end or time(), self.zone
        ).replace(fold=1)
        opens = datetime.combine(day, self.start, self.zone)
        return opens.astimezone(UTC), closes.astimezone(UTC)

    def near(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the openings from yesterday through the next eight days."""
        today = now.astimezone(self.zone).date()
        for offset in range(-1, 9):
            day = today + timedelta(days=offset)
            if day.weekday() in self.days:
                yield self.on(day)


def is_open(windows: Sequence[Window], now: datetime) -> bool:
    """Return whether any window is open; without windows, always True."""
    return not windows or any(
        opens <= now < closes for window in windows for opens, closes in window.near(now)
    )


def next_opening(windows: Sequence[Window], now: datetime) -> datetime:
    """Return when the next window opens, in its own zone."""
    return min(
        opens.astimezone(window.zone)
        for window in windows
        for opens, closes in window.near(now)
        if opens > now
    )


def windows_of(text: str) -> tuple[Window, ...]:
    """Return the windows in a text; raise NotAWindow if it is invalid."""
    return tuple(_window(part.strip()) for part in text.split(";") if part.strip())


def _window(text: str) -> Window:
    words = text.split()
    if len(words) != 3:
        count = "1 word" if len(words) == 1 else f"{len(words)} words"
        raise NotAWindow(text, f"{count} instead of 3")
    days, hours, zone = words
    match = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", hours)
    if match is None:
        raise NotAWindow(text, f"{hours} are not valid hours")
    try:
        start = time.fromisoformat(match[1])
        end = None if match[2] == "24:00" else time.fromisoformat(match[2])
    except ValueError:
        raise NotAWindow(text, f"{hours} are not valid hours") from None
    return Window(frozenset(_days(days, text)), start, end, _zone(zone, text))


def _days(text: str, window: str) -> Iterator[int]:
    for part in text.lower().split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise NotAWindow(window, f"{part} is not a day from Mon to Sun")
        day = DAYS.index(first)
        yield day
        while day != DAYS.index(last or first):
            day = (day + 1) % 7
            yield day


def _zone(name: str, window: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise NotAWindow(window, f"{name} is not a time zone on this machine") from None


class NotAWindow(MigrationStopped):
    exit_code = ExitStatus.USAGE

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(
            f"{text!r} is not a valid window ({why}): write days, hours and a time zone, such as "
            '"Sun-Thu 01:00-05:00 America/Los_Angeles"; separate several with semicolons.'
        )
